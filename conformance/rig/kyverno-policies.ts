import type { Kubectl, KubeObject } from './kubectl';
import { until } from './until';

/** Kyverno's policy kinds whose readiness is known. */
const policyResources = [
  'clusterpolicies.kyverno.io',
  'policies.kyverno.io',
  'validatingpolicies.policies.kyverno.io',
  'mutatingpolicies.policies.kyverno.io',
];

interface PolicyStatus {
  readonly conditions?: readonly Condition[];
  readonly conditionStatus?: { readonly conditions?: readonly Condition[] };
}

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** Waits until Kyverno enforces every policy of the cluster: an applied policy takes a moment to reach its webhook. */
export async function untilPoliciesReady(kubectl: Kubectl): Promise<void> {
  await until({
    what: 'Kyverno enforces all policies',
    deadlineSeconds: 60,
    missing: async () => {
      const lists = await Promise.all(policyResources.map((resource) => kubectl.list(resource)));
      const waiting = lists.flat().filter((policy) => !isReady(policy));
      return waiting.length === 0 ? undefined : waiting.map(describe).join('; ');
    },
  });
}

/** The newer kinds are not "ready" while the reports controller lacks rights; for admission, the webhook decides. */
function isReady({ status = {} }: KubeObject): boolean {
  const { conditions = [], conditionStatus } = status as PolicyStatus;
  const decisive = conditionStatus ? 'WebhookConfigured' : 'Ready';
  const found = conditionStatus?.conditions ?? conditions;
  return found.some(({ type, status: value }) => type === decisive && value === 'True');
}

const describe = ({ kind, metadata, status }: KubeObject): string =>
  `${kind} ${metadata.name} ${JSON.stringify(status ?? 'has no status')}`;
