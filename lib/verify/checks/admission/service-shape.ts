import type { Check } from '../check';
import { eachNamespace, inProject, manifest, PROBE, type Probe } from '../probe';
import { writtenPolicy } from './parts/written-policy';

const GOOD = { type: 'ClusterIP', selector: { app: 'probe' }, ports: [{ port: 80 }] };
const BAD: readonly (readonly [string, object])[] = [
  ['a node port', { ...GOOD, type: 'NodePort' }],
  ['a load balancer', { ...GOOD, type: 'LoadBalancer' }],
  ['an address of somewhere else', { ...GOOD, externalIPs: ['10.0.0.10'] }],
  ['a name of somewhere else', { type: 'ExternalName', externalName: 'production.example.com' }],
  ['a Service without a selector', { type: 'ClusterIP', ports: [{ port: 80 }] }],
];

export const serviceShape: Check = {
  id: 'admission/service-shape',
  title: 'Services of a project lead to its own pods, inside the cluster',
  why: 'External addresses take over traffic on every node, a name leads anywhere, a node port lets everybody in.',
  stops: ['A2', 'A4', 'T1', 'T12'],
  control: 'an admission policy on Services in the namespaces of projects',
  fix: writtenPolicy('service-shape'),
  *judge(evidence) {
    yield* eachNamespace(evidence, function* (namespace): Generator<Probe> {
      const service = (spec: object) => manifest('v1', 'Service', { name: PROBE, namespace: namespace.name }, { spec });
      const harmless = inProject(namespace, { operation: 'CREATE', object: service(GOOD) });
      for (const [meaning, spec] of BAD) {
        yield { meaning, harmless, request: inProject(namespace, { operation: 'CREATE', object: service(spec) }) };
        yield {
          meaning: `${meaning} that is added later`,
          request: inProject(namespace, { operation: 'UPDATE', object: service(spec), was: service(GOOD) }),
        };
      }
    });
  },
};
