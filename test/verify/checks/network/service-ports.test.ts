import { exampleObjects, judged, result, type Loose } from '../example';

test('a service is asked for by its Service port only where it is that of its container', () => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'lake', namespace: 'ml-data' },
    spec: { selector: { app: 'data-lake' }, ports: [{ port: 80, targetPort: 443 }] },
  };
  expect(result(judged([...exampleObjects(), service]), 'network/cni-limits').findings[0]?.message).toBe(
    'port 80 leads to 443: the VPC CNI wants them equal',
  );
});

test('and no policy asks for a service where it has none and no project reaches it', () => {
  const metadata = { name: 'webhook', namespace: 'operator' };
  const labels = { app: 'operator' };
  const objects = [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ port: 443, targetPort: 9443 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'c' }] } },
      },
    },
  ];
  const status = (...more: Loose[]): string =>
    result(judged([...exampleObjects(), ...objects, ...more]), 'network/cni-limits').status;
  const policy = (namespace: string, spec: object): Loose => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'more', namespace },
    spec: { podSelector: {}, ...spec },
  });
  const toOperator = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'operator' } } };
  expect(status()).toBe('pass');
  expect(status(policy('operator', { policyTypes: ['Ingress'] }))).toBe('fail');
  expect(status(policy('ml-alpha', { policyTypes: ['Egress'], egress: [{ to: [toOperator] }] }))).toBe('fail');
});
