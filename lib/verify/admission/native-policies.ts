import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import { and, or, type Match } from '../match';
import type { AdmissionPolicy } from './admission-policy';
import { celFaults } from './cel-faults';
import { CelRules } from './cel-rules';
import { boundTo, constrained, textsOf } from './resource-match';

const GROUP = 'admissionregistration.k8s.io';

/** ValidatingAdmissionPolicies with their bindings, without which they do nothing. */
export function nativePolicies(objects: readonly KubernetesObject[]): readonly AdmissionPolicy[] {
  const bindings = objects.filter((object) => isKind(object, GROUP, 'ValidatingAdmissionPolicyBinding'));
  return objects
    .filter((object) => isKind(object, GROUP, 'ValidatingAdmissionPolicy'))
    .map((object): AdmissionPolicy => {
      const spec = object.field.get('spec');
      const failsOpen = spec?.get('failurePolicy')?.value === 'Ignore';
      const own = bindings.filter(({ field }) => field.at('spec', 'policyName')?.value === object.name);
      const denying = own.filter(({ field }) => textsOf(field.at('spec', 'validationActions')).includes('Deny'));
      const rules = new CelRules(spec, 'validations', 'null', failsOpen);
      return {
        object,
        name: `ValidatingAdmissionPolicy ${object.name}`,
        decidedBy: [object, ...denying].flatMap(({ field }) => field.get('spec') ?? []),
        native: true,
        enforces: denying.length > 0,
        failsOpen,
        faults: () => celFaults(spec, ['validations'], true),
        hears: (request) =>
          and(
            constrained(spec?.get('matchConstraints'), request),
            denying.map((binding): Match => boundTo(binding, request)).reduce(or, 'no'),
          ),
        reports: (request) =>
          and(
            constrained(spec?.get('matchConstraints'), request),
            own.map((binding): Match => boundTo(binding, request)).reduce(or, 'no'),
          ),
        said: (demand) => rules.said(demand),
        rulings: (request) => rules.rulings(request),
      };
    });
}
