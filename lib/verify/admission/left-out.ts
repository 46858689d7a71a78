import { itemsIn, type Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import { and, not, or, type Match } from '../match';
import type { AdmissionRequest } from './admission-request';
import { rootsOf, truth } from './cel-rules';
import { policyReference } from './kyverno/policy-reference';
import { kyvernoExcepted, kyvernoLeftOutOfSome } from './kyverno/rule-match';

/** Requests that an object takes out of the judgement of policies. */
export interface LeftOut {
  /** Names of the policies. */
  readonly policies: readonly string[];
  /** What says which requests. */
  readonly conditions: readonly Field[];
  means(request: AdmissionRequest): Match;
}

/** What exceptions and conditions of policies leave out; undefined where an object leaves nothing out. */
export function leftOut(object: KubernetesObject): LeftOut | undefined {
  const { kind, name } = object;
  const spec = object.field.get('spec');
  const conditions = spec?.get('matchConditions');
  const said = (...fields: readonly (Field | undefined)[]): readonly Field[] => fields.flatMap((one) => one ?? []);
  switch (object.groupKind) {
    case 'kyverno.io/PolicyException':
      return {
        policies: textsOf(spec?.get('exceptions'), 'policyName'),
        conditions: said(spec?.get('match')),
        means: (request) => kyvernoExcepted(spec, request),
      };
    case 'policies.kyverno.io/PolicyException':
      return {
        policies: textsOf(spec?.get('policyRefs'), 'name'),
        conditions: said(conditions),
        means: (request) => allHold(conditions, request, 'empty'),
      };
    case 'kyverno.io/ClusterPolicy':
    case 'kyverno.io/Policy': {
      const excludes = itemsIn(spec, 'rules').flatMap((rule) => rule.get('exclude') ?? []);
      // What is not sent to Kyverno at all.
      const sent = spec?.at('webhookConfiguration', 'matchConditions');
      if (excludes.length === 0 && sent === undefined) return undefined;
      const means = (request: AdmissionRequest): Match =>
        excludes
          .map((exclude) => kyvernoLeftOutOfSome(exclude, request))
          .reduce(or, not(allHold(sent, request, 'null')));
      return { policies: [policyReference(object)], conditions: said(...excludes, sent), means };
    }
    case 'policies.kyverno.io/ValidatingPolicy':
    case 'policies.kyverno.io/NamespacedValidatingPolicy':
    case 'admissionregistration.k8s.io/ValidatingAdmissionPolicy': {
      if (conditions === undefined) return undefined;
      const absent = kind === 'ValidatingAdmissionPolicy' ? 'null' : 'empty';
      return {
        policies: [name],
        conditions: said(conditions),
        means: (request) => not(allHold(conditions, request, absent)),
      };
    }
    default:
      return undefined;
  }
}

const textsOf = (list: Field | undefined, key: string): readonly string[] =>
  itemsIn(list).map((item) => item.get(key)?.text() ?? '');

/** Whether every condition holds; where there is none they do. */
export function allHold(conditions: Field | undefined, request: AdmissionRequest, absent: 'null' | 'empty'): Match {
  const roots = rootsOf(request, absent);
  return textsOf(conditions, 'expression')
    .map((expression): Match => {
      const value = truth(expression, roots);
      return value === undefined ? 'maybe' : value ? 'yes' : 'no';
    })
    .reduce(and, 'yes');
}
