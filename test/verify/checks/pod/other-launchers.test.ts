import { exampleObjects, judgedBy, object, podOf, type Loose } from '../example';

/** The example with another kind in place of alpha's job, of the same pods. */
function launchedBy(apiVersion: string, kind: string, specOf: (template: Loose, job: Loose) => Loose): Loose[] {
  const objects = exampleObjects();
  const { name, namespace, labels } = object(objects, 'Job', 'pretrain').metadata;
  const spec = specOf(podOf(objects), object(objects, 'Job', 'pretrain').spec);
  const others = objects.filter((one) => one.kind !== 'Job');
  return [...others, { apiVersion, kind, metadata: { name, namespace, labels }, spec }];
}

const jobSet = (more: object): Loose[] =>
  launchedBy('jobset.x-k8s.io/v1alpha2', 'JobSet', (_, job) => ({
    replicatedJobs: [{ name: 'ranks', template: { spec: job } }],
    ...more,
  }));
const pyTorchJob = (runPolicy: object): Loose[] =>
  launchedBy('kubeflow.org/v1', 'PyTorchJob', (template) => ({
    pytorchReplicaSpecs: { Worker: { replicas: 2, template } },
    runPolicy,
  }));
const mpiJob = (runPolicy: object): Loose[] =>
  launchedBy('kubeflow.org/v2beta1', 'MPIJob', (template) => ({
    mpiReplicaSpecs: { Worker: { replicas: 2, template } },
    runPolicy,
  }));
const cluster = (template: Loose, head: object = {}, group: object = {}): Loose => ({
  headGroupSpec: { rayStartParams: {}, template, ...head },
  workerGroupSpecs: [{ groupName: 'gpus', replicas: 1, template, ...group }],
});
const rayCluster = (more: object, head: object = {}, group: object = {}): Loose[] =>
  launchedBy('ray.io/v1', 'RayCluster', (template) => ({ ...cluster(template, head, group), ...more }));
const rayJob = (more: object, inCluster: object = {}, head: object = {}): Loose[] =>
  launchedBy('ray.io/v1', 'RayJob', (template) => ({
    rayClusterSpec: { ...cluster(template, head), ...inCluster },
    submitterPodTemplate: template,
    ...more,
  }));

const rayService = (inCluster: object): Loose[] =>
  launchedBy('ray.io/v1', 'RayService', (template) => ({ rayClusterConfig: { ...cluster(template), ...inCluster } }));
const rayCronJob = (inJob: object): Loose[] =>
  launchedBy('ray.io/v1', 'RayCronJob', (template) => ({
    jobTemplate: { rayClusterSpec: cluster(template), submitterPodTemplate: template, ...inJob },
    suspend: true,
  }));

/** Rows whose title says the verdict before the objects. */
const told = (rows: readonly [string, Loose[], string][]): [string, string, Loose[]][] =>
  rows.map(([what, objects, expected]) => [what, expected, objects]);

const MULTI = 'kueue.x-k8s.io/multikueue';

test.each(
  told([
    ['a JobSet', jobSet({}), 'pass'],
    ['a JobSet that is suspended', jobSet({ suspend: true }), 'fail'],
    ['a JobSet that is not', jobSet({ suspend: false }), 'pass'],
    ['a JobSet of another controller', jobSet({ managedBy: MULTI }), 'unknown'],
    ['a JobSet of its own', jobSet({ managedBy: 'jobset.sigs.k8s.io/jobset-controller' }), 'pass'],
    ['a job of PyTorch', pyTorchJob({}), 'pass'],
    ['a job of PyTorch that is suspended', pyTorchJob({ suspend: true }), 'fail'],
    ['a job of PyTorch of another controller', pyTorchJob({ managedBy: MULTI }), 'unknown'],
    ['a job of PyTorch of its own', pyTorchJob({ managedBy: 'kubeflow.org/training-operator' }), 'pass'],
    ['a job of MPI that is suspended', mpiJob({ suspend: true }), 'fail'],
    ['a job of MPI of its own controller', mpiJob({ managedBy: 'kubeflow.org/mpi-operator' }), 'pass'],
    ['a cluster of Ray', rayCluster({}), 'pass'],
    ['a cluster of Ray that is suspended', rayCluster({ suspend: true }), 'fail'],
    ['a cluster of Ray whose workers are suspended', rayCluster({}, {}, { suspend: true }), 'fail'],
    ['a cluster of Ray of another controller', rayCluster({ managedBy: MULTI }), 'unknown'],
    ['a cluster of Ray of its own', rayCluster({ managedBy: 'ray.io/kuberay-operator' }), 'pass'],
    ['a job of Ray', rayJob({}), 'pass'],
    ['a job of Ray that is suspended', rayJob({ suspend: true }), 'fail'],
    ['a job of Ray whose cluster is suspended', rayJob({}, { suspend: true }), 'fail'],
    ['a service of Ray', rayService({}), 'pass'],
    ['a service of Ray whose cluster is suspended', rayService({ suspend: true }), 'fail'],
    ['a schedule of Ray that is at rest', rayCronJob({}), 'pass'],
    ['a schedule of Ray whose jobs are suspended', rayCronJob({ suspend: true }), 'fail'],
    ['a schedule of Ray whose jobs are of another controller', rayCronJob({ managedBy: MULTI }), 'unknown'],
  ]),
)('that pods of %s start: %s', (_, expected, objects) => {
  expect(judgedBy('pod/starts', objects).status).toBe(expected);
});

test('what is suspended is started by a queue, whichever kind it is', () => {
  const queue = { apiVersion: 'kueue.x-k8s.io/v1beta1', kind: 'ClusterQueue', metadata: { name: 'all' }, spec: {} };
  for (const objects of [jobSet({ suspend: true }), pyTorchJob({ suspend: true }), rayCluster({ suspend: true })])
    expect(judgedBy('pod/starts', [...objects, queue]).status).toBe('pass');
});

test.each(
  told([
    ['a cluster of Ray', rayCluster({}), 'pass'],
    ['a cluster with its own size', rayCluster({ enableInTreeAutoscaling: false }), 'pass'],
    ['a cluster that grows', rayCluster({ enableInTreeAutoscaling: true }), 'unknown'],
    [
      'a cluster that grows by an image of its own',
      rayCluster({ enableInTreeAutoscaling: true, autoscalerOptions: { image: 'registry.example.com/scaler:latest' } }),
      'unknown',
    ],
    ['a job of Ray', rayJob({}), 'pass'],
    ['a job whose cluster grows', rayJob({}, { enableInTreeAutoscaling: true }), 'unknown'],
  ]),
)('that the pods of %s are in the files as they will be: %s', (_, expected, objects) => {
  const { status, findings } = judgedBy('pod/complete', objects);
  expect(status).toBe(expected);
  expect(findings).toHaveLength(expected === 'pass' ? 0 : 1);
});

const service = (spec: object): object => ({ headService: { spec } });

test.each(
  told([
    [
      'inside',
      rayCluster({}, { serviceType: 'ClusterIP', enableIngress: false, ...service({ type: 'ClusterIP' }) }),
      'pass',
    ],
    ['on the ports of nodes', rayCluster({}, { serviceType: 'NodePort' }), 'fail'],
    ['behind a load balancer', rayCluster({}, { serviceType: 'LoadBalancer' }), 'fail'],
    ['on the ports of nodes, by its own Service', rayCluster({}, service({ type: 'NodePort' })), 'fail'],
    ['at an address outside', rayCluster({}, service({ externalIPs: ['203.0.113.9'] })), 'fail'],
    ['behind an Ingress', rayCluster({}, { enableIngress: true }), 'fail'],
    ['inside, as a job', rayJob({}), 'pass'],
    ['on the ports of nodes, as a job', rayJob({}, {}, { serviceType: 'NodePort' }), 'fail'],
  ]),
)('that a head of Ray %s is reached by the project alone: %s', (_, expected, objects) => {
  expect(judgedBy('network/service-shape', objects).status).toBe(expected);
});

test.each<[string, string, object, string]>([
  ['mellanox.com/v1alpha1', 'MacvlanNetwork', { networkNamespace: 'ml-alpha' }, 'fail'],
  ['mellanox.com/v1alpha1', 'HostDeviceNetwork', { networkNamespace: 'ml-alpha' }, 'fail'],
  ['mellanox.com/v1alpha1', 'IPoIBNetwork', { networkNamespace: 'ml-alpha' }, 'fail'],
  ['mellanox.com/v1alpha1', 'MacvlanNetwork', { networkNamespace: 'storage' }, 'pass'],
  ['mellanox.com/v1alpha1', 'MacvlanNetwork', {}, 'pass'],
  ['mellanox.com/v1alpha1', 'NicClusterPolicy', { networkNamespace: 'ml-alpha' }, 'pass'],
  ['sriovnetwork.openshift.io/v1', 'SriovNetwork', { networkNamespace: 'ml-alpha' }, 'fail'],
  ['sriovnetwork.openshift.io/v1', 'SriovNetwork', {}, 'pass'],
])(
  'that %s %s of %j leaves pods of a project on the network of the cluster: %s',
  (apiVersion, kind, spec, expected) => {
    const namespace = kind === 'SriovNetwork' ? 'sriov-network-operator' : undefined;
    const network = { apiVersion, kind, metadata: { name: 'fast', namespace }, spec };
    expect(judgedBy('network/service-shape', [...exampleObjects(), network]).status).toBe(expected);
  },
);

test('shared memory that an operator mounts is none that is missing: in the first container of pods of Ray', () => {
  const withoutMemory = (objects: Loose[]): Loose[] => {
    const strip = ({ containers }: Loose): void =>
      containers.forEach(
        (one: Loose) => (one.volumeMounts = one.volumeMounts.filter(({ name }: Loose) => name !== 'shm')),
      );
    for (const { kind, spec } of objects) {
      if (kind === 'RayCluster') strip(spec.headGroupSpec.template.spec);
      if (kind === 'PyTorchJob') strip(spec.pytorchReplicaSpecs.Worker.template.spec);
    }
    return objects;
  };
  const second = (objects: Loose[]): Loose[] => {
    for (const { kind, spec } of objects)
      if (kind === 'RayCluster') spec.headGroupSpec.template.spec.containers.unshift({ name: 'first', image: 'a' });
    return objects;
  };
  const found = (objects: Loose[]): string => judgedBy('pod/writable-places', objects).status;
  expect(found(withoutMemory(pyTorchJob({})))).toBe('fail');
  expect(found(withoutMemory(rayCluster({})))).toBe('pass');
  expect(found(second(withoutMemory(rayCluster({}))))).toBe('fail');
});
