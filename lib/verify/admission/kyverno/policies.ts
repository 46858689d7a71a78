import { itemsIn } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { and, not, type Match } from '../../match';
import type { AdmissionPolicy } from '../admission-policy';
import type { AdmissionRequest } from '../admission-request';
import { celFaults } from '../cel-faults';
import { CelRules } from '../cel-rules';
import { ruleOf } from './rule';
import { allHold } from '../left-out';
import { constrained, textsOf } from '../resource-match';
import { BY_SIGNATURES } from './signatures';

const isKyverno = ({ group }: KubernetesObject): boolean => ['kyverno.io', 'policies.kyverno.io'].includes(group);

/** Policies of Kyverno, of both generations. */
export function kyvernoPolicies(objects: readonly KubernetesObject[]): readonly AdmissionPolicy[] {
  const own = objects.filter(isKyverno);
  const exceptions = own.filter(({ kind }) => kind === 'PolicyException');
  return own.flatMap((object): readonly AdmissionPolicy[] => {
    switch (object.kind) {
      case 'ClusterPolicy':
      case 'Policy':
        return itemsIn(object.field, 'spec', 'rules')
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

function validatingPolicy(object: KubernetesObject, exceptions: readonly KubernetesObject[]): AdmissionPolicy {
  const { field, name, kind, namespace } = object;
  const spec = field.get('spec');
  const actions = textsOf(spec?.get('validationActions'));
  // An error denies, whatever the failure policy says (kyverno, pkg/webhooks/resource/vpol/handler.go).
  const rules = new CelRules(spec, 'validations', 'empty', false);
  const own = exceptions.filter(({ field: exception }) =>
    itemsIn(exception, 'spec', 'policyRefs').some(
      (ref) => ref.get('name')?.value === name && ref.get('kind')?.value === kind,
    ),
  );
  const hears = (request: AdmissionRequest): Match => {
    if (kind === 'NamespacedValidatingPolicy' && request.namespace !== namespace) return 'no';
    const heard = constrained(spec?.get('matchConstraints'), request);
    return [
      heard,
      ...own.map(({ field: exception }) => not(allHold(exception.at('spec', 'matchConditions'), request, 'empty'))),
    ].reduce<Match>(and, 'yes');
  };
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
    hearsBySpec: own.some(({ field: exception }) => exception.at('spec', 'matchConditions') !== undefined),
    hears,
    reports: hears,
    said: (demand) => rules.said(demand),
    rulings: (request) => rules.rulings(request),
  };
}

/** Calls that ask for signatures (https://kyverno.io/docs/policy-types/image-validating-policy/). */
const ASKING = /\bverify(?:Image|Attestation)Signatures\(/;

function imagePolicy(object: KubernetesObject): AdmissionPolicy {
  const spec = object.field.get('spec');
  const actions = textsOf(spec?.get('validationActions'));
  const validations = itemsIn(spec, 'validations').flatMap((item) => item.get('expression') ?? []);
  return {
    object,
    name: `ImageValidatingPolicy ${object.name}`,
    decidedBy: spec === undefined ? [] : [spec],
    native: false,
    enforces: actions.length === 0 || actions.includes('Deny'),
    failsOpen: spec?.get('failurePolicy')?.value === 'Ignore',
    hears: (request) => constrained(spec?.get('matchConstraints'), request),
    ...(validations.every(({ value }) => ASKING.test(String(value))) ? BY_SIGNATURES : { rulings: () => ['unknown'] }),
  };
}
