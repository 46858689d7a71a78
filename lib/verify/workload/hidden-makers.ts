import { groupOf } from '../input/kinds';
import type { KubernetesObject } from '../input/kubernetes-object';

/** Kinds that make pods out of something other than a pod template, by API group. */
const MAKERS: Readonly<Record<string, readonly string[]>> = {
  // https://argo-workflows.readthedocs.io/en/latest/fields/
  'argoproj.io': ['Workflow', 'CronWorkflow'],
  // https://github.com/kubeflow/spark-operator/blob/master/docs/api-docs.md
  'sparkoperator.k8s.io': ['SparkApplication', 'ScheduledSparkApplication', 'SparkConnect'],
  // https://tekton.dev/docs/pipelines/pipeline-api/
  'tekton.dev': ['TaskRun', 'PipelineRun', 'CustomRun'],
  // https://kserve.github.io/website/docs/reference/crd-api
  'serving.kserve.io': ['InferenceService', 'LLMInferenceService'],
  // https://knative.dev/docs/serving/reference/serving-api/: it puts a proxy of its own into every pod
  'serving.knative.dev': ['Service', 'Configuration', 'Revision'],
};

/** Kinds that hold containers which only another object makes pods of. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  'argoproj.io': ['WorkflowTemplate', 'ClusterWorkflowTemplate'],
  'tekton.dev': ['Task', 'ClusterTask', 'StepAction', 'Pipeline'],
  'serving.kserve.io': ['ServingRuntime', 'ClusterServingRuntime'],
};

/** Groups whose objects say what pods of others must be like, and those of operators of node agents; all of a group, or some kinds. */
const OF_OTHERS: Readonly<Record<string, readonly string[] | 'all'>> = {
  'kyverno.io': 'all',
  'policies.kyverno.io': 'all',
  'templates.gatekeeper.sh': 'all',
  'constraints.gatekeeper.sh': 'all',
  // The same group has kinds that serve models.
  'nvidia.com': ['ClusterPolicy', 'NVIDIADriver'],
  'mellanox.com': 'all',
  'operator.tigera.io': 'all',
};

/** Whether an object says what pods of others must be like, or is of an operator of node agents. */
export function saysWhatOthersAre({ apiVersion, kind }: KubernetesObject): boolean {
  const group = groupOf(apiVersion);
  const kinds = Object.hasOwn(OF_OTHERS, group) ? OF_OTHERS[group] : undefined;
  return kinds === 'all' || kinds?.includes(kind) === true;
}

/** Whether an object makes pods that it does not show: a kind that is known to, or one that holds something with an image to run. */
export function makesHiddenPods(object: KubernetesObject): boolean {
  const { apiVersion, kind, field } = object;
  const group = groupOf(apiVersion);
  const listed = (kinds: Readonly<Record<string, readonly string[]>>): boolean =>
    Object.hasOwn(kinds, group) && kinds[group]?.includes(kind) === true;
  if (listed(MAKERS)) return true;
  return !listed(TEMPLATES) && !saysWhatOthersAre(object) && holdsContainers(field.value);
}

type Json = Readonly<Record<string, unknown>>;

/** Keys under which a single container stands, with an image of its own or one for all of them. */
const CONTAINER = ['container', 'driver', 'executor'];
/** What nothing but a container has beside its image. */
const RUN = ['command', 'args', 'env'];

/** Whether containers lie in a value: in a list, alone, or as driver and executor of one image. */
function holdsContainers(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || depth > 8) return false;
  if (Array.isArray(value)) return value.some((item) => holdsContainers(item, depth + 1));
  const record = value as Json;
  if (typeof valueOf(record, 'image') === 'string' && RUN.some((key) => valueOf(record, key) !== undefined))
    return true;
  const containers = valueOf(record, 'containers');
  if (Array.isArray(containers) && containers.some(hasImage)) return true;
  const single = CONTAINER.map((key) => valueOf(record, key)).filter(isRecord);
  if (single.some(hasImage) || (isRecord(valueOf(record, 'driver')) && isRecord(valueOf(record, 'executor'))))
    return true;
  return Object.values(record).some((item) => holdsContainers(item, depth + 1));
}

function hasImage(value: unknown): boolean {
  return isRecord(value) && valueOf(value, 'image') !== undefined;
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueOf(record: Json, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
