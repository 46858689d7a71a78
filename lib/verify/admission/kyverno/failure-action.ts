import type { Field } from '../../input/field';
import { and, not, or, type Match } from '../../match';
import type { AdmissionRequest } from '../admission-request';
import { namespaceSelected, textsOf } from '../resource-match';
import { wildcardTest } from './wildcard-selector';
import { isLikeAny } from './wildcards';

/**
 * Whether a rule of kyverno.io refuses or only reports: for all, and otherwise for some namespaces. The first override that
 * fits a namespace decides there (https://kyverno.io/docs/policy-types/cluster-policy/validate/).
 */
export class FailureAction {
  private readonly everywhere: boolean;
  private readonly overrides: readonly { readonly enforces: boolean; readonly field: Field }[];

  constructor(spec: Field | undefined, validate: Field | undefined) {
    this.everywhere = isEnforce(validate?.get('failureAction') ?? spec?.get('validationFailureAction'));
    const list = validate?.get('failureActionOverrides') ?? spec?.get('validationFailureActionOverrides');
    this.overrides = (list?.items() ?? []).map((field) => ({ enforces: isEnforce(field.get('action')), field }));
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

function isEnforce(field: Field | undefined): boolean {
  return String(field?.value ?? 'Audit').toLowerCase() === 'enforce';
}

function overridden(field: Field, request: AdmissionRequest): Match {
  const namespaces = textsOf(field.get('namespaces'));
  const isNamed = namespaces.length === 0 || isLikeAny(namespaces, request.namespace ?? '');
  return isNamed ? namespaceSelected(field.get('namespaceSelector'), request, wildcardTest) : 'no';
}
