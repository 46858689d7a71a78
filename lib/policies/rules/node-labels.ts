import type { Platform } from '../../model';
import { NODE, subresource } from '../judged';
import { nodeKeys } from '../node-keys';
import { isOperator, isPlatform } from '../people';
import { object, oldObject } from '../predicate/request';
import { allOf, anyOf, Words, type Flag, type Text, type Thing } from '../predicate/values';
import { FILTERED_BY_KYVERNO, type ExpressionRule } from '../rule';

export const nodeLabels: ExpressionRule = {
  id: 'node-labels',
  title: 'Nobody but the platform changes which nodes are training nodes',
  why: 'A node that loses the taint takes everybody; one that gains the label takes training, and a kubelet may label its own node.',
  stops: ['A3', 'T2'],
  // A node registers itself with its labels and taints; what changes later is judged. A write of the status keeps what
  // stands under spec, and takes labels (https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/core/node/strategy.go).
  judges: [{ kinds: [NODE, subresource(NODE, 'status')], operations: ['UPDATE'] }],
  scope: 'cluster',
  guard: true,
  cannot: FILTERED_BY_KYVERNO,
  requires: (platform) => [
    {
      message: `let the platform change ${nodeKeys(platform).join(', ')} and the taints of these names`,
      holds: anyOf(isPlatform(platform), isOperator(platform), allOf(labelsAreKept(platform), taintsAreKept(platform))),
    },
  ],
};

function labelsAreKept(platform: Platform): Flag {
  const label = (node: Thing, key: Text): Text => node.text(['metadata', 'labels', key]);
  return Words.of(nodeKeys(platform)).all('key', (key) => label(oldObject, key).is(label(object, key)));
}

/** The taints of training that the node had are still there: the lifecycle of nodes adds and removes others. */
function taintsAreKept({ taint, keys }: Platform): Flag {
  const names = [taint.key, keys.project];
  const taints = (node: Thing, item: string) => node.items('spec.taints', item);
  return taints(oldObject, 'old').all((old) =>
    old
      .text('key')
      .isOneOf(names)
      .implies(
        taints(object, 'now').exists((now) =>
          allOf(
            now.text('key').is(old.text('key')),
            now.text('value').is(old.text('value')),
            now.text('effect').is(old.text('effect')),
          ),
        ),
      ),
  );
}
