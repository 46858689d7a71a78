import { workloadName, workloadsOf } from '../../lib/verify/workload/workload';
import { inputsOfObjects } from './inputs-of';

const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
const meta = (name: string): object => ({ name, namespace: 'alpha' });
const owned = (kind: string, name: string): object => ({ ownerReferences: [{ kind, name, controller: true }] });

/** Name, labels with known values, keys with unknown ones, and whether that is all. */
const shape = (...objects: readonly object[]): unknown[] =>
  workloadsOf(inputsOfObjects(...objects)).map((workload) => [
    workloadName(workload),
    Object.fromEntries(workload.labels.known),
    [...workload.labels.valueUnknown].filter((key) => !key.includes('uid')),
    workload.labels.complete,
  ]);

describe('every kind yields its pod templates with the labels that its controller adds', () => {
  test.each([
    ['apps/v1', 'Deployment', { template }, [['x[Deployment]', {}, ['pod-template-hash']]]],
    ['apps/v1', 'ReplicaSet', { template }, [['x[ReplicaSet]', {}, []]]],
    [
      'apps/v1',
      'StatefulSet',
      { template },
      [
        [
          'x[StatefulSet]',
          {},
          ['statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index', 'controller-revision-hash'],
        ],
      ],
    ],
    [
      'apps/v1',
      'DaemonSet',
      { template },
      [['x[DaemonSet]', {}, ['controller-revision-hash', 'pod-template-generation']]],
    ],
    [
      'batch/v1',
      'Job',
      { template, completionMode: 'Indexed' },
      [
        [
          'x[Job]',
          { 'batch.kubernetes.io/job-name': 'x', 'job-name': 'x' },
          ['batch.kubernetes.io/job-completion-index'],
        ],
      ],
    ],
    [
      'batch/v1',
      'CronJob',
      { jobTemplate: { spec: { template } } },
      [['x[CronJob]', {}, ['batch.kubernetes.io/job-name', 'job-name']]],
    ],
    ['argoproj.io/v1alpha1', 'Rollout', { template }, [['x[Rollout]', {}, ['rollouts-pod-template-hash']]]],
    [
      'kubeflow.org/v1',
      'PyTorchJob',
      { pytorchReplicaSpecs: { Master: { template }, Worker: { replicas: 3, template } } },
      [
        [
          'x-master[PyTorchJob]',
          {
            'training.kubeflow.org/job-name': 'x',
            'training.kubeflow.org/operator-name': 'pytorchjob-controller',
            'training.kubeflow.org/replica-type': 'master',
            'training.kubeflow.org/job-role': 'master',
          },
          ['training.kubeflow.org/replica-index'],
        ],
        [
          'x-worker[PyTorchJob]',
          {
            'training.kubeflow.org/job-name': 'x',
            'training.kubeflow.org/operator-name': 'pytorchjob-controller',
            'training.kubeflow.org/replica-type': 'worker',
          },
          ['training.kubeflow.org/replica-index'],
        ],
      ],
    ],
    [
      'batch.volcano.sh/v1alpha1',
      'Job',
      { tasks: [{ name: 'worker', template }] },
      [
        [
          'x-worker[Job]',
          { 'volcano.sh/job-name': 'x', 'volcano.sh/task-spec': 'worker', 'volcano.sh/job-namespace': 'alpha' },
          ['volcano.sh/queue-name', 'volcano.sh/task-index'],
        ],
      ],
    ],
  ])('%s %s', (apiVersion, kind, spec, expected) => {
    expect(shape({ apiVersion, kind, metadata: meta('x'), spec })).toEqual(
      expected.map(([name, known, unknown]) => [
        `alpha/${name as string}`,
        { app: 'x', ...(known as object) },
        unknown,
        true,
      ]),
    );
  });

  test('JobSet: one a replicated job', () => {
    const job = (name: string): object => ({ name, template: { spec: { template } } });
    const jobSet = (...jobs: object[]): object => ({
      apiVersion: 'jobset.x-k8s.io/v1alpha2',
      kind: 'JobSet',
      metadata: meta('x'),
      spec: { replicatedJobs: jobs },
    });
    expect(workloadsOf(inputsOfObjects(jobSet(job('a')))).map(workloadName)).toEqual(['alpha/x[JobSet]']);
    expect(workloadsOf(inputsOfObjects(jobSet(job('a'), job('b')))).map(workloadName)).toEqual([
      'alpha/x-a[JobSet]',
      'alpha/x-b[JobSet]',
    ]);
  });

  test('TrainJob: from the runtime that it names; without it nothing is known of its pods', () => {
    const trainJob = {
      apiVersion: 'trainer.kubeflow.org/v1alpha1',
      kind: 'TrainJob',
      metadata: meta('x'),
      spec: { runtimeRef: { kind: 'TrainingRuntime', name: 'torch' } },
    };
    const runtime = {
      apiVersion: 'trainer.kubeflow.org/v1alpha1',
      kind: 'TrainingRuntime',
      metadata: meta('torch'),
      spec: { template: { spec: { replicatedJobs: [{ name: 'node', template: { spec: { template } } }] } } },
    };
    const [found] = workloadsOf(inputsOfObjects(trainJob, runtime));
    expect([found?.labels.known.get('jobset.sigs.k8s.io/jobset-name'), found?.labels.complete]).toEqual(['x', true]);
    const [unknown] = workloadsOf(inputsOfObjects(trainJob));
    expect([unknown?.spec, unknown?.labels.complete]).toEqual([undefined, false]);
    for (const key of ['podTemplateOverrides', 'runtimePatches']) {
      const patched = { ...trainJob, spec: { ...trainJob.spec, [key]: [{ spec: { hostNetwork: true } }] } };
      expect(workloadsOf(inputsOfObjects(patched, runtime))[0]?.spec).toBeUndefined();
    }
  });

  test('RayJob: head, workers and submitter, of which the head’s labels are not all known', () => {
    const ray = {
      apiVersion: 'ray.io/v1',
      kind: 'RayJob',
      metadata: meta('x'),
      spec: { rayClusterSpec: { headGroupSpec: { template }, workerGroupSpecs: [{ groupName: 'gpu', template }] } },
    };
    const known = workloadsOf(inputsOfObjects(ray));
    expect(known.map((workload) => [workloadName(workload), workload.labels.complete])).toEqual([
      ['alpha/x-head[RayJob]', false],
      ['alpha/x-gpu[RayJob]', false],
      ['alpha/x-submitter[RayJob]', false],
    ]);
  });
});

describe('owners', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...meta('x-1-a'), labels: { own: 'label' }, ...owned('ReplicaSet', 'x-1') },
  };
  const replicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { ...meta('x-1'), ...owned('Deployment', 'x') },
    spec: { template },
  };

  test('give their name to what they own, as far up as the input goes', () => {
    expect(shape(pod)).toEqual([['alpha/x-1[ReplicaSet]', { own: 'label' }, [], true]]);
    expect(workloadsOf(inputsOfObjects(pod, replicaSet)).map(workloadName)).toEqual([
      'alpha/x[Deployment]',
      'alpha/x[Deployment]',
    ]);
  });

  test('that make several workloads give their name to none that has a template of its own', () => {
    const made = (apiVersion: string, kind: string, name: string, owner: object): object => ({
      apiVersion,
      kind,
      metadata: { ...meta(name), ...owner },
      spec: { template },
    });
    const platform = { apiVersion: 'example.com/v1', kind: 'Platform', metadata: meta('all'), spec: {} };
    const names = (...objects: object[]): string[] => workloadsOf(inputsOfObjects(...objects)).map(workloadName);
    const ofPlatform = owned('Platform', 'all');
    for (const input of [[], [platform]]) {
      expect(
        names(
          ...input,
          made('apps/v1', 'Deployment', 'a', ofPlatform),
          made('apps/v1', 'StatefulSet', 'b', ofPlatform),
          made('apps/v1', 'DaemonSet', 'c', ofPlatform),
          made('batch/v1', 'Job', 'd', ofPlatform),
          { ...pod, metadata: { ...meta('b-0'), ...owned('StatefulSet', 'b') } },
        ),
      ).toEqual(
        ['a[Deployment]', 'b[StatefulSet]', 'c[DaemonSet]', 'd[Job]', 'b[StatefulSet]'].map((n) => `alpha/${n}`),
      );
    }
  });

  test('that show the template of what they made give it their name, and so does a CronJob', () => {
    const job = (name: string, kind: string, owner: string): object => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { ...meta(name), ...owned(kind, owner) },
      spec: { template },
    });
    const ofKind = (apiVersion: string, kind: string, spec: object): object => ({
      apiVersion,
      kind,
      metadata: meta('x'),
      spec,
    });
    const names = (...objects: object[]): string[] => workloadsOf(inputsOfObjects(...objects)).map(workloadName);
    const jobSet = ofKind('jobset.x-k8s.io/v1alpha2', 'JobSet', {
      replicatedJobs: [{ name: 'a', template: { spec: { template } } }],
    });
    expect(new Set(names(jobSet, job('x-a-0', 'JobSet', 'x')))).toEqual(new Set(['alpha/x[JobSet]']));
    expect(names(job('x-a-0', 'JobSet', 'x'))).toEqual(['alpha/x-a-0[Job]']);
    expect(names(job('x-1', 'CronJob', 'x'))).toEqual(['alpha/x[CronJob]']);
    const statefulSet = {
      ...ofKind('apps/v1', 'StatefulSet', { template }),
      metadata: { ...meta('x'), ...owned('Notebook', 'x') },
    };
    expect(new Set(names(ofKind('kubeflow.org/v1', 'Notebook', { template }), statefulSet))).toEqual(
      new Set(['alpha/x[Notebook]']),
    );
  });

  test('whose pods are not shown by themselves make no unknown ones beside what they own', () => {
    const service = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: meta('x'), spec: {} };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...meta('x-1'), ...owned('Service', 'x') },
      spec: { template },
    };
    expect(workloadsOf(inputsOfObjects(service, deployment)).map(workloadName)).toEqual(['alpha/x-1[Deployment]']);
  });

  const podWith = (metadata: object): object => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...meta('p'), ...metadata },
  });
  const ofUid = (kind: string, name: string, uid: string): object => ({
    ownerReferences: [{ kind, name, uid, controller: true }],
  });

  test.each<[string, boolean, readonly object[]]>([
    ['nobody', false, [podWith({})]],
    ['a node, as static pods are', false, [podWith({ ...owned('Node', 'n'), uid: '1' })]],
    ['a controller of the input', true, [podWith(owned('ReplicaSet', 'x-1')), replicaSet]],
    ['a controller elsewhere, in a dump of pods', true, [podWith({ ...owned('ReplicaSet', 'x-1'), uid: '1' })]],
    ['a controller that nobody shows, in a file that somebody wrote', false, [podWith(owned('ReplicaSet', 'x-1'))]],
    [
      'another controller of that name',
      false,
      [
        podWith({ ...ofUid('ReplicaSet', 'x-1', 'old'), uid: '1' }),
        { ...replicaSet, metadata: { ...replicaSet.metadata, uid: 'new' } },
      ],
    ],
    [
      'something that makes no pods',
      false,
      [podWith(owned('ConfigMap', 'c')), { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('c') }],
    ],
    [
      'another pod',
      false,
      [podWith(owned('Pod', 'other')), { apiVersion: 'v1', kind: 'Pod', metadata: meta('other') }],
    ],
  ])('make a pod that is of %s: %s', (_, isOwned, input) => {
    const found = workloadsOf(inputsOfObjects(...input)).find(({ object }) => object.name === 'p');
    expect(found?.owned).toBe(isOwned);
  });
});

test('a kind that nobody knows makes pods of which nothing is known if containers lie in it', () => {
  const known = workloadsOf(
    inputsOfObjects(
      { apiVersion: 'example.com/v1', kind: 'Trainer', metadata: meta('t'), spec: { pods: [{ template }] } },
      { apiVersion: 'example.com/v1', kind: 'Widget', metadata: meta('w'), spec: { containers: ['not pods'] } },
    ),
  );
  expect(known.map(({ name, spec, labels }) => [name, spec, labels.complete])).toEqual([['t', undefined, false]]);
});

describe('kinds without a list of containers', () => {
  const maker = (apiVersion: string, kind: string, spec: object): object => ({
    apiVersion,
    kind,
    metadata: meta('x'),
    spec,
  });
  const run = { image: 'i', command: ['c'] };

  test.each<[string, string, object]>([
    ['argoproj.io/v1alpha1', 'Workflow', { templates: [{ name: 'm', container: { image: 'i' } }] }],
    ['argoproj.io/v1alpha1', 'Workflow', { workflowTemplateRef: { name: 'w' } }],
    ['argoproj.io/v1alpha1', 'CronWorkflow', { workflowSpec: {} }],
    ['sparkoperator.k8s.io/v1beta2', 'SparkApplication', { image: 'i', driver: {}, executor: {} }],
    ['sparkoperator.k8s.io/v1beta2', 'ScheduledSparkApplication', { template: {} }],
    ['tekton.dev/v1', 'TaskRun', { taskRef: { name: 't' } }],
    ['tekton.dev/v1', 'PipelineRun', { pipelineRef: { name: 'p' } }],
    ['serving.kserve.io/v1beta1', 'InferenceService', { predictor: { model: { modelFormat: { name: 'm' } } } }],
    ['serving.knative.dev/v1', 'Service', { template: { spec: { containers: [{ image: 'i' }] } } }],
    ['example.com/v1', 'Trainer', { steps: [run] }],
    ['example.com/v1', 'Trainer', { container: { image: 'i' } }],
    ['example.com/v1', 'Trainer', { image: 'i', driver: {}, executor: { cores: 1 } }],
  ])('make pods of which nothing is known: %s %s', (apiVersion, kind, spec) => {
    const known = workloadsOf(inputsOfObjects(maker(apiVersion, kind, spec)));
    expect(known.map((workload) => [workloadName(workload), workload.spec, workload.labels.complete])).toEqual([
      [`alpha/x[${kind}]`, undefined, false],
    ]);
  });

  test.each<[string, string, object]>([
    ['argoproj.io/v1alpha1', 'WorkflowTemplate', { templates: [{ name: 'm', container: run }] }],
    ['tekton.dev/v1', 'Task', { steps: [run] }],
    ['kyverno.io/v1', 'Policy', { rules: [{ validate: { pattern: { spec: { containers: [{ image: '*:*' }] } } } }] }],
    ['helm.toolkit.fluxcd.io/v2', 'HelmRelease', { values: { image: { tag: '1' }, env: {} } }],
    ['example.com/v1', 'Widget', { image: 'picture.png', driver: 'x', container: 'y' }],
  ])('make none: %s %s', (apiVersion, kind, spec) => {
    expect(workloadsOf(inputsOfObjects(maker(apiVersion, kind, spec)))).toEqual([]);
  });

  test.each<[string, string, object, readonly string[]]>([
    ['kubeflow.org/v2beta1', 'MPIJob', { mpiReplicaSpecs: { Launcher: { template } } }, ['alpha/x-launcher[MPIJob]']],
    ['kubeflow.org/v1', 'TFJob', { tfReplicaSpecs: { Worker: { template } } }, ['alpha/x-worker[TFJob]']],
    ['kubeflow.org/v1', 'XGBoostJob', { xgbReplicaSpecs: { Master: { template } } }, ['alpha/x-master[XGBoostJob]']],
    ['kubeflow.org/v1', 'Notebook', { template }, ['alpha/x[Notebook]']],
  ])('%s %s shows its templates', (apiVersion, kind, spec, names) => {
    const known = workloadsOf(inputsOfObjects(maker(apiVersion, kind, spec)));
    expect(known.map(workloadName)).toEqual(names);
    expect(known.map(({ spec: pod }) => pod?.value)).toEqual([template.spec]);
  });

  test('name a run of a run once, by the one that it belongs to', () => {
    const taskRun = {
      apiVersion: 'tekton.dev/v1',
      kind: 'TaskRun',
      metadata: { ...meta('x'), ...owned('PipelineRun', 'x') },
      spec: {},
    };
    const names = workloadsOf(inputsOfObjects(maker('tekton.dev/v1', 'PipelineRun', {}), taskRun)).map(workloadName);
    expect(names).toEqual(['alpha/x[PipelineRun]']);
  });
});

test('the pod around a virtual machine has the labels of its template, and a spec that nobody shows', () => {
  const machine = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine', metadata: meta('vm'), spec: { template } };
  expect(shape(machine)).toEqual([['alpha/vm[VirtualMachine]', { app: 'x' }, [], false]]);
  expect(workloadsOf(inputsOfObjects(machine))[0]?.spec).toBeUndefined();
});

test('an object of an unknown kind whose pods are in the input makes no unknown ones beside them', () => {
  const trainer = {
    apiVersion: 'example.com/v1',
    kind: 'Trainer',
    metadata: meta('t'),
    spec: { pods: [{ template }] },
  };
  const running = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...meta('t-0'), ...owned('Trainer', 't') },
    spec: template.spec,
  };
  expect(shape(trainer, running)).toEqual([['alpha/t[Trainer]', {}, [], true]]);
});
