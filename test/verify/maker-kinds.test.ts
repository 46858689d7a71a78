import { QUEUED_KINDS } from '../../lib/model/project/queue';
import { COMPONENT_ACCOUNTS } from '../../lib/verify/authority/component-accounts';
import { POD_MAKERS } from '../../lib/verify/authority/pod-makers';
import { readResourceName } from '../../lib/verify/authority/resource-name';
import { SWITCHED_KINDS } from '../../lib/verify/checks/pod/parts/held-back';
import { MAKER_KINDS, makerKind } from '../../lib/verify/workload/maker-kinds';
import { TEMPLATE_KINDS } from '../../lib/verify/workload/pod-template';
import { workloadName, workloadsOf } from '../../lib/verify/workload/workload';
import { trainingScope } from '../../lib/verify/scope/training-scope';
import { inputsOfObjects } from './inputs-of';

const named = (group: string, kind: string): string => `${group}/${kind}`;

describe('the table of kinds that make pods', () => {
  test('has the kinds whose templates are read, and no other says that it shows templates', () => {
    const shown = MAKER_KINDS.filter((maker) => maker.shown === 'templates').map(({ group, kind }) =>
      named(group, kind),
    );
    expect(shown.sort()).toEqual([...TEMPLATE_KINDS].sort());
  });

  test('has every kind and every resource once', () => {
    for (const key of ['kind', 'resource'] as const)
      expect(new Set(MAKER_KINDS.map((maker) => named(maker.group, maker[key]))).size).toBe(MAKER_KINDS.length);
  });

  test('has the kinds that are known to be held back', () => {
    expect(TEMPLATE_KINDS).toEqual(expect.arrayContaining([...SWITCHED_KINDS]));
  });

  test('has what components are known to write of the groups of its jobs', () => {
    const groups = new Set(
      MAKER_KINDS.map(({ group }) => group).filter((group) => /jobset|kubeflow|ray|leader/.test(group)),
    );
    const written = Object.values(COMPONENT_ACCOUNTS)
      .flat()
      .flatMap(({ rules }) => rules)
      .flatMap(({ apiGroups = [], resources = [] }) =>
        apiGroups.flatMap((group) => resources.map((one) => ({ group, one }))),
      )
      .filter(({ group }) => groups.has(group));
    expect(written.length).toBeGreaterThan(0);
    for (const { group, one } of written) expect(POD_MAKERS).toContainEqual({ apiGroup: group, resource: one });
  });

  test.each(QUEUED_KINDS)('has $kind, which waits in queues', ({ group, kind, resource }) => {
    expect(makerKind(group, kind)?.resource).toBe(resource);
  });

  test.each(MAKER_KINDS.filter(({ kind }) => !kind.startsWith('Cluster') || kind === 'Cluster'))(
    'gives roles $resource.$group, in namespaces',
    ({ group, resource }) => {
      expect(POD_MAKERS).toContainEqual({ apiGroup: group, resource });
      if (group !== '') expect(readResourceName(`${resource}.${group}`)).toMatchObject({ namespaced: true });
    },
  );

  test.each(MAKER_KINDS.filter(({ kind }) => /^Cluster./.test(kind)))('knows that $kind is of the cluster', (maker) => {
    expect(POD_MAKERS.some(({ resource }) => resource === maker.resource)).toBe(false);
    expect(readResourceName(maker.resource)).toMatchObject({ apiGroup: maker.group, namespaced: false });
  });
});

const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
const object = (apiVersion: string, kind: string, spec: object): object => ({
  apiVersion,
  kind,
  metadata: { name: 'x', namespace: 'alpha' },
  spec,
});
const cluster = { headGroupSpec: { template }, workerGroupSpecs: [{ groupName: 'gpu', template }] };

test.each<[string, string, object, readonly string[]]>([
  ['ray.io/v1', 'RayService', { rayClusterConfig: cluster }, ['head', 'gpu']],
  ['ray.io/v1', 'RayCronJob', { jobTemplate: { rayClusterSpec: cluster } }, ['head', 'gpu', 'submitter']],
  ['ray.io/v1alpha1', 'RayCluster', cluster, ['head', 'gpu']],
  ['ray.io/v1alpha1', 'RayJob', { rayClusterSpec: cluster }, ['head', 'gpu', 'submitter']],
])('%s %s shows the templates of its cluster', (apiVersion, kind, spec, roles) => {
  const known = workloadsOf(inputsOfObjects(object(apiVersion, kind, spec)));
  expect(known.map(workloadName)).toEqual(roles.map((role) => `alpha/x-${role}[${kind}]`));
  const [head, workers] = known;
  expect([head, workers].map((pods) => pods?.spec?.value)).toEqual([template.spec, template.spec]);
  expect(workers?.labels.known.get('ray.io/cluster')).toBe(kind === 'RayCluster' ? 'x' : undefined);
});

test.each([
  ['monitoring.coreos.com/v1', 'Prometheus'],
  ['monitoring.coreos.com/v1', 'Alertmanager'],
  ['monitoring.coreos.com/v1', 'ThanosRuler'],
  ['postgresql.cnpg.io/v1', 'Cluster'],
  ['opentelemetry.io/v1beta1', 'OpenTelemetryCollector'],
  ['kaito.sh/v1beta1', 'Workspace'],
  ['volsync.backube/v1alpha1', 'ReplicationSource'],
  ['data.fluid.io/v1alpha1', 'JuiceFSRuntime'],
  ['workload.codeflare.dev/v1beta2', 'AppWrapper'],
  ['extensions.agents.x-k8s.io/v1alpha1', 'SandboxClaim'],
  ['grove.io/v1alpha1', 'PodCliqueSet'],
  ['kubernetes.dask.org/v1', 'DaskJob'],
  ['flink.apache.org/v1beta1', 'FlinkSessionJob'],
])('%s %s makes pods of which nothing is known', (apiVersion, kind) => {
  const [only, ...others] = workloadsOf(inputsOfObjects(object(apiVersion, kind, {})));
  expect([only?.spec, only?.labels.complete, others]).toEqual([undefined, false, []]);
});

const gpus = { limits: { cpu: 8, 'nvidia.com/gpu': 8 } };
const container = { name: 'c', image: 'i', resources: gpus };
const withGpus = { spec: { containers: [container] } };

describe('a namespace is one of training if pods of it ask for devices that no template shows', () => {
  const training = (...objects: object[]): string[] => {
    const inputs = inputsOfObjects(...objects);
    return trainingScope(inputs.objects, workloadsOf(inputs), {}).namespaces.map(({ name }) => name);
  };

  test.each<[string, string, object]>([
    ['ray.io/v1', 'RayService', { rayClusterConfig: { headGroupSpec: { template: withGpus } } }],
    ['serving.kserve.io/v1beta1', 'InferenceService', { predictor: { model: { resources: gpus } } }],
    ['serving.knative.dev/v1', 'Service', { template: withGpus }],
    ['argoproj.io/v1alpha1', 'Workflow', { templates: [{ name: 't', container }] }],
    [
      'sparkoperator.k8s.io/v1beta2',
      'SparkApplication',
      { executor: { gpu: { name: 'nvidia.com/gpu', quantity: 1 } } },
    ],
    ['sagemaker.amazonaws.com/v1', 'HyperPodPyTorchJob', { replicaSpecs: [{ name: 'p', template: withGpus }] }],
    ['trainer.kubeflow.org/v1alpha1', 'TrainJob', { trainer: { resourcesPerNode: gpus } }],
    [
      'workload.codeflare.dev/v1beta2',
      'AppWrapper',
      {
        components: [
          { template: { kind: 'JobSet', spec: { replicatedJobs: [{ template: { spec: { template: withGpus } } }] } } },
        ],
      },
    ],
    ['example.com/v1', 'Trainer', { pods: [{ template: withGpus }] }],
  ])('%s %s', (apiVersion, kind, spec) => {
    expect(training(object(apiVersion, kind, spec))).toEqual(['alpha']);
  });

  test('of claims too', () => {
    const claims = { template: { spec: { ...template.spec, resourceClaims: [{ name: 'gpu' }] } } };
    expect(training(object('serving.knative.dev/v1', 'Service', claims))).toEqual(['alpha']);
  });

  test.each<[string, string, object]>([
    ['serving.kserve.io/v1beta1', 'InferenceService', { predictor: { model: { resources: { limits: { cpu: 8 } } } } }],
    [
      'serving.knative.dev/v1',
      'Service',
      { template: { spec: { nodeSelector: { 'nvidia.com/gpu.present': 'true' } } } },
    ],
    ['argoproj.io/v1alpha1', 'WorkflowTemplate', { templates: [{ name: 't', container }] }],
    ['kueue.x-k8s.io/v1beta1', 'ClusterQueue', { resources: [{ name: 'nvidia.com/gpu', nominalQuota: 8 }] }],
    ['nvidia.com/v1', 'ClusterPolicy', { devicePlugin: { resources: gpus } }],
  ])('and not because of %s %s %j', (apiVersion, kind, spec) => {
    expect(training(object(apiVersion, kind, spec))).toEqual([]);
  });
});
