import type { Evidence } from '../../../evidence';
import { itemsIn, type Field } from '../../../input/field';
import { groupOf, isClusterScoped } from '../../../input/kinds';
import {
  annotationsOf,
  isOneOf,
  labelsOf,
  type KindsByGroup,
  type KubernetesObject,
} from '../../../input/kubernetes-object';
import { fails, notKnown, type Problem } from '../../../problem';

/** Kinds that shut something where they stand, by API group: without them it is open. */
const SHUT: KindsByGroup = {
  '': ['Namespace', 'ResourceQuota', 'LimitRange'],
  'networking.k8s.io': ['NetworkPolicy'],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'admissionregistration.k8s.io': ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  'kyverno.io': ['ClusterPolicy'],
  'policies.kyverno.io': ['ValidatingPolicy', 'ImageValidatingPolicy'],
};

/** By which an object that shuts something says that tools leave it out, or take it away again. */
export function* removals(evidence: Evidence, object: KubernetesObject): Generator<Problem> {
  const { kind, name, namespace, field } = object;
  if (!isOneOf(SHUT, object) || !(namespace === undefined || evidence.scope.contains(namespace))) return;
  // Other namespaces of the cluster come and go.
  if (kind === 'Namespace' && !evidence.scope.contains(name)) return;
  const metadata = field.get('metadata');
  yield* leftOut(metadata);
  yield* takenAway(metadata);
  for (const reference of itemsIn(metadata, 'ownerReferences')) {
    const lost = lostWith(evidence, object, reference);
    if (lost !== undefined)
      yield notKnown(`is removed with ${lost}: what it shuts is open then`, {
        at: reference,
        fix: 'leave the owner out, or make it an object of the cluster that only its administrators delete',
      });
  }
}

/** Marks of objects that tools apply at some times only, and the times at which an object is there from the start. */
const HOOKS = [
  // https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
  { key: 'argocd.argoproj.io/hook', applied: ['PreSync', 'Sync', 'PostSync'], tool: 'Argo CD' },
  // https://helm.sh/docs/topics/charts_hooks/
  { key: 'helm.sh/hook', applied: ['pre-install', 'post-install'], tool: 'Helm' },
] as const;

/** kustomize and kpt leave such objects out of what they apply (https://kubernetes.io/docs/reference/labels-annotations-taints/#config-kubernetes-io-local-config). */
const LOCAL = 'config.kubernetes.io/local-config';

function* leftOut(metadata: Field | undefined): Generator<Problem> {
  const annotations = annotationsOf(metadata);
  for (const { key, applied, tool } of HOOKS) {
    const times = annotations.get(key);
    if (times === undefined || wordsOf(times).some((time) => applied.some((known) => known === time))) continue;
    yield fails(`is not applied by ${tool}, but at ${times} only: what it shuts is open`, {
      at: metadata?.at('annotations', key),
      fix: `remove the annotation ${key}`,
    });
  }
  const local = annotations.get(LOCAL);
  if (local !== undefined && local !== 'false')
    yield fails('is left out by kustomize and kpt: what it shuts is open', {
      at: metadata?.at('annotations', LOCAL),
      fix: `remove the annotation ${LOCAL}`,
    });
}

/** Lifetimes that tools read, where they may delete the object. */
const LIFETIMES = [
  // https://kyverno.io/docs/policy-types/cleanup-policy/#cleanup-label
  { mark: 'labels', key: 'cleanup.kyverno.io/ttl', tool: 'Kyverno' },
  // https://codeberg.org/hjacobs/kube-janitor
  { mark: 'annotations', key: 'janitor/ttl', tool: 'kube-janitor' },
  { mark: 'annotations', key: 'janitor/expires', tool: 'kube-janitor' },
] as const;
/** Tools that install an object and delete it once it is there. */
const DELETED_ONCE_THERE = [
  { key: 'helm.sh/hook-delete-policy', word: 'hook-succeeded', tool: 'Helm' },
  { key: 'argocd.argoproj.io/hook-delete-policy', word: 'HookSucceeded', tool: 'Argo CD' },
] as const;

function* takenAway(metadata: Field | undefined): Generator<Problem> {
  const marks = { labels: labelsOf(metadata), annotations: annotationsOf(metadata) };
  for (const { mark, key, tool } of LIFETIMES) {
    const lifetime = marks[mark].get(key);
    if (lifetime !== undefined)
      yield notKnown(`is removed by ${tool} after ${lifetime}, if it may: what it shuts is open then`, {
        at: metadata?.at(mark, key),
      });
  }
  for (const { key, word, tool } of DELETED_ONCE_THERE) {
    if (wordsOf(marks.annotations.get(key) ?? '').includes(word))
      yield fails(`is removed by ${tool} as soon as it is there: what it shuts is open then`, {
        at: metadata?.at('annotations', key),
      });
  }
  const deleted = metadata?.get('deletionTimestamp');
  if (deleted !== undefined)
    yield fails('is being deleted: what it shuts is open once it is gone', {
      at: deleted,
      fix: 'apply it again, and dump the cluster anew',
    });
}

/**
 * The owner that the garbage collector removes an object with, where somebody other than administrators may delete that, or
 * nobody ever made it (https://kubernetes.io/docs/concepts/architecture/garbage-collection/).
 */
function lostWith({ objects }: Evidence, { namespace }: KubernetesObject, reference: Field): string | undefined {
  const [apiVersion, kind, name, uid] = ['apiVersion', 'kind', 'name', 'uid'].map((key) =>
    String(reference.get(key)?.value),
  ) as [string, string, string, string];
  const isOfCluster = isClusterScoped(apiVersion, kind);
  const owner = objects.find(groupOf(apiVersion), kind, isOfCluster ? undefined : namespace, name);
  if (owner === undefined) return `${kind} ${name}, which is not in the files`;
  const known = owner.field.at('metadata', 'uid')?.value;
  if (known !== undefined && known !== uid) return `${kind} ${name}, which is another one than that of the files`;
  return owner.namespace === undefined ? undefined : `${kind} ${name}, which whoever may delete it takes away`;
}

const wordsOf = (list: string): readonly string[] => list.split(',').map((word) => word.trim());
