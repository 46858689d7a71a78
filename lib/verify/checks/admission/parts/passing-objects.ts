import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import { fieldsBelow } from '../../../input/fields-below';
import { isBuiltInGroup } from '../../../input/kinds';
import { annotationsOf, isKind, labelsOf, type KubernetesObject } from '../../../input/kubernetes-object';
import { fails, notKnown, objectSubject, type Judged, type Problem } from '../../../problem';
import { saysWhatOthersAre } from '../../../workload/hidden-makers';
import { applied } from './applied-objects';
import { copiedBy } from './copying-objects';
import { heldPolicies } from './held-policies';
import { policiesWritten } from './policy-writers';

/** Kinds that shut something where they stand, by API group: without them it is open. */
const SHUT: Readonly<Record<string, readonly string[]>> = {
  '': ['ResourceQuota', 'LimitRange'],
  'networking.k8s.io': ['NetworkPolicy'],
  'admissionregistration.k8s.io': ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  'kyverno.io': ['ClusterPolicy'],
  'policies.kyverno.io': ['ValidatingPolicy', 'ImageValidatingPolicy'],
};

/** What of these objects some tool takes away again, copies between projects, or applies in them, because they say so themselves. */
export function* passingObjects({ inputs, scope }: Evidence): Generator<Judged> {
  const projects = scope.namespaces.map(({ name }) => name);
  const isProject = (name: string | undefined): boolean => scope.contains(name);
  for (const object of inputs.objects) {
    const metadata = object.field.get('metadata');
    const problems: Problem[] = [];
    if (
      SHUT[object.group]?.includes(object.kind) === true &&
      (isProject(object.namespace) || object.namespace === undefined)
    )
      problems.push(...removals(metadata));
    for (const annotations of annotationsOfSecrets(object))
      problems.push(...copies(annotations, object.namespace, isProject));
    problems.push(...copiedBy(object, projects), ...applied(object, isProject));
    problems.push(...policiesWritten(object, scope), ...heldPolicies(object, isProject));
    if (problems.length > 0) yield { subject: objectSubject(object), problems };
  }
}

/** https://kyverno.io/docs/policy-types/cleanup-policy/#cleanup-label */
const LIFETIME = 'cleanup.kyverno.io/ttl';
/** Tools that install an object and delete it once it is there (https://helm.sh/docs/topics/charts_hooks/). */
const DELETED_ONCE_THERE = [
  ['helm.sh/hook-delete-policy', 'hook-succeeded', 'Helm'],
  ['argocd.argoproj.io/hook-delete-policy', 'HookSucceeded', 'Argo CD'],
] as const;

function* removals(metadata: Field | undefined): Generator<Problem> {
  const lifetime = labelsOf(metadata).get(LIFETIME);
  if (lifetime !== undefined)
    yield notKnown(`is removed by Kyverno after ${lifetime}, if it may: what it shuts is open then`, {
      at: metadata?.at('labels', LIFETIME),
    });
  for (const [key, word, tool] of DELETED_ONCE_THERE) {
    const words = annotationsOf(metadata).get(key)?.split(',') ?? [];
    if (words.some((one) => one.trim() === word))
      yield fails(`is removed by ${tool} as soon as it is there: what it shuts is open then`, {
        at: metadata?.at('annotations', key),
      });
  }
}

/** By these a Secret says that tools may copy it elsewhere, and does so if only by its name. */
const GIVES = [
  // https://github.com/emberstack/kubernetes-reflector
  'reflector.v1.k8s.emberstack.com/reflection-allowed',
  'reflector.v1.k8s.emberstack.com/reflection-auto-enabled',
  // https://github.com/mittwald/kubernetes-replicator
  'replicator.v1.mittwald.de/replication-allowed',
  'replicator.v1.mittwald.de/replicate-to',
  'replicator.v1.mittwald.de/replicate-to-matching',
  // https://github.com/config-syncer/config-syncer
  'kubed.appscode.com/sync',
];
/** By these it is one of the copies, of the Secret that they name. */
const TAKES = ['reflector.v1.k8s.emberstack.com/reflects', 'replicator.v1.mittwald.de/replicate-from'];

/** Annotations of a Secret, and those that an operator gives the Secrets which it makes of an object. */
function annotationsOfSecrets(object: KubernetesObject): readonly Field[] {
  const { group, field } = object;
  const own = isKind(object, '', 'Secret') ? field.at('metadata', 'annotations') : undefined;
  if (own !== undefined) return [own];
  if (isBuiltInGroup(group) || saysWhatOthersAre(object)) return [];
  return [...fieldsBelow(field.get('spec'))]
    .filter((below) => below.key === 'annotations' && !Array.isArray(below.field.value))
    .map((below) => below.field);
}

function* copies(
  annotations: Field,
  namespace: string | undefined,
  isProject: (name: string | undefined) => boolean,
): Generator<Problem> {
  for (const [key, at] of annotations.entries()) {
    const value = String(at.value);
    if (GIVES.includes(key) && value !== 'false') {
      if (isProject(namespace)) yield fails(`lets a tool copy it out of the project, by ${key}`, { at });
      else if (namespace === undefined)
        yield notKnown(`lets a tool copy what it makes, by ${key}: whether that lies in a project is not known`, {
          at,
        });
    }
    const [from = ''] = value.split('/');
    if (TAKES.includes(key) && from !== namespace && isProject(from))
      yield fails(`is a copy of a Secret of ${from}, the namespace of a project`, { at });
  }
}
