import { itemsIn, type Field } from '../input/field';
import { oncePerValue } from '../input/once-per-value';
import type { KubernetesObject } from '../input/kubernetes-object';
import { selectorOf, matches } from '../labels/selector';
import { completeLabels } from '../labels/labels';
import { isMore, type AskingContainer, type Asked } from './amounts';
import { quantityOf } from './quantity';

/** A pod as quotas see it. */
export interface CountedPod {
  readonly spec: Field;
  readonly containers: readonly AskingContainer[];
  readonly whole: Asked;
  /** Its priority class, that of nobody's choice included. */
  readonly priorityClass: string | undefined;
}

/**
 * Why a quota refuses the last of some equal pods, even if nothing else runs in the namespace
 * (https://github.com/kubernetes/kubernetes/blob/master/pkg/quota/v1/evaluator/core/pods.go).
 */
export function* quotaRefusals({ name, field }: KubernetesObject, pod: CountedPod, pods: number): Generator<string> {
  const spec = field.get('spec');
  if (spec === undefined || !countsPod(spec, pod)) return;
  const hard = spec.get('hard');
  for (const bound of hard === undefined ? [] : boundsOf(hard)) {
    const { counted, text, most, of, resource } = bound;
    const amount = isCount(counted) ? 1 : (pod.whole[of].get(resource) ?? 0);
    const silent = silentContainer(bound, pod);
    const takers = pods === 1 ? 'its pod takes' : `its ${pods} pods take`;
    if (silent !== undefined)
      yield `quota ${name} counts ${counted}, of which container ${silent.container.name} says nothing`;
    else if (isMore(amount * pods, most))
      yield `${takers} ${amount * pods} of ${counted}, and quota ${name} has ${text}`;
  }
}

/** What a quota bounds of pods. */
interface Bound {
  /** `requests.cpu`, as the quota writes it. */
  readonly counted: string;
  /** The most of it, as written. */
  readonly text: string;
  readonly most: number;
  readonly of: 'requests' | 'limits';
  readonly resource: string;
}

/** The bounds of a quota that are about pods. */
const boundsOf = oncePerValue((hard): readonly Bound[] =>
  hard.entries().flatMap(([counted, { value }]) => {
    const [most, taken] = [quantityOf(value), takenOf(counted)];
    return most === undefined || taken === undefined ? [] : [{ counted, text: String(value), most, ...taken }];
  }),
);

/** What pods take of a resource of quotas; undefined for what is not about pods. */
function takenOf(counted: string): Pick<Bound, 'of' | 'resource'> | undefined {
  if (isCount(counted)) return { of: 'requests', resource: counted };
  const [, of = 'requests', resource = counted] = /^(requests|limits)\.(.+)$/.exec(counted) ?? [];
  if (of !== 'requests' && of !== 'limits') return undefined;
  const isOfPods = resource !== counted || /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/.test(resource);
  return isOfPods && resource !== 'storage' ? { of, resource } : undefined;
}

const isCount = (counted: string): boolean => counted === 'pods' || counted === 'count/pods';

/** The container that says nothing about processors or memory, where a quota wants to hear from every one. */
function silentContainer({ of, resource }: Bound, { containers, spec }: CountedPod): AskingContainer | undefined {
  if (resource !== 'cpu' && resource !== 'memory') return undefined;
  if (spec.at('resources', of)?.get(resource) !== undefined) return undefined;
  return containers.find(({ [of]: given }) => !given.has(resource));
}

/** Whether a quota is about a pod; all of its scopes must hold. */
function countsPod(spec: Field, pod: CountedPod): boolean {
  const named = itemsIn(spec, 'scopes').map(({ value }) => isInScope(String(value), undefined, pod));
  const selected = itemsIn(spec, 'scopeSelector', 'matchExpressions').map((item) =>
    isInScope(String(item.get('scopeName')?.value), item, pod),
  );
  return [...named, ...selected].every(Boolean);
}

/** https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes */
function isInScope(scope: string, expression: Field | undefined, pod: CountedPod): boolean {
  switch (scope) {
    case 'Terminating':
      return pod.spec.get('activeDeadlineSeconds') !== undefined;
    case 'NotTerminating':
      return pod.spec.get('activeDeadlineSeconds') === undefined;
    case 'BestEffort':
      return isBestEffort(pod);
    case 'NotBestEffort':
      return !isBestEffort(pod);
    case 'CrossNamespacePodAffinity':
      return namesOtherNamespaces(pod.spec);
    case 'PriorityClass':
      return hasPriority(expression, pod.priorityClass);
    default:
      return false;
  }
}

function isBestEffort({ containers, whole }: CountedPod): boolean {
  const all: readonly Asked[] = [whole, ...containers];
  return all.every(({ requests, limits }) => !['cpu', 'memory'].some((key) => requests.has(key) || limits.has(key)));
}

const SCOPE = 'PriorityClass';

function hasPriority(expression: Field | undefined, priorityClass: string | undefined): boolean {
  const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
  const operator = operators.find((one) => one === expression?.get('operator')?.value) ?? 'Exists';
  const values = itemsIn(expression, 'values').map(({ value }) => String(value));
  const labels = new Map(priorityClass === undefined ? [] : [[SCOPE, priorityClass]]);
  return matches(selectorOf([{ key: SCOPE, operator, values }]), completeLabels(labels)) === 'yes';
}

function namesOtherNamespaces(spec: Field): boolean {
  return ['podAffinity', 'podAntiAffinity'].some((kind) => {
    const affinity = spec.at('affinity', kind);
    const required = itemsIn(affinity, 'requiredDuringSchedulingIgnoredDuringExecution');
    const preferred = itemsIn(affinity, 'preferredDuringSchedulingIgnoredDuringExecution');
    return [...required, ...preferred.flatMap((item) => item.get('podAffinityTerm') ?? [])].some(
      (term) => term.get('namespaceSelector') !== undefined || itemsIn(term, 'namespaces').length > 0,
    );
  });
}
