import { listConnections } from '../../../lib/verify/reachability/connection-list';
import { explain } from '../../../lib/verify/reachability/explanation';
import { namespace, pod, reachability } from './cluster';

const denied = (to: object): object => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha1',
  kind: 'AdminNetworkPolicy',
  metadata: { name: 'deny' },
  spec: { priority: 1, subject: { namespaces: {} }, egress: [{ action: 'Deny', to: [to] }] },
});

/** What is said about connections from a pod to another one, and to addresses outside. */
function said(to: object, peer: object): readonly string[] {
  const found = reachability([namespace('a'), pod('a/p'), peer, denied(to)]);
  return listConnections(found)
    .filter(({ source }) => source.name === 'a/p[Pod]')
    .flatMap((connection) => explain(found, connection))
    .filter((line) => line.includes('AdminNetworkPolicy'));
}

test.each([
  ['domains', { domainNames: ['example.com'] }, true],
  ['nodes', { nodes: {} }, false],
])(
  'an admin rule for %s is no reason between pods, but perhaps with one on the network of its node',
  (_, to, outside) => {
    const lines = said(to, pod('a/q'));
    expect(lines.filter((line) => line.includes('with a/q'))).toEqual([]);
    expect(lines.some((line) => line.includes('with 0.0.0.0'))).toBe(outside);
    const onNode = said(to, pod('a/q', { hostNetwork: true }));
    expect(onNode.some((line) => line.includes('may, if it matches, have All Connections with a/q'))).toBe(true);
  },
);
