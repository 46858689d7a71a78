import type { Field } from '../../../input/field';
import { fails, notKnown, type Problem } from '../../../problem';
import { ownValue } from '../../../record';
import type { TrainingPod } from '../../training-pods';

interface Switches {
  /** Where `suspend` stands, and for some kinds again inside of what they make. */
  readonly suspend: readonly (readonly string[])[];
  /** Where another controller is named, and the name that stands for the kind's own. */
  readonly managedBy?: readonly [way: readonly string[], own: readonly string[]];
}

const OF_KUBERNETES = 'kubernetes.io/job-controller';
const OF_RAY = 'ray.io/kuberay-operator';
/** https://github.com/kubeflow/trainer/blob/release-1.9/pkg/apis/kubeflow.org/v1/common_types.go, and the operator of MPI's own. */
const OF_KUBEFLOW: Switches = {
  suspend: [['spec', 'runPolicy', 'suspend']],
  managedBy: [
    ['spec', 'runPolicy', 'managedBy'],
    ['kubeflow.org/training-operator', 'kubeflow.org/mpi-operator'],
  ],
};

/** What keeps the pods of an object from being made, by API group and kind. */
const SWITCHES: Readonly<Record<string, Switches>> = {
  'batch/Job': { suspend: [['spec', 'suspend']], managedBy: [['spec', 'managedBy'], [OF_KUBERNETES]] },
  // A schedule may well be at rest; the jobs that it makes may not.
  'batch/CronJob': {
    suspend: [['spec', 'jobTemplate', 'spec', 'suspend']],
    managedBy: [['spec', 'jobTemplate', 'spec', 'managedBy'], [OF_KUBERNETES]],
  },
  // https://github.com/kubernetes-sigs/jobset/blob/main/api/jobset/v1alpha2/jobset_types.go
  'jobset.x-k8s.io/JobSet': {
    suspend: [['spec', 'suspend']],
    managedBy: [['spec', 'managedBy'], ['jobset.sigs.k8s.io/jobset-controller']],
  },
  // https://github.com/kubeflow/trainer/blob/master/pkg/apis/trainer/v1alpha1/trainjob_types.go
  'trainer.kubeflow.org/TrainJob': {
    suspend: [['spec', 'suspend']],
    managedBy: [['spec', 'managedBy'], ['trainer.kubeflow.org/trainjob-controller']],
  },
  ...Object.fromEntries(
    ['PyTorchJob', 'TFJob', 'XGBoostJob', 'PaddleJob', 'JAXJob', 'MPIJob'].map((kind) => [
      `kubeflow.org/${kind}`,
      OF_KUBEFLOW,
    ]),
  ),
  // https://ray-project.github.io/kuberay/reference/api/
  'ray.io/RayCluster': { suspend: [['spec', 'suspend']], managedBy: [['spec', 'managedBy'], [OF_RAY]] },
  'ray.io/RayJob': {
    suspend: [
      ['spec', 'suspend'],
      ['spec', 'rayClusterSpec', 'suspend'],
    ],
    managedBy: [['spec', 'managedBy'], [OF_RAY]],
  },
  'ray.io/RayCronJob': {
    suspend: [
      ['spec', 'jobTemplate', 'suspend'],
      ['spec', 'jobTemplate', 'rayClusterSpec', 'suspend'],
    ],
    managedBy: [['spec', 'jobTemplate', 'managedBy'], [OF_RAY]],
  },
  'ray.io/RayService': {
    suspend: [
      ['spec', 'suspend'],
      ['spec', 'rayClusterConfig', 'suspend'],
    ],
    managedBy: [['spec', 'managedBy'], [OF_RAY]],
  },
};

/** Kinds that are known to be held back, as `group/kind`. */
export const SWITCHED_KINDS: readonly string[] = Object.keys(SWITCHES);

/** An object that makes no pods as long as somebody else does not change it, and one that is left to somebody else. */
export function* heldBack({ workload: { object }, spec }: TrainingPod, hasQueue: () => boolean): Generator<Problem> {
  const key = object.groupKind;
  const switches = ownValue(SWITCHES, key);
  if (switches === undefined) return;
  const suspended = [...switches.suspend.map((way) => object.field.at(...way)), suspendOfGroup(object.field, spec)];
  const suspend = suspended.find((field) => field?.value === true);
  if (suspend !== undefined && !hasQueue()) yield fails('is suspended, and no queue starts it', { at: suspend });
  const [way = [], own = []] = switches.managedBy ?? [];
  const manager = object.field.at(...way);
  if (typeof manager?.value === 'string' && manager.value !== '' && !own.includes(manager.value))
    yield notKnown(`is left to ${manager.value}: whether that runs it here, or anywhere, is not known`, {
      at: manager,
    });
}

/** Workers of Ray are suspended by the group as well. */
function suspendOfGroup(field: Field, spec: Field): Field | undefined {
  const groups = spec.path.indexOf('workerGroupSpecs');
  if (groups < 0) return undefined;
  const list = field.at(...spec.path.slice(0, groups + 1).map(String));
  const index = spec.path[groups + 1];
  return typeof index === 'number' ? list?.items()[index]?.get('suspend') : undefined;
}
