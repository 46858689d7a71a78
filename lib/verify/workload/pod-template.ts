import { itemsIn, type Field } from '../input/field';
import { labelsOf, type KubernetesObject } from '../input/kubernetes-object';
import { replicaTemplates } from './kubeflow';
import { rayCluster, rayJob, raySubmitter } from './ray-templates';
import { countOf, JOB_LABELS, type PodTemplate } from './template';

/** Finds a runtime that a TrainJob refers to. */
export type FindObject = (
  groupKind: string,
  namespace: string | undefined,
  name: string,
) => KubernetesObject | undefined;

type Templates = (object: KubernetesObject, find: FindObject) => readonly PodTemplate[];

/**
 * The templates of every kind that makes pods, by API group and kind. Which labels each controller adds is part of the
 * semantics: policies of job-scoped intents select by them.
 */
const KINDS: Readonly<Record<string, Templates>> = {
  '/Pod': ({ field }) => [{ template: field, replicas: 1 }],
  '/ReplicationController': ({ field }) => [
    { template: field.at('spec', 'template'), ...countOf(field, 'replicas', 1) },
  ],
  // https://kubernetes.io/docs/reference/labels-annotations-taints/
  'apps/ReplicaSet': ({ field }) => [{ template: field.at('spec', 'template'), ...countOf(field, 'replicas', 1) }],
  'apps/Deployment': ({ field }) => [
    { template: field.at('spec', 'template'), setsUnknown: ['pod-template-hash'], ...countOf(field, 'replicas', 1) },
  ],
  'apps/StatefulSet': ({ field }) => [
    {
      template: field.at('spec', 'template'),
      setsUnknown: ['statefulset.kubernetes.io/pod-name', 'apps.kubernetes.io/pod-index', 'controller-revision-hash'],
      ...countOf(field, 'replicas', 1),
    },
  ],
  'apps/DaemonSet': ({ field }) => [
    { template: field.at('spec', 'template'), setsUnknown: ['controller-revision-hash', 'pod-template-generation'] },
  ],
  'batch/Job': (object) => [{ ...jobTemplate(object.field.get('spec'), object.name) }],
  'batch/CronJob': ({ field }) => [{ ...jobTemplate(field.at('spec', 'jobTemplate', 'spec'), undefined) }],
  'jobset.x-k8s.io/JobSet': ({ field, name }) => replicatedJobs(field.at('spec', 'replicatedJobs'), name),
  'trainer.kubeflow.org/TrainJob': trainJob,
  'kubeflow.org/PyTorchJob': (object) => replicaTemplates(object, 'pytorchReplicaSpecs', 'pytorchjob-controller'),
  'kubeflow.org/TFJob': (object) => replicaTemplates(object, 'tfReplicaSpecs', undefined),
  'kubeflow.org/XGBoostJob': (object) => replicaTemplates(object, 'xgbReplicaSpecs', undefined),
  'kubeflow.org/PaddleJob': (object) => replicaTemplates(object, 'paddleReplicaSpecs', undefined),
  'kubeflow.org/JAXJob': (object) => replicaTemplates(object, 'jaxReplicaSpecs', undefined),
  'kubeflow.org/MPIJob': (object) => replicaTemplates(object, 'mpiReplicaSpecs', undefined),
  'kubeflow.org/Notebook': notebook,
  'notebooks.kubeflow.org/Notebook': notebook,
  // https://argo-rollouts.readthedocs.io/en/stable/features/specification/
  'argoproj.io/Rollout': ({ field }) => [
    {
      template: field.at('spec', 'template'),
      setsUnknown: ['rollouts-pod-template-hash'],
      ...countOf(field, 'replicas', 1),
    },
  ],
  // https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/building_applications/deployments
  'apps.openshift.io/DeploymentConfig': ({ field, name }) => [
    {
      template: field.at('spec', 'template'),
      sets: { deploymentconfig: name },
      setsUnknown: ['deployment'],
      ...countOf(field, 'replicas', 1),
    },
  ],
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': ({ field, name }) =>
    (['leader', 'worker'] as const).map((role) => ({
      role,
      // A set without a template for leaders makes them from that of the workers.
      template:
        field.at('spec', 'leaderWorkerTemplate', `${role}Template`) ??
        field.at('spec', 'leaderWorkerTemplate', 'workerTemplate'),
      // https://lws.sigs.k8s.io/docs/reference/labels-annotations-and-environment-variables/
      sets: { 'leaderworkerset.sigs.k8s.io/name': name },
      mayAddLabels: true,
    })),
  // A virtual machine lies in a pod of KubeVirt's, which carries the labels of its template.
  'kubevirt.io/VirtualMachine': ({ field }) => [virtualMachine(field.at('spec', 'template'))],
  'kubevirt.io/VirtualMachineInstance': ({ field }) => [virtualMachine(field)],
  'kubevirt.io/VirtualMachineInstanceReplicaSet': ({ field }) => [virtualMachine(field.at('spec', 'template'))],
  'ray.io/RayCluster': rayCluster,
  'ray.io/RayJob': rayJob,
  'ray.io/RayCronJob': (object) => [...rayCluster(object), raySubmitter(object, 'spec', 'jobTemplate')],
  'ray.io/RayService': rayCluster,
  'batch.volcano.sh/Job': ({ field, name, namespace }) =>
    itemsIn(field, 'spec', 'tasks').map((task, index) => {
      const role = task.get('name')?.text() ?? `default${index}`;
      return {
        role,
        template: task.get('template'),
        // https://github.com/volcano-sh/apis/blob/master/pkg/apis/batch/v1alpha1/labels.go
        sets: {
          'volcano.sh/job-name': name,
          'volcano.sh/task-spec': role,
          ...(namespace === undefined ? {} : { 'volcano.sh/job-namespace': namespace }),
        },
        setsUnknown: ['volcano.sh/queue-name', 'volcano.sh/task-index'],
        ...countOf(task, 'replicas', 1, []),
      };
    }),
};

/** Kinds whose templates are read, as `group/kind`. */
export const TEMPLATE_KINDS: readonly string[] = Object.keys(KINDS);

/** Whether an object is of a kind that makes pods and shows their templates. */
export function hasPodTemplates(object: KubernetesObject): boolean {
  return Object.hasOwn(KINDS, object.groupKind);
}

/** The templates of an object; undefined if its kind makes no pods that this table knows of. */
export function podTemplates(object: KubernetesObject, find: FindObject): readonly PodTemplate[] | undefined {
  return hasPodTemplates(object) ? KINDS[object.groupKind]?.(object, find) : undefined;
}

/**
 * The pod around a virtual machine: its labels are known, its spec is KubeVirt's, which gives it the networks of the
 * machine (https://kubevirt.io/user-guide/network/interfaces_and_networks/#multus).
 */
function virtualMachine(machine: Field | undefined): PodTemplate {
  const networks = itemsIn(machine, 'spec', 'networks');
  return {
    template: undefined,
    sets: Object.fromEntries(labelsOf(machine?.get('metadata'))),
    mayAddLabels: true,
    otherNetworks: networks.some((network) => network.get('multus') !== undefined),
  };
}

/** https://github.com/kubeflow/kubeflow/blob/v1.9-branch/components/notebook-controller/controllers/notebook_controller.go */
function notebook({ field, name }: KubernetesObject): readonly PodTemplate[] {
  return [
    {
      template: field.at('spec', 'template'),
      sets: { statefulset: name, 'notebook-name': name },
      mayAddLabels: true,
      replicas: 1,
    },
  ];
}

function jobTemplate(spec: Field | undefined, name: string | undefined): PodTemplate {
  const indexed = spec?.get('completionMode')?.value === 'Indexed';
  const named = name !== undefined && !name.endsWith('*');
  return {
    template: spec?.get('template'),
    ...(named ? { sets: { 'batch.kubernetes.io/job-name': name, 'job-name': name } } : {}),
    setsUnknown: [
      ...(named ? JOB_LABELS.slice(2) : JOB_LABELS),
      ...(indexed ? ['batch.kubernetes.io/job-completion-index'] : []),
    ],
    ...(spec === undefined ? {} : podsAtOnce(spec)),
  };
}

/** A Job runs no more pods than are still to complete. */
function podsAtOnce(spec: Field): { replicas?: number } {
  const { replicas: parallel } = countOf(spec, 'parallelism', 1, []);
  const { replicas: toComplete = Infinity } = countOf(spec, 'completions', Infinity, []);
  return parallel === undefined ? {} : { replicas: Math.min(parallel, toComplete) };
}

// https://github.com/kubernetes-sigs/jobset/blob/main/api/jobset/v1alpha2/jobset_types.go
const JOBSET_LABELS = [
  'jobset-uid replicatedjob-replicas global-replicas job-index job-key job-global-index restart-attempt',
  'group-name group-replicas job-group-index coordinator',
].flatMap((line) => line.split(' ').map((name) => `jobset.sigs.k8s.io/${name}`));

function replicatedJobs(list: Field | undefined, jobSet: string): readonly PodTemplate[] {
  const jobs = itemsIn(list);
  return jobs.map((job) => {
    const role = job.get('name')?.text() ?? '';
    const { sets: _sets, ...template } = jobTemplate(job.at('template', 'spec'), undefined);
    const { replicas: times } = countOf(job, 'replicas', 1, []);
    const { replicas: each, ...rest } = template;
    return {
      ...(jobs.length === 1 ? {} : { role }),
      ...rest,
      ...(times === undefined || each === undefined ? {} : { replicas: times * each }),
      sets: { 'jobset.sigs.k8s.io/jobset-name': jobSet, 'jobset.sigs.k8s.io/replicatedjob-name': role },
      setsUnknown: [...(template.setsUnknown ?? []), ...JOBSET_LABELS],
    };
  });
}

/**
 * What of a TrainJob leaves the pods of its runtime as they are, and of its trainer: what they run, and how many. All else
 * changes them, under a name that each version of the API has for it (https://www.kubeflow.org/docs/components/trainer/).
 */
const JOB_KEEPS = new Set([
  'runtimeRef',
  'suspend',
  'managedBy',
  'labels',
  'annotations',
  'trainer',
  'activeDeadlineSeconds',
]);
const TRAINER_KEEPS = new Set(['command', 'args', 'numNodes', 'numProcPerNode']);

function changesRuntime(of: Field | undefined, keeps: ReadonlySet<string> = JOB_KEEPS): boolean {
  return (of?.entries() ?? []).some(
    ([key, { value }]) => !keeps.has(key) && !(Array.isArray(value) && value.length === 0),
  );
}

/**
 * A TrainJob's pods come from the runtime that it names; what they are once the job has changed them is not known, unless
 * the JobSet that was made of both is there.
 */
function trainJob({ field, name, namespace }: KubernetesObject, find: FindObject): readonly PodTemplate[] {
  const reference = field.at('spec', 'runtimeRef');
  const kind = reference?.get('kind')?.text() ?? 'ClusterTrainingRuntime';
  const runtimeName = reference?.get('name')?.text() ?? '';
  const runtime = find(`trainer.kubeflow.org/${kind}`, kind === 'TrainingRuntime' ? namespace : undefined, runtimeName);
  const jobs = runtime?.field.at('spec', 'template', 'spec', 'replicatedJobs');
  const made = find('jobset.x-k8s.io/JobSet', namespace, name)?.field.at('spec', 'replicatedJobs');
  if (made !== undefined) return replicatedJobs(made, name);
  const isChanged = changesRuntime(field.get('spec')) || changesRuntime(field.at('spec', 'trainer'), TRAINER_KEEPS);
  if (jobs === undefined || isChanged) return [{ template: undefined, mayAddLabels: true }];
  return replicatedJobs(jobs, name);
}
