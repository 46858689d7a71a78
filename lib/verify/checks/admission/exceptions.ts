import { isRuleId, isWorkRuleId, RULE_IDS, type WorkRuleId } from '../../../model/policies';
import { NAMESPACE_NAME_LABEL, type PolicyExceptionProps } from '../../../model';
import { grouped } from '../../../model/grouped';
import { admissionRequest, type AdmissionRequest } from '../../admission/admission-request';
import { marksIn } from '../../admission/disguise';
import { dressed } from '../../admission/dressed';
import { policyReference } from '../../admission/kyverno/policy-reference';
import { isLike, isPattern } from '../../admission/kyverno/wildcards';
import { leftOut, type LeftOut } from '../../admission/left-out';
import { meantNamespaces } from '../../admission/told-namespaces';
import { wordsOf } from '../../admission/words';
import type { Evidence } from '../../evidence';
import { few } from '../../few';
import { labelsOf } from '../../input/kubernetes-object';
import { exceptionsOfWork } from '../../scope/described-project';
import { type TrainingNamespace, labelsOfNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem, type RuledWork } from '../../problem';
import { ELSEWHERE } from './parts/elsewhere';
import { manifest, PROBE } from '../probe';

export const exceptions: Check = {
  id: 'admission/exceptions',
  title: 'Every exception to a policy is named in the description, with its owner, reason and last day',
  why: 'An exception is a hole that nobody sees in the policy itself.',
  stops: ['A2', 'T14'],
  control:
    'PolicyExceptions, conditions and exclusions of the policies of the platform, and policies.exceptions of the description',
  fix: 'remove it; in a description policies.exceptions names what is meant',
  *judge(evidence) {
    const { inputs, scope } = evidence;
    const rules = new Map<string, string>();
    const others = new Set<string>();
    for (const object of inputs.objects) {
      if (!POLICY.test(object.groupKind)) continue;
      const name = policyReference(object);
      const rule = labelsOf(object.field.get('metadata')).get(scope.keys.rule);
      if (rule === undefined) others.add(name);
      else rules.set(name, rule);
    }
    for (const object of inputs.objects) {
      const left = leftOut(object);
      if (left === undefined) continue;
      // What policies of others leave out is theirs, until an object of its own says it.
      const isOurs = left.policies.some((name) => rules.has(name));
      if (object.kind === 'PolicyException' || isOurs)
        yield { subject: objectSubject(object), problems: [...holes(evidence, left, { rules, others })] };
    }
  },
};

/** Kinds whose objects an exception may name. */
const POLICY = /^(?:kyverno\.io|policies\.kyverno\.io|admissionregistration\.k8s\.io)\/\w*Policy$/;

/** Policies of the files. */
interface Policies {
  /** Those of the platform, with the rule that each carries out. */
  readonly rules: ReadonlyMap<string, string>;
  /** Names of those of others. */
  readonly others: ReadonlySet<string>;
}

/**
 * What an object leaves out of the policies of the platform, each piece with the exception of the description that it stands
 * for. What is left out of those of others is asked where they refuse something.
 */
function* holes(evidence: Evidence, left: LeftOut, { rules, others }: Policies): Generator<Problem> {
  if (left.policies.length === 0) yield fails('does not say from which policies it excepts work');
  const known = new Set<PolicyExceptionProps>();
  for (const policy of left.policies) {
    if (isPattern(policy)) {
      const ours = [...rules.keys()].filter((name) => isLike(policy, name));
      const message = `excepts work from every policy that is called like ${policy}, ${few(ours).shown} among them`;
      if (ours.length > 0) yield fails(message, { fix: 'name one policy for each exception' });
      if (ours.length > 0 || [...others].some((name) => isLike(policy, name))) continue;
    }
    if (others.has(policy) && !rules.has(policy)) continue;
    const rule = rules.get(policy) ?? '';
    if (!isRuleId(rule) || !isWorkRuleId(rule)) {
      const why = rules.has(policy) ? 'whose rule has no exceptions' : 'which is not in the files';
      yield fails(`excepts work from policy ${policy}, ${why}`);
      continue;
    }
    const unknown: { readonly what: string; readonly work: RuledWork }[] = [];
    for (const { work, how, request } of worksFor(evidence, left, rule)) {
      const means = left.means(request);
      if (means === 'no') continue;
      const [exception] = exceptionsOfWork(evidence.platform, work);
      const what = [textOf(work), ...how].join(' ');
      if (exception === undefined && means === 'maybe') unknown.push({ what, work });
      if (exception === undefined && means === 'yes') {
        yield fails(`excepts ${what} from rule ${rule}, and no description names it`, { ruled: work });
        return;
      }
      if (exception === undefined || known.has(exception)) continue;
      known.add(exception);
      yield fails(`excepts ${textOf(work)} from rule ${rule}, as described`, { ruled: work });
    }
    const [first] = unknown;
    if (first !== undefined)
      yield notKnown(`whether it excepts ${first.what} from rule ${rule} is not known`, { ruled: first.work });
  }
}

const textOf = ({ namespace, work }: RuledWork): string => `${namespace}/${work === PROBE ? '*' : work}`;

/** A piece of work that an object could mean, and the request that asks. */
interface Work {
  readonly work: RuledWork;
  /** What it has to have beside its name and place: `with the label skip=true`. */
  readonly how: readonly string[];
  readonly request: AdmissionRequest;
}

/**
 * Work that an object could mean: of every namespace and name that it says in words or patterns, and of those that it does
 * not say one of each kind, if possible one whose work the description does not except. Each as it is, and with what else an
 * object asks for and somebody may give: labels and annotations of the work, labels of its namespace.
 */
function* worksFor(evidence: Evidence, { conditions }: LeftOut, rule: WorkRuleId): Generator<Work> {
  const { scope, platform } = evidence;
  const words = wordsOf(conditions);
  const pieces = [...words].map((word) => word.split(/[*?]+/).filter((piece) => piece !== ''));
  const isSaid = ({ name, project }: TrainingNamespace): boolean =>
    words.has(project) || pieces.some((some) => some.length > 0 && some.every((piece) => name.includes(piece)));
  const places = scope.namespaces.filter(isSaid).map(labelsOfNamespace);
  const unsaid = grouped(
    scope.namespaces.filter((namespace) => !isSaid(namespace)),
    ({ labels }) =>
      JSON.stringify([...labels].filter(([key]) => key !== NAMESPACE_NAME_LABEL && key !== scope.keys.project).sort()),
  );
  const others = [...words].filter((word) => !scope.contains(word));
  if (RULE_IDS[rule] === 'namespace')
    places.push(ELSEWHERE, ...others.map((word) => new Map([[NAMESPACE_NAME_LABEL, word]])));
  const [marks, given] = [marksIn(conditions), meantNamespaces(conditions)];
  const names = new Set([PROBE, ...others.flatMap(namesLike)]);
  for (const work of names) {
    const isExcepted = ({ name }: TrainingNamespace): boolean =>
      exceptionsOfWork(platform, { rule, namespace: name, work }).length > 0;
    const alike = [...unsaid.values()].flatMap((some) => some.find((one) => !isExcepted(one)) ?? some.slice(0, 1));
    for (const labels of [...places, ...alike.map(labelsOfNamespace)]) {
      const namespace = labels.get(NAMESPACE_NAME_LABEL) ?? '';
      for (const { namespaceLabels, how } of inPlace(evidence, labels, given)) {
        for (const [apiVersion, kind] of KINDS) {
          const object = manifest(apiVersion, kind, { name: work, namespace });
          const request = admissionRequest({ operation: 'CREATE', object, namespaceLabels });
          yield { work: { rule, namespace, work }, how, request };
          for (const mark of marks)
            yield { work: { rule, namespace, work }, how: [mark.text, ...how], request: dressed(request, mark) };
        }
      }
    }
  }
}

type Labels = ReadonlyMap<string, string>;

/** A namespace as it is, and with labels that it may get: any but those that say what it is. */
function inPlace(
  { scope: { keys } }: Evidence,
  labels: Labels,
  given: readonly Readonly<Record<string, string>>[],
): readonly { readonly namespaceLabels: Labels; readonly how: readonly string[] }[] {
  const fixed = new Set<string>([NAMESPACE_NAME_LABEL, keys.tier, keys.project]);
  const labelled = given.flatMap((some) => {
    const added = Object.entries(some).filter(([key, value]) => !fixed.has(key) && labels.get(key) !== value);
    if (added.length === 0) return [];
    const text = added.map(([key, value]) => `${key}=${value}`).join(', ');
    return [{ namespaceLabels: new Map([...labels, ...added]), how: [`in a namespace with ${text}`] }];
  });
  return [{ namespaceLabels: labels, how: [] }, ...labelled];
}

const KINDS = [
  ['v1', 'Pod'],
  ['batch/v1', 'Job'],
] as const;

/** Names by which a word, a pattern, or the beginning or end of a name would be noticed. */
function namesLike(word: string): readonly string[] {
  const name = word.replaceAll(/[*?]/g, 'x');
  return [name, `${name}x`, `x${name}`];
}
