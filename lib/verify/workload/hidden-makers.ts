import { isRecord, ownValue } from '../record';
import { isOneOf, type KindsByGroup, type KubernetesObject } from '../input/kubernetes-object';
import { makerKind } from './maker-kinds';

/** Groups whose objects say what pods of others must be like, and those of operators of node agents; all of a group, or some kinds. */
const OF_OTHERS: KindsByGroup = {
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
export function saysWhatOthersAre(object: KubernetesObject): boolean {
  return isOneOf(OF_OTHERS, object);
}

/** Whether an object makes pods that it does not show: a kind that is known to, or one that holds something with an image to run. */
export function makesHiddenPods(object: KubernetesObject): boolean {
  const { group, kind, field } = object;
  const shown = makerKind(group, kind)?.shown;
  if (shown === 'nothing' || shown === 'tolerations') return true;
  return shown !== 'for others' && !saysWhatOthersAre(object) && holdsContainers(field.value);
}

/** Whether an object shows which taints its pods tolerate, and nothing else of them. */
export function showsTolerations({ group, kind }: KubernetesObject): boolean {
  return makerKind(group, kind)?.shown === 'tolerations';
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
  if (typeof ownValue(record, 'image') === 'string' && RUN.some((key) => ownValue(record, key) !== undefined))
    return true;
  const containers = ownValue(record, 'containers');
  if (Array.isArray(containers) && containers.some(hasImage)) return true;
  const single = CONTAINER.map((key) => ownValue(record, key)).filter(isRecord);
  if (single.some(hasImage) || (isRecord(ownValue(record, 'driver')) && isRecord(ownValue(record, 'executor'))))
    return true;
  return Object.values(record).some((item) => holdsContainers(item, depth + 1));
}

function hasImage(value: unknown): boolean {
  return isRecord(value) && ownValue(value, 'image') !== undefined;
}
