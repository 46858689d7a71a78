import type { Platform } from '../../model';
import { isAlwaysThere, POD, withoutKinds, type Kind } from '../judged';
import type { PolicyObject } from '../policy-object';
import type { ExpressionRule } from '../rule';
import { kyvernoMatch } from './kyverno-match';
import { policyMetadata } from './policy-metadata';
import { partsOf, writeRule } from './written-rule';

/** Rules are written out for each kind; Kyverno's own generation of rules for controllers would do it once more. */
export const NO_GENERATED_RULES = { 'pod-policies.kyverno.io/autogen-controllers': 'none' };

/**
 * A rule as Kyverno ClusterPolicy, in its current fields, with the expressions of the other two dialects: `validate.cel`
 * is evaluated by the same Kubernetes library as a ValidatingAdmissionPolicy, subresources and connections included. A
 * pattern or JMESPath would be a second language with rules of its own for missing fields, lists, texts that look like
 * ranges, and literals (https://kyverno.io/docs/policy-types/cluster-policy/validate/#common-expression-language-cel).
 */
export function kyvernoClusterPolicies(platform: Platform, rule: ExpressionRule): PolicyObject[] {
  const left = forKyverno(rule);
  return left.judges.length === 0 ? [] : partsOf(left, platform).map((part) => clusterPolicy(platform, rule, part));
}

/**
 * Without debug containers, which Kyverno hears of with every rule for updates of pods
 * (pkg/controllers/webhook/utils_webhook.go), and without kinds that may not be installed: Kyverno asks the API server
 * for each of them again and again, half a second a time, and every request of the cluster waits behind that. Rules with
 * such kinds are guards, so Kubernetes' own policy judges those.
 */
function forKyverno(rule: ExpressionRule): ExpressionRule {
  const hears = rule.judges.some(({ kinds, operations }) => kinds.includes(POD) && operations.includes('UPDATE'));
  const isLeftOut = (kind: Kind): boolean => !isAlwaysThere(kind) || (hears && isDebugContainer(kind));
  return { ...rule, judges: withoutKinds(rule.judges, isLeftOut) };
}

const isDebugContainer = ({ resource, subresource }: Kind): boolean =>
  resource === POD.resource && subresource === 'ephemeralcontainers';

function clusterPolicy(
  platform: Platform,
  rule: ExpressionRule,
  part: ExpressionRule & { readonly part: string },
): PolicyObject {
  const { variables, validations, background } = writeRule(part, platform);
  const { mode } = platform.policies;
  const metadata = policyMetadata(platform, rule, part.part);
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { ...metadata, annotations: { ...metadata.annotations, ...NO_GENERATED_RULES } },
    spec: {
      admission: true,
      background,
      emitWarning: mode === 'audit',
      webhookConfiguration: { failurePolicy: 'Fail', timeoutSeconds: 10 },
      rules: [
        {
          name: rule.id,
          // Defaults, written out: the server would add them, and every later apply would find a difference.
          skipBackgroundRequests: true,
          match: kyvernoMatch(platform, part),
          validate: {
            failureAction: mode === 'enforce' ? 'Enforce' : 'Audit',
            // The expressions themselves let unchanged objects pass, and nothing more.
            allowExistingViolations: false,
            message: rule.title,
            cel: { ...(variables.length === 0 ? {} : { variables }), expressions: validations, generate: false },
          },
        },
      ],
    },
  };
}
