import type { Platform } from '../../model';
import type { PolicyObject } from '../policy-object';
import type { ExpressionRule } from '../rule';
import { matchConstraints } from './match-constraints';
import { policyMetadata } from './policy-metadata';
import { partsOf, writeRule } from './written-rule';

/**
 * A rule as ValidatingPolicy of policies.kyverno.io/v1, served since Kyverno 1.17
 * (https://kyverno.io/docs/policy-types/validating-policy/).
 *
 * Neither a timeout of its own nor `matchConditions`: either makes Kyverno register one webhook for the policy alone
 * (pkg/controllers/webhook/validating.go), and thirty webhooks double the time that a pod takes to be admitted. All
 * policies of one scope share one webhook, with Kyverno's timeout of ten seconds.
 */
export function kyvernoValidatingPolicies(platform: Platform, rule: ExpressionRule): PolicyObject[] {
  return partsOf(rule, platform).map((part) => {
    const { variables, validations, background } = writeRule(part, platform);
    return {
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'ValidatingPolicy',
      metadata: policyMetadata(platform, rule, part.part),
      spec: {
        // Unset would mean Deny as well.
        validationActions: platform.policies.mode === 'enforce' ? ['Deny'] : ['Audit', 'Warn'],
        failurePolicy: 'Fail',
        evaluation: { admission: { enabled: true }, background: { enabled: background } },
        // The policy matches controllers itself.
        autogen: { podControllers: { controllers: [] } },
        matchConstraints: matchConstraints(platform, part),
        ...(variables.length === 0 ? {} : { variables }),
        validations,
      },
    };
  });
}
