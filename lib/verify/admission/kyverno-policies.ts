import type { Field } from '../input/field';
import { groupOf } from '../input/kinds';
import { annotationsOf, type KubernetesObject } from '../input/kubernetes-object';
import { and, not, or, type Match } from '../match';
import type { AdmissionPolicy, Ruling } from './admission-policy';
import type { AdmissionRequest } from './admission-request';
import { celFaults } from './cel-faults';
import { CelRules } from './cel-rules';
import { FailureAction } from './failure-action';
import { kyvernoLeftOut, kyvernoMatched } from './kyverno-match';
import { allHold } from './left-out';
import { constrained, textsOf } from './resource-match';

const isKyverno = ({ apiVersion }: KubernetesObject): boolean =>
  ['kyverno.io', 'policies.kyverno.io'].includes(groupOf(apiVersion));

/** Policies of Kyverno, of both generations. */
export function kyvernoPolicies(objects: readonly KubernetesObject[]): readonly AdmissionPolicy[] {
  const own = objects.filter(isKyverno);
  const exceptions = own.filter(({ kind }) => kind === 'PolicyException');
  return own.flatMap((object): readonly AdmissionPolicy[] => {
    switch (object.kind) {
      case 'ClusterPolicy':
      case 'Policy':
        return (object.field.at('spec', 'rules')?.items() ?? [])
          .filter((rule) => rule.get('validate') !== undefined || rule.get('verifyImages') !== undefined)
          .map((rule) => ruleOf(object, rule, exceptions));
      case 'ValidatingPolicy':
      case 'NamespacedValidatingPolicy':
        return [validatingPolicy(object, exceptions)];
      case 'ImageValidatingPolicy':
        return [imagePolicy(object)];
      default:
        return [];
    }
  });
}

/** Parts of `validate` that are patterns, or conditions in JMESPath (https://kyverno.io/docs/policy-types/cluster-policy/validate/). */
const UNREAD = ['pattern', 'anyPattern', 'deny', 'foreach'] as const;
/** Parts of a rule that read and compare in JMESPath. */
const JMESPATH = ['preconditions', 'context'] as const;

/** A rule of a ClusterPolicy. Patterns and JMESPath are not evaluated here: what they say is unknown. */
function ruleOf(object: KubernetesObject, rule: Field, exceptions: readonly KubernetesObject[]): AdmissionPolicy {
  const { field, kind, name, namespace } = object;
  const spec = field.get('spec');
  const validate = rule.get('validate');
  const failsOpen =
    (spec?.at('webhookConfiguration', 'failurePolicy') ?? spec?.get('failurePolicy'))?.value === 'Ignore';
  const action = new FailureAction(spec, validate);
  const cel = validate?.get('cel');
  const rules = cel === undefined ? undefined : new CelRules(cel, 'expressions', 'null', false);
  const conditioned =
    rule.get('preconditions') !== undefined ||
    rule.get('celPreconditions') !== undefined ||
    rule.get('context') !== undefined;
  const matched = matching(object, rule, exceptions);
  return {
    object,
    name: `${kind} ${name}`,
    decidedBy: spec === undefined ? [] : [spec],
    native: false,
    enforces: action.everEnforces && spec?.get('admission')?.value !== false,
    failsOpen,
    // https://kyverno.io/docs/policy-types/cluster-policy/validate/#allow-existing-violations
    forgives: validate !== undefined && validate.get('allowExistingViolations')?.value !== false,
    unread:
      UNREAD.some((part) => validate?.get(part) !== undefined) || JMESPATH.some((part) => rule.get(part) !== undefined),
    hears: (request) => {
      if (kind === 'Policy' && request.namespace !== namespace) return 'no';
      return and(matched(request), action.enforces(request));
    },
    ...(rules === undefined
      ? {}
      : { faults: () => celFaults(cel, ['expressions']), said: (demand: number) => rules.said(demand) }),
    rulings: (request): readonly Ruling[] => {
      const found = rules?.rulings(request) ?? ['unknown'];
      return conditioned ? found.map((ruling) => (ruling === 'refuses' ? 'unknown' : ruling)) : found;
    },
  };
}

/** Whether a rule is applied to a request: it is sent, matched, and neither excluded nor excepted. */
function matching(
  { field, name }: KubernetesObject,
  rule: Field,
  exceptions: readonly KubernetesObject[],
): (request: AdmissionRequest) => Match {
  const spec = field.get('spec');
  const cel = rule.at('validate', 'cel');
  const ruleName = rule.get('name')?.text() ?? '';
  const autogen = annotationsOf(field.get('metadata')).get('pod-policies.kyverno.io/autogen-controllers') !== 'none';
  // https://kyverno.io/docs/policy-types/cluster-policy/policy-settings/
  const isFirst = spec?.get('rules')?.items()[0]?.value === rule.value;
  const isLeftOver = spec?.get('applyRules')?.value === 'One' && !isFirst;
  const hasParameters = cel?.get('paramKind') !== undefined || cel?.get('paramRef') !== undefined;
  // What a parameter says is in another object, and another rule may be the one that is applied.
  const sure: Match = hasParameters || isLeftOver ? 'maybe' : 'yes';
  const sent = spec?.at('webhookConfiguration', 'matchConditions');
  const own = exceptions.filter((exception) =>
    (exception.field.at('spec', 'exceptions')?.items() ?? []).some(
      (item) =>
        item.get('policyName')?.value === name &&
        textsOf(item.get('ruleNames')).some((one) => one === ruleName || one === '*'),
    ),
  );
  return (request) => {
    const matched = kyvernoMatched(rule.get('match'), request, autogen);
    const excluded = kyvernoLeftOut(rule.get('exclude'), request, autogen);
    const excepted = own
      .map((exception) => kyvernoLeftOut(exception.field.at('spec', 'match'), request, false))
      .reduce(or, 'no');
    return [matched, not(excluded), not(excepted), sure, allHold(sent, request, 'null')].reduce(and, 'yes');
  };
}

function validatingPolicy(object: KubernetesObject, exceptions: readonly KubernetesObject[]): AdmissionPolicy {
  const { field, name, kind, namespace } = object;
  const spec = field.get('spec');
  const actions = textsOf(spec?.get('validationActions'));
  // An error denies, whatever the failure policy says (kyverno, pkg/webhooks/resource/vpol/handler.go).
  const rules = new CelRules(spec, 'validations', 'empty', false);
  const own = exceptions.filter(({ field: exception }) =>
    (exception.at('spec', 'policyRefs')?.items() ?? []).some(
      (ref) => ref.get('name')?.value === name && ref.get('kind')?.value === kind,
    ),
  );
  return {
    object,
    name: `${kind} ${name}`,
    decidedBy: spec === undefined ? [] : [spec],
    native: false,
    enforces:
      (actions.length === 0 || actions.includes('Deny')) &&
      spec?.at('evaluation', 'admission', 'enabled')?.value !== false,
    failsOpen: spec?.get('failurePolicy')?.value === 'Ignore',
    faults: () => celFaults(spec, ['validations']),
    hears: (request) => {
      if (kind === 'NamespacedValidatingPolicy' && request.namespace !== namespace) return 'no';
      const heard = constrained(spec?.get('matchConstraints'), request);
      return [
        heard,
        ...own.map(({ field: exception }) => not(allHold(exception.at('spec', 'matchConditions'), request, 'empty'))),
      ].reduce<Match>(and, 'yes');
    },
    said: (demand) => rules.said(demand),
    rulings: (request) => rules.rulings(request),
  };
}

/** Signatures are in a registry, which no file shows. */
function imagePolicy(object: KubernetesObject): AdmissionPolicy {
  const spec = object.field.get('spec');
  const actions = textsOf(spec?.get('validationActions'));
  return {
    object,
    name: `ImageValidatingPolicy ${object.name}`,
    decidedBy: spec === undefined ? [] : [spec],
    native: false,
    enforces: actions.length === 0 || actions.includes('Deny'),
    failsOpen: spec?.get('failurePolicy')?.value === 'Ignore',
    hears: (request) => constrained(spec?.get('matchConstraints'), request),
    rulings: () => ['unknown'],
  };
}
