import { itemsIn, type Field } from '../../input/field';
import { and, not, or, type Match } from '../../match';
import type { AdmissionRequest } from '../admission-request';
import { textsOf } from '../resource-match';
import { ofLabelled } from './rule-match';
import { isLikeAny } from './wildcards';

/**
 * Whether a rule of kyverno.io refuses or only reports: for all, and otherwise for some namespaces. The first override that
 * fits a namespace decides there; what the rule says of itself comes before all that its policy says
 * (https://kyverno.io/docs/policy-types/cluster-policy/validate/; kyverno/kyverno, pkg/engine/api/engineresponse.go).
 */
export class FailureAction {
  private readonly everywhere: boolean;
  private readonly overrides: readonly { readonly enforces: boolean; readonly field: Field }[];

  constructor(spec: Field | undefined, rule: Field) {
    const validate = rule.get('validate');
    const own = validate === undefined ? ofImages(rule) : validate.get('failureAction');
    this.everywhere = isEnforce(own ?? spec?.get('validationFailureAction'));
    const list = [
      ...itemsIn(validate, 'failureActionOverrides'),
      ...(own === undefined ? itemsIn(spec, 'validationFailureActionOverrides') : []),
    ];
    this.overrides = list.map((field) => ({ enforces: isEnforce(field.get('action')), field }));
  }

  /** Whether it refuses anywhere. */
  get everEnforces(): boolean {
    return this.everywhere || this.overrides.some(({ enforces }) => enforces);
  }

  enforces(request: AdmissionRequest): Match {
    let result: Match = 'no';
    let left: Match = 'yes';
    for (const { enforces, field } of this.overrides) {
      const fits = and(left, overridden(field, request));
      if (enforces) result = or(result, fits);
      left = and(left, not(fits));
    }
    return this.everywhere ? or(result, left) : result;
  }
}

/** Of several entries the weakest: which one decides differs from release to release of Kyverno. */
function ofImages(rule: Field): Field | undefined {
  const actions = itemsIn(rule, 'verifyImages').flatMap((entry) => entry.get('failureAction') ?? []);
  return actions.find((action) => !isEnforce(action)) ?? actions[0];
}

function isEnforce(field: Field | undefined): boolean {
  return String(field?.value ?? 'Audit').toLowerCase() === 'enforce';
}

function overridden(field: Field, request: AdmissionRequest): Match {
  const namespaces = field.get('namespaces');
  const isNamed = namespaces === undefined || isLikeAny(textsOf(namespaces), request.namespace ?? '');
  // A namespace is in none, and its own labels do not count.
  return isNamed ? ofLabelled(field.get('namespaceSelector'), request) : 'no';
}
