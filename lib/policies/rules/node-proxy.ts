import { NODE, subresource } from '../judged';
import { isBreakGlass } from '../people';
import { object } from '../predicate/request';
import { anyOf } from '../predicate/values';
import { FILTERED_BY_KYVERNO, type ExpressionRule } from '../rule';

/** What scrapers read of a kubelet through the API server. */
const METRICS = ['metrics', 'metrics/cadvisor', 'metrics/probes', 'metrics/resource', 'stats/summary', 'healthz'];

export const nodeProxy: ExpressionRule = {
  id: 'node-proxy',
  title: 'Nobody reaches a kubelet through the API server, but for its metrics',
  why: 'The proxy to a node runs commands in every pod on it, whatever the rules about pods say (https://github.com/kubernetes/kubernetes/issues/136550).',
  stops: ['A2', 'A4'],
  judges: [{ kinds: [subresource(NODE, 'proxy')], operations: ['CONNECT'] }],
  scope: 'cluster',
  guard: true,
  cannot: FILTERED_BY_KYVERNO,
  beside: 'no role of the library has nodes/proxy; kubelets ask for it again when they are reached directly',
  requires: (platform) => [
    {
      message: 'use the metrics API or a log collector',
      holds: anyOf(
        object.text('path').isOneOf([...METRICS, ...METRICS.map((path) => `/${path}`)]),
        isBreakGlass(platform),
      ),
    },
  ],
};
