import { platform } from '../../../../examples/document-1/platform';
import type { Platform } from '../../../../lib';
import { resolveComponent } from '../../../../lib/model/component/component';
import type { KnownComponent } from '../../../../lib/model/component/known-components';
import type { CheckResult } from '../../../../lib/verify/verdict/verdict';
import {
  exampleObjects,
  judged,
  judgedBy,
  object,
  podOf,
  result,
  turned,
  type JudgeOptions,
  type Loose,
} from '../example';

const node = (o: Loose[], name: string): Loose => object(o, 'Node', name);
const workload = (kind: string, spec: object, namespace = 'production'): Loose => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web', namespace },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web' }], ...spec } },
  },
});

/** Adds a container without GPUs beside the one that trains, which asks for 88 processors and 960 GiB. */
const beside =
  (cpu: string, memory: string) =>
  (o: Loose[]): void => {
    const { containers } = podOf(o).spec;
    const limits = { cpu, memory, 'ephemeral-storage': '1Gi' };
    containers.push({ ...containers[0], name: 'loader', resources: { requests: limits, limits } });
  };

describe('what a change of placement turns', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['a pod that selects no nodes', ['placement/training-stays'], (o) => delete podOf(o).spec.nodeSelector],
    [
      'a pod that selects a label of production nodes',
      ['placement/training-stays', 'placement/lands'].sort(),
      (o) => (podOf(o).spec.nodeSelector = { purpose: 'production' }),
    ],
    [
      'production nodes with the label of training',
      ['placement/others-stay-out'],
      (o) => Object.assign(node(o, 'other-node').metadata.labels, { 'workload-type': 'ai-training' }),
    ],
    ['nodes without the taint', ['placement/others-stay-out'], (o) => node(o, 'alpha-node').spec.taints.shift()],
    ['nodes without any taint', ['placement/others-stay-out'], (o) => delete node(o, 'alpha-node').spec.taints],
    [
      'a toleration of everything in production',
      ['placement/others-stay-out'],
      (o) => o.push(workload('Deployment', { tolerations: [{ operator: 'Exists' }] })),
    ],
    ...(
      [
        ['a node of Karpenter without taints, of no pool', {}, {}, ['placement/others-stay-out']],
        [
          'the same with taints',
          {},
          {
            taints: [
              { key: 'workload-type', value: 'ai-training', effect: 'NoSchedule' },
              { key: 'training-isolation/project', value: 'alpha', effect: 'NoSchedule' },
            ],
          },
          [],
        ],
        [
          'the same of a pool',
          { ownerReferences: [{ apiVersion: 'karpenter.sh/v1', kind: 'NodePool', name: 'p', uid: '1' }] },
          {},
          [],
        ],
      ] as const
    ).map(([what, metadata, spec, expected]): [string, readonly string[], (o: Loose[]) => void] => [
      what,
      expected,
      (o) =>
        o.push({
          apiVersion: 'karpenter.sh/v1',
          kind: 'NodeClaim',
          metadata: {
            name: 'x',
            labels: {
              'karpenter.sh/nodepool': 'p',
              'workload-type': 'ai-training',
              'training-isolation/pool': 'p4d',
              'training-isolation/project': 'alpha',
            },
            ...metadata,
          },
          spec,
        }),
    ]),
    ...(
      [
        [
          'a set of machines of training',
          'machine.openshift.io/v1beta1',
          'MachineSet',
          { labels: { 'workload-type': 'x' } },
          true,
        ],
        ['a set of other machines', 'machine.openshift.io/v1beta1', 'MachineSet', {}, false],
        [
          'a rule that labels nodes as those of a project',
          'nfd.k8s-sigs.io/v1alpha1',
          'NodeFeatureRule',
          { rules: [{ name: 'r', labels: { 'training-isolation/project': 'alpha' } }] },
          true,
        ],
        [
          'a rule that labels nodes by their hardware',
          'nfd.k8s-sigs.io/v1alpha1',
          'NodeFeatureRule',
          { rules: [{ name: 'r', labels: { 'vendor.io/network': 'fast' } }] },
          false,
        ],
        [
          'an operator whose pods tolerate everything',
          'monitoring.coreos.com/v1',
          'Prometheus',
          { tolerations: [{ operator: 'Exists' }] },
          true,
        ],
        [
          'an operator that has a list for each of its pods',
          'nfd.kubernetes.io/v1',
          'NodeFeatureDiscovery',
          { operand: { workerTolerations: [{ operator: 'Exists' }] } },
          true,
        ],
        [
          'a collector on every node',
          'opentelemetry.io/v1beta1',
          'OpenTelemetryCollector',
          { mode: 'daemonset', tolerations: [{ operator: 'Exists' }] },
          true,
        ],
        [
          'runners of a pipeline that tolerate nothing',
          'actions.github.com/v1alpha1',
          'AutoscalingRunnerSet',
          { template: { spec: { containers: [{ name: 'runner', image: 'runner' }] } } },
          false,
        ],
        [
          'an operator whose pods tolerate something else',
          'monitoring.coreos.com/v1',
          'Prometheus',
          { tolerations: [{ key: 'spot', operator: 'Exists' }] },
          false,
        ],
      ] as const
    ).map(([what, apiVersion, kind, spec, turns]): [string, readonly string[], (o: Loose[]) => void] => [
      what,
      turns ? ['placement/others-stay-out'] : [],
      (o) => o.push({ apiVersion, kind, metadata: { name: 'x', namespace: 'tools' }, spec }),
    ]),
    [
      'a pod of production whose scheduler may heed no taint',
      ['placement/others-stay-out'],
      (o) => o.push(workload('Deployment', { schedulerName: 'packer' })),
    ],
    [
      'a pod of production whose scheduler is that of Kubernetes',
      [],
      (o) => o.push(workload('Deployment', { schedulerName: 'default-scheduler' })),
    ],
    [
      'a workflow of production, whose tolerations nobody shows',
      ['placement/others-stay-out'],
      (o) =>
        o.push({
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          metadata: { name: 'nightly', namespace: 'production' },
          spec: { tolerations: [{ operator: 'Exists' }], templates: [{ name: 'main', container: { image: 'x' } }] },
        }),
    ],
    ['production as it is', [], (o) => o.push(workload('Deployment', {}))],
    ...(
      [
        ['eks.services.k8s.aws/v1alpha1', 'Nodegroup'],
        ['eks.aws.m.upbound.io/v1beta1', 'NodeGroup'],
      ] as const
    ).flatMap(([apiVersion, kind]) =>
      (['training-isolation/project', 'purpose'] as const).map(
        (label): [string, readonly string[], (objects: Loose[]) => void] => [
          `nodes that ${apiVersion} makes from a project with label ${label}`,
          label === 'purpose' ? ['node/unread'] : ['node/unread', 'placement/others-stay-out'],
          (o) =>
            o.push({
              apiVersion,
              kind,
              metadata: { name: 'more', namespace: 'ml-alpha' },
              spec: { labels: { [label]: 'alpha' } },
            }),
        ],
      ),
    ),
    ['a pod without the toleration of its project', ['placement/lands'], (o) => podOf(o).spec.tolerations.pop()],
    ['containers that ask for more processors together than a node has', ['placement/lands'], beside('40', '1Gi')],
    ['containers that ask for more memory together than a node has', ['placement/lands'], beside('1', '500Gi')],
    ['a small container beside the training', [], beside('1', '1Gi')],
    [
      'pods of both projects on the nodes of one',
      ['placement/projects-apart'],
      (o) => {
        const { spec } = object(o, 'Job', 'finetune').spec.template;
        spec.nodeSelector['training-isolation/project'] = 'alpha';
        spec.tolerations[1].value = 'alpha';
      },
    ],
    [
      'a pod that says less than its project',
      ['placement/projects-apart'],
      (o) => {
        delete podOf(o).spec.nodeSelector['training-isolation/project'];
        podOf(o).spec.tolerations[1] = { key: 'training-isolation/project', operator: 'Exists' };
      },
    ],
    [
      'an agent that does not tolerate the taint',
      ['placement/agents-run'],
      (o) =>
        o.push(
          workload(
            'DaemonSet',
            { tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] },
            'nvidia-device-plugin',
          ),
        ),
    ],
    ["an application's own daemon set without the toleration", [], (o) => o.push(workload('DaemonSet', {}, 'web'))],
    [
      'an agent that does',
      [],
      (o) => o.push(workload('DaemonSet', { tolerations: [{ operator: 'Exists' }] }, 'nvidia-device-plugin')),
    ],
  ])('%s', (_, expected, change) => {
    expect([...turned((objects) => void change(objects))].sort()).toEqual(expected);
  });
});

test('without nodes in the files, pods of projects are held against the nodes that they ask for', () => {
  const withoutNodes = (objects: Loose[]): Loose[] => objects.filter(({ kind }) => kind !== 'Node');
  const verdict = judged(withoutNodes(exampleObjects()));
  expect(result(verdict, 'placement/projects-apart').status).toBe('pass');
  expect(result(verdict, 'placement/others-stay-out').status).toBe('unknown');
  expect(result(verdict, 'placement/lands').status).toBe('not-applicable');
  const objects = withoutNodes(exampleObjects());
  for (const [name, namespace] of [
    ['pretrain', 'ml-alpha'],
    ['finetune', 'ml-beta'],
  ] as const) {
    object(objects, 'Job', name, namespace).spec.template.spec.nodeSelector = { 'workload-type': 'ai-training' };
  }
  expect(result(judged(objects), 'placement/projects-apart').findings.map(({ message }) => message)).toEqual([
    'pods of ml-beta fit the nodes that its pods ask for',
    'pods of ml-alpha fit the nodes that its pods ask for',
  ]);
});

describe('a daemon set that tolerates everything', () => {
  const tolerant = { tolerations: [{ operator: 'Exists' }] };
  const agent = (name: string, namespace: string): Loose => {
    const daemonSet = workload('DaemonSet', tolerant, namespace);
    daemonSet.metadata.name = name;
    return daemonSet;
  };
  const judgedWith = (daemonSet: Loose, options: JudgeOptions = {}): CheckResult =>
    judgedBy('placement/others-stay-out', [...exampleObjects(), daemonSet], options);
  const withComponents = (...names: readonly KnownComponent[]): Platform => ({
    ...platform,
    components: [...platform.components, ...names.flatMap(resolveComponent)],
  });
  const described: Platform = {
    ...platform,
    components: [
      ...platform.components,
      {
        name: 'node-exporter',
        namespace: 'production',
        podLabels: { app: 'web' },
        hostNetwork: true,
        needs: {},
        podSecurity: 'privileged',
      },
    ],
  };

  test.each<[string, 'pass' | 'fail' | 'unknown', string, string, JudgeOptions]>([
    ['of production', 'fail', 'web', 'production', {}],
    ['of production, under the name of an agent', 'fail', 'kube-proxy', 'production', {}],
    ['of production, without a description', 'unknown', 'web', 'production', { platform: undefined }],
    ['that a description has', 'pass', 'web', 'production', { platform: described }],
    ['of a component of its own namespace', 'pass', 'falco', 'falco', {}],
    ['of a component that is not described', 'fail', 'web', 'gpu-operator', {}],
    ['of the same, described', 'pass', 'dcgm', 'gpu-operator', { platform: withComponents('gpu-operator') }],
    ['of the same, where nothing is', 'pass', 'dcgm', 'gpu-operator', { platform: undefined }],
    ['of a component that has no agents', 'fail', 'web', 'kyverno', {}],
    ['of another, described', 'fail', 'web', 'kueue-system', { platform: withComponents('kueue') }],
    ['of another, where nothing is', 'unknown', 'web', 'karpenter', { platform: undefined }],
    ['of a network plugin', 'pass', 'calico-node', 'calico-system', {}],
    ['of the cloud', 'pass', 'aws-guardduty-agent', 'amazon-guardduty', {}],
    ['of kube-system that nobody knows', 'fail', 'miner', 'kube-system', {}],
    ...['kube-proxy', 'aws-node', 'ebs-csi-node', 's3-csi-node', 'csi-nfs-node', 'aws-efa-k8s-device-plugin'].map(
      (name): [string, 'pass', string, string, JudgeOptions] => ['of the cluster', 'pass', name, 'kube-system', {}],
    ),
  ])('%s: %s (%s)', (_, expected, name, namespace, options) => {
    expect(judgedWith(agent(name, namespace), options).status).toBe(expected);
  });

  test('is told with the number of pools that it lands on', () => {
    expect(judgedWith(agent('web', 'production')).findings.map(({ message }) => message)).toEqual([
      'can land on Node alpha-node and 1 more, and is neither a described component nor an agent that is known',
    ]);
  });
});

describe('a pod of production whose scheduler', () => {
  const told = (key: string, text: object | string): Loose => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'scheduler', namespace: 'tools' },
    data: { [key]: typeof text === 'string' ? text : JSON.stringify(text) },
  });
  const tiers = (...plugins: readonly object[]): Loose =>
    told('volcano-scheduler.conf', { actions: 'allocate', tiers: [{ plugins }] });
  const profile = (schedulerName: string, filter: object): Loose =>
    told('koord-scheduler-config', {
      kind: 'KubeSchedulerConfiguration',
      profiles: [{ schedulerName, plugins: { filter } }],
    });
  const predicates = { name: 'predicates' };

  test.each<[string, string, string, readonly Loose[]]>([
    ['is known to heed taints', 'volcano', 'pass', []],
    ['is known to heed taints', 'yunikorn', 'pass', []],
    ['is known to heed taints', 'koord-scheduler', 'pass', []],
    ['is known to heed taints', 'kai-scheduler', 'pass', []],
    ['is not known', 'packer', 'unknown', []],
    ['is told to heed taints', 'volcano', 'pass', [tiers({ name: 'gang' }, predicates)]],
    ['has not the plugin that looks at them', 'volcano', 'unknown', [tiers({ name: 'gang' })]],
    ['has not the plugin that looks at them', 'kai-scheduler', 'unknown', [tiers({ name: 'gang' })]],
    ['has no plugin at all', 'volcano', 'unknown', [tiers()]],
    ['has it switched off', 'volcano', 'unknown', [tiers({ ...predicates, enablePredicate: false })]],
    [
      'is told to look at no taints',
      'volcano',
      'unknown',
      [tiers({ ...predicates, arguments: { 'predicate.TaintTolerationEnable': false } })],
    ],
    [
      'has a filter more',
      'koord-scheduler',
      'pass',
      [profile('koord-scheduler', { enabled: [{ name: 'Reservation' }] })],
    ],
    ['has no filters', 'koord-scheduler', 'unknown', [profile('koord-scheduler', { disabled: [{ name: '*' }] })]],
    ['is beside one without', 'koord-scheduler', 'pass', [profile('packer', { disabled: [{ name: '*' }] })]],
    ['is beside tiers of another program', 'volcano', 'pass', [told('values.yaml', { tiers: [{ name: 'gold' }] })]],
  ])('%s: %s', (_, schedulerName, expected, objects) => {
    const pods = workload('Deployment', { schedulerName });
    expect(judgedBy('placement/others-stay-out', [...exampleObjects(), pods, ...objects]).status).toBe(expected);
  });
});
