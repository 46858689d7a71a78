import { judgedBy, exampleObjects, turned, type Loose } from '../example';

const onNode = (kind: 'DaemonSet' | 'Deployment', namespace: string, name: string, more: object = {}): Loose => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { hostNetwork: true, containers: [{ name, image: `registry/${name}` }], ...more },
    },
  },
});
const PROXY = onNode('DaemonSet', 'kube-system', 'kube-proxy', { tolerations: [{ operator: 'Exists' }] });
const EDGE = onNode('Deployment', 'production', 'edge');

test('pods on the network of nodes, which every cluster has, are no way into projects or out of them', () => {
  expect(turned((objects) => void objects.push(PROXY, EDGE))).toEqual([]);
});

test('where a project is not isolated such a pod is met as any other', () => {
  const objects = exampleObjects().filter(
    ({ kind, metadata }) => kind !== 'NetworkPolicy' || metadata.namespace !== 'ml-alpha',
  );
  const { findings } = judgedBy('network/closed-ingress', [...objects, EDGE]);
  expect(findings.some(({ message }) => message.includes('production/edge'))).toBe(true);
});
