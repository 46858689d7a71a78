import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import { fieldsBelow } from '../../../input/fields-below';
import { isBuiltInGroup } from '../../../input/kinds';
import { isKind, type KubernetesObject } from '../../../input/kubernetes-object';
import { fails, notKnown, objectSubject, type Judged, type Problem } from '../../../problem';
import { saysWhatOthersAre } from '../../../workload/hidden-makers';
import { applied } from './applied-objects';
import { copiedBy } from './copying-objects';
import { heldPolicies } from './held-policies';
import { policiesWritten } from './policy-writers';
import { removals } from './removed-objects';

/** What of these objects some tool never applies, takes away again, copies between projects, or applies in them, because they say so themselves. */
export function* passingObjects(evidence: Evidence): Generator<Judged> {
  const { inputs, scope } = evidence;
  const projects = scope.namespaces.map(({ name }) => name);
  const isProject = (name: string | undefined): boolean => scope.contains(name);
  for (const object of inputs.objects) {
    const problems: Problem[] = [...removals(evidence, object)];
    for (const annotations of annotationsOfSecrets(object))
      problems.push(...copies(annotations, object.namespace, isProject));
    problems.push(...copiedBy(object, projects), ...applied(object, isProject));
    problems.push(...policiesWritten(object, scope), ...heldPolicies(object, isProject));
    if (problems.length > 0) yield { subject: objectSubject(object), problems };
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
