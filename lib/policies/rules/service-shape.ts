import { SERVICE } from '../judged';
import { object, specUnchanged } from '../predicate/request';
import { allOf } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const serviceShape: ExpressionRule = {
  id: 'service-shape',
  title: 'Services of a project lead to its own pods, inside the cluster',
  why: 'External addresses take over traffic on every node, a name or hand-written endpoints lead anywhere, and a node port lets everybody in.',
  stops: ['A2', 'A4', 'T12'],
  judges: [{ kinds: [SERVICE], operations: ['CREATE', 'UPDATE'] }],
  scope: 'projects',
  unchanged: specUnchanged,
  guard: true,
  beside: 'ResourceQuota of the project: no node ports, no load balancers',
  requires: () => [
    {
      message: 'use type ClusterIP',
      holds: object.text('spec.type', 'ClusterIP').is('ClusterIP'),
    },
    {
      message: 'set a selector: the Service leads to pods of the project',
      holds: object
        .thing('spec.selector')
        .keys('key')
        .exists((key) => key.isNot('')),
    },
    {
      message: 'leave out externalIPs, externalName and the fields of load balancers',
      holds: allOf(
        object.has('spec.externalIPs').not(),
        object.text('spec.externalName').is(''),
        object.text('spec.loadBalancerIP').is(''),
        object.has('spec.loadBalancerSourceRanges').not(),
        object.has('spec.loadBalancerClass').not(),
      ),
    },
  ],
};
