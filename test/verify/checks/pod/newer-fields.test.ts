import { object, podOf, turned, type Loose } from '../example';

type Row = [string, readonly string[], (objects: Loose[]) => void];

const specOf = (o: Loose[]): Loose => podOf(o).spec;
const trainer = (o: Loose[]): Loose => specOf(o).containers[0];
const labelsOfAlpha = (o: Loose[]): Loose => object(o, 'Namespace', 'ml-alpha').metadata.labels;
const ask = (o: Loose[], resource: string): void => {
  for (const list of ['limits', 'requests']) trainer(o).resources[list][resource] = '1';
};
const deviceClass = (extendedResourceName: string): Loose => ({
  apiVersion: 'resource.k8s.io/v1',
  kind: 'DeviceClass',
  metadata: { name: 'gpu' },
  spec: { extendedResourceName },
});

describe('devices of a class, without a claim', () => {
  test.each<Row>([
    [
      'by the name that every class has',
      ['pod/resource-claims'],
      (o) => ask(o, 'deviceclass.resource.kubernetes.io/gpu.nvidia.com'),
    ],
    [
      'by the name that a class gives them',
      ['pod/resource-claims'],
      (o) => {
        o.push(deviceClass('example.com/gpu'));
        ask(o, 'example.com/gpu');
      },
    ],
    [
      'by the name of their device plugin, of which there are quotas',
      [],
      (o) => void o.push(deviceClass('nvidia.com/gpu')),
    ],
    [
      'in a namespace whose claims may have what others use',
      ['pod/resource-claims'],
      (o) => (labelsOfAlpha(o)['resource.kubernetes.io/admin-access'] = 'true'),
    ],
  ])('%s', (_, expected, change) => {
    expect(turned((o) => void change(o))).toEqual(expected);
  });
});

describe('a mesh hears its own word only', () => {
  test.each<Row>([
    [
      'ambient mode does not hear of sidecars',
      ['pod/mesh'],
      (o) => (labelsOfAlpha(o)['istio.io/dataplane-mode'] = 'ambient'),
    ],
    [
      'ambient mode, on pods that stay out of it',
      [],
      (o) => {
        labelsOfAlpha(o)['istio.io/dataplane-mode'] = 'ambient';
        podOf(o).metadata.labels['istio.io/dataplane-mode'] = 'none';
      },
    ],
    ['sidecars of a revision, on pods that stay out', [], (o) => (labelsOfAlpha(o)['istio.io/rev'] = 'canary')],
    [
      'sidecars of a revision, on pods that say nothing',
      ['pod/mesh'],
      (o) => {
        labelsOfAlpha(o)['istio.io/rev'] = 'canary';
        delete podOf(o).metadata.labels['sidecar.istio.io/inject'];
      },
    ],
    ['another mesh', ['pod/mesh'], (o) => (labelsOfAlpha(o)['kuma.io/sidecar-injection'] = 'enabled')],
  ])('%s', (_, expected, change) => {
    expect(turned((o) => void change(o))).toEqual(expected);
  });
});

describe('what the API server refuses never runs', () => {
  const refused = ['pod/complete'];

  test.each<Row>([
    ['seconds of a toleration without eviction', refused, (o) => (specOf(o).tolerations[0].tolerationSeconds = 10)],
    [
      'two volumes at a place',
      refused,
      (o) => trainer(o).volumeMounts.push({ name: 'tmp', mountPath: '/checkpoints' }),
    ],
    ['a part of a volume outside it', refused, (o) => (trainer(o).volumeMounts[1].subPath = '../ml-beta')],
    ['a part of a volume', [], (o) => (trainer(o).volumeMounts[1].subPath = 'run..1/a')],
    ['mounts that are passed on', refused, (o) => (trainer(o).volumeMounts[2].mountPropagation = 'Bidirectional')],
    ['mounts that come in', [], (o) => (trainer(o).volumeMounts[2].mountPropagation = 'HostToContainer')],
    ['a claim that is none of the pod', refused, (o) => (trainer(o).resources.claims = [{ name: 'gpu' }])],
    ['a policy on failures of pods that start again', refused, (o) => (specOf(o).restartPolicy = 'OnFailure')],
    [
      'a pod that has less than its container',
      refused,
      (o) => (specOf(o).resources = { limits: { memory: '1Gi' }, requests: { memory: '1Gi' } }),
    ],
    [
      'a pod that has as much as its container',
      [],
      (o) => (specOf(o).resources = { limits: { memory: '960Gi' }, requests: { memory: '960Gi' } }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turned((o) => void change(o))).toEqual(expected);
  });
});

describe('a pod that starts with others waits for them', () => {
  const group = {
    apiVersion: 'scheduling.k8s.io/v1alpha2',
    kind: 'PodGroup',
    metadata: { name: 'all', namespace: 'ml-alpha' },
  };

  test.each<Row>([
    ['for a group that is not there', ['pod/starts'], (o) => (specOf(o).schedulingGroup = { podGroupName: 'all' })],
    [
      'for a workload that is not there',
      ['pod/starts'],
      (o) => (specOf(o).workloadRef = { name: 'all', podGroup: 'x' }),
    ],
    [
      'for a group that is',
      [],
      (o) => {
        o.push(group);
        specOf(o).schedulingGroup = { podGroupName: 'all' };
      },
    ],
  ])('%s', (_, expected, change) => {
    expect(turned((o) => void change(o))).toEqual(expected);
  });
});

test.each([
  ['nvidia.com/v1alpha1', 'DynamoGraphDeployment', ['placement/others-stay-out']],
  ['nvidia.com/v1', 'ClusterPolicy', []],
])('a kind of %s, %s, makes pods or says what agents are like', (apiVersion, kind, expected) => {
  const tolerations = [{ operator: 'Exists' }];
  const spec = { services: [{ tolerations, containers: [{ image: 'x', args: [] }] }] };
  expect(turned((o) => void o.push({ apiVersion, kind, metadata: { name: 'x' }, spec }))).toEqual(expected);
});

describe('what a TrainJob changes of its runtime', () => {
  const apiVersion = 'trainer.kubeflow.org/v1alpha1';
  const named = (name: string): Loose => ({ name, namespace: 'ml-alpha' });
  const jobsOf = (o: Loose[]): Loose => {
    const template = structuredClone(podOf(o));
    delete template.metadata.labels['batch.kubernetes.io/job-name'];
    return [{ name: 'node', template: { spec: { template } } }];
  };
  const trained = (o: Loose[], trainer: object): void =>
    void o.push(
      {
        apiVersion,
        kind: 'TrainingRuntime',
        metadata: named('torch'),
        spec: { template: { spec: { replicatedJobs: jobsOf(o) } } },
      },
      {
        apiVersion,
        kind: 'TrainJob',
        metadata: named('fit'),
        spec: { runtimeRef: { kind: 'TrainingRuntime', name: 'torch' }, trainer },
      },
    );

  test.each([[{ image: 'docker.io/stranger/image:1' }], [{ env: [{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' }] }]])(
    '%j: its pods are not known',
    (trainer) => {
      expect(turned((o) => trained(o, trainer))).toContain('pod/own-images');
    },
  );

  test('what they run is their own matter', () => {
    expect(turned((o) => trained(o, { command: ['torchrun'], numNodes: 2 }))).toEqual([]);
  });

  test('the JobSet that is made of both shows them', () => {
    const jobSet = 'jobset.x-k8s.io/v1alpha2';
    expect(
      turned((o) => {
        trained(o, { image: 'docker.io/stranger/image:1' });
        o.push({ apiVersion: jobSet, kind: 'JobSet', metadata: named('fit'), spec: { replicatedJobs: jobsOf(o) } });
      }),
    ).toEqual([]);
  });
});

test.each(['elbv2.k8s.aws/v1beta1', 'eks.amazonaws.com/v1'])('a TargetGroupBinding of %s leads in', (apiVersion) => {
  const metadata = { name: 'x', namespace: 'ml-alpha' };
  expect(turned((o) => void o.push({ apiVersion, kind: 'TargetGroupBinding', metadata }))).toEqual([
    'network/service-shape',
  ]);
});
