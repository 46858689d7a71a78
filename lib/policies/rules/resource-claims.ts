import { PODS_AND_TEMPLATES } from '../judged';
import { pod, podUnchanged } from '../predicate/pod';
import type { ExpressionRule } from '../rule';

export const resourceClaims: ExpressionRule = {
  id: 'resource-claims',
  title: 'Training pods reach no device through dynamic resource allocation',
  why: 'A resource claim gets GPUs without the names that quotas and the other rules watch.',
  stops: ['A2', 'T17'],
  judges: PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  beside: 'ResourceQuota of the project: no resource claims, no devices of gpu.nvidia.com',
  requires: () => [
    {
      message: 'leave out resourceClaims: ask for GPUs in resources.limits',
      holds: pod.items('resourceClaims', 'claim').isEmpty(),
    },
  ],
};
