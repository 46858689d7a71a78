import { exampleObjects, judgedBy, type Loose } from '../example';

/** Lets pods of a shared service out to something that is neither a pod nor an address. */
const letsOut = (labels: object, entity: string, port: number): Loose => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'entities', namespace: 'ml-data' },
  spec: {
    endpointSelector: { matchLabels: labels },
    egress: [{ toEntities: [entity], toPorts: [{ ports: [{ port: String(port), protocol: 'TCP' }] }] }],
  },
});
const bridge = (policy: Loose): string =>
  judgedBy('network/shared-services', [...exampleObjects(), policy], { assume: ['cni=cilium', 'complete'] }).status;

const LAKE = { app: 'data-lake' };

describe('a policy of Cilium for pods of a service', () => {
  test.each([
    ['what every pod needs of its node', LAKE, 'host', 53, 'pass'],
    ['the kubelet of its node', LAKE, 'host', 10250, 'fail'],
    ['the API server', LAKE, 'kube-apiserver', 443, 'fail'],
    ['everything', LAKE, 'all', 443, 'fail'],
    ['the API server, for pods that are none of it', { app: 'other' }, 'kube-apiserver', 443, 'pass'],
    ['the same by a label with its source', { 'k8s:app': 'data-lake' }, 'host', 53, 'unknown'],
    ['the same by what Cilium knows of the pod', { 'io.kubernetes.pod.namespace': 'ml-data' }, 'host', 53, 'unknown'],
    ['the same by a label that tells no pods apart', { 'pod-template-hash': '1' }, 'host', 53, 'unknown'],
    ['the same by a label of Kubernetes', { 'batch.kubernetes.io/job-name': 'a' }, 'host', 53, 'unknown'],
    ['the same by a label of an application', { ...LAKE, 'app.kubernetes.io/name': 'a' }, 'host', 53, 'pass'],
  ])('lets them out to %s', (_, labels, entity, port, expected) => {
    expect(bridge(letsOut(labels, entity, port))).toBe(expected);
  });
});
