import type { Platform, PolicyExceptionProps } from '../../model';
import { exceptionCondition, exceptionsAnnotation } from '../exceptions';
import type { PolicyObject } from '../policy-object';
import type { ExpressionRule } from '../rule';
import { matchConstraints } from './match-constraints';
import { policyMetadata } from './policy-metadata';
import { writeRule } from './written-rule';

/**
 * A rule as Kubernetes' own policy, and the binding without which it does nothing
 * (https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/, GA in 1.30).
 *
 * Exceptions are conditions of the policy itself: there is no object for them and no clock, so their last day stands in
 * an annotation.
 */
export function validatingAdmissionPolicy(
  platform: Platform,
  rule: ExpressionRule,
  exceptions: readonly PolicyExceptionProps[],
): readonly PolicyObject[] {
  const { variables, validations } = writeRule(rule, platform);
  const metadata = policyMetadata(platform, rule);
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: {
        ...metadata,
        annotations: { ...metadata.annotations, ...exceptionsAnnotation(platform, exceptions) },
      },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: matchConstraints(platform, rule),
        ...(exceptions.length === 0
          ? {}
          : {
              matchConditions: exceptions.map((exception, index) => ({
                name: `exception-${index + 1}`,
                expression: `!(${exceptionCondition(platform, exception)})`,
              })),
            }),
        ...(variables.length === 0 ? {} : { variables }),
        validations: validations.map(({ expression, message }) => ({ expression, message, reason: 'Forbidden' })),
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: {
        policyName: metadata.name,
        // The audit log names every refusal as well; Deny and Warn exclude each other.
        validationActions: platform.policies.mode === 'enforce' ? ['Deny', 'Audit'] : ['Warn', 'Audit'],
      },
    },
  ];
}
