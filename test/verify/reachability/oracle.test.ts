import fc from 'fast-check';
import { includes } from '../../../lib/verify/reachability/intervals';
import type { Protocol } from '../../../lib/verify/reachability/connections';
import { isDecided } from '../../../lib/verify/reachability/estimate';
import { reachablePairs } from '../../../lib/verify/reachability/reachable-pairs';
import type { PodClass } from '../../../lib/verify/reachability/pod-class';
import { readPolicies } from '../../../lib/verify/reachability/policies/policies';
import { Reachability } from '../../../lib/verify/reachability/reachability';
import { allowed, type OracleCluster, type OraclePod } from './oracle';
import { inputsOfObjects } from '../inputs-of';
import { namespace, pod } from './cluster';

const key = fc.constantFrom('a', 'b');
const value = fc.constantFrom('x', 'y');
const labels = fc.dictionary(key, value, { maxKeys: 2 });
const expression = fc.oneof(
  fc.record({ key, operator: fc.constantFrom('In', 'NotIn'), values: fc.array(value, { minLength: 1, maxLength: 2 }) }),
  fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
);
const selector = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: labels.map((matchLabels) => ({ matchLabels })) },
  { weight: 2, arbitrary: fc.array(expression, { maxLength: 2 }).map((matchExpressions) => ({ matchExpressions })) },
);
const NAMES = ['one', 'two', 'three'];
const named = fc.constantFrom(...NAMES).map((name) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } }));
const inNamespaces = fc.oneof(selector, named);
const protocol = fc.constantFrom('TCP', 'UDP', 'SCTP');
const number = fc.integer({ min: 1, max: 5 });
const portName = fc.constantFrom('web', 'dns');
const port = fc.oneof(
  fc.record({ protocol }),
  fc.record({ protocol, port: number }),
  fc
    .tuple(protocol, number, number)
    .map(([p, x, y]) => ({ protocol: p, port: Math.min(x, y), endPort: Math.max(x, y) })),
  fc.record({ port: portName }),
  fc.record({ protocol, port: portName }),
);
const BLOCKS = [
  { cidr: '0.0.0.0/0' },
  { cidr: '0.0.0.0/0', except: ['10.1.0.0/31'] },
  { cidr: '10.1.0.0/30' },
  { cidr: '10.1.0.1/32' },
  { cidr: '10.1.0.0/29', except: ['10.1.0.2/31', '10.1.0.5/32'] },
];
const peer = fc.oneof(
  selector.map((podSelector) => ({ podSelector })),
  inNamespaces.map((namespaceSelector) => ({ namespaceSelector })),
  fc.record({ namespaceSelector: inNamespaces, podSelector: selector }),
  fc.constantFrom({ cidr: '::/0' }, ...BLOCKS).map((ipBlock) => ({ ipBlock })),
);
const rules = (peerKey: string): fc.Arbitrary<object[]> =>
  fc.array(
    fc.record(
      { [peerKey]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) },
      { requiredKeys: [] },
    ),
    { maxLength: 2 },
  );
const policies = fc.array(
  fc.record({
    namespace: fc.constantFrom(...NAMES),
    spec: fc.record(
      {
        podSelector: selector,
        policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }),
        ingress: rules('from'),
        egress: rules('to'),
      },
      { requiredKeys: ['podSelector'] },
    ),
  }),
  { maxLength: 5 },
);
const adminPods = fc.oneof(
  inNamespaces.map((namespaces) => ({ namespaces })),
  fc.record({ namespaceSelector: inNamespaces, podSelector: selector }).map((pods) => ({ pods })),
);
const adminPort = fc.oneof(
  portName.map((destinationNamedPort) => ({ destinationNamedPort })),
  fc
    .tuple(fc.constantFrom('tcp', 'udp', 'sctp'), number)
    .map(([p, n]) => ({ [p]: { destinationPort: { number: n } } })),
  fc
    .tuple(fc.constantFrom('tcp', 'udp'), number)
    .map(([p, n]) => ({ [p]: { destinationPort: { range: { start: n, end: n + 2 } } } })),
  fc.constantFrom('tcp', 'udp').map((p) => ({ [p]: { destinationPort: { range: { start: 1, end: 65535 } } } })),
);
const adminRules = (peerKey: string, peers: fc.Arbitrary<object>): fc.Arbitrary<object[]> =>
  fc.array(
    fc.record(
      {
        action: fc.constantFrom('Accept', 'Deny', 'Pass'),
        [peerKey]: fc.array(peers, { minLength: 1, maxLength: 2 }),
        protocols: fc.array(adminPort, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ['action', peerKey] },
    ),
    { maxLength: 3 },
  );
const networks = fc
  .uniqueArray(fc.constantFrom('0.0.0.0/0', '10.1.0.0/30', '10.1.0.1/32', '10.1.0.4/31'), {
    minLength: 1,
    maxLength: 2,
  })
  .map((list) => ({ networks: list }));
const admin = fc.uniqueArray(
  fc.record({
    tier: fc.constantFrom('Admin', 'Baseline'),
    priority: fc.nat(1000),
    subject: adminPods,
    ingress: adminRules('from', adminPods),
    egress: adminRules('to', fc.oneof(adminPods, networks)),
  }),
  { maxLength: 4, selector: ({ tier, priority }) => `${tier}${priority}` },
);
const cluster: fc.Arbitrary<OracleCluster> = fc
  .record({
    labels: fc.tuple(labels, labels, labels),
    pods: fc.array(
      fc.record({
        namespace: fc.constantFrom(...NAMES),
        labels,
        ports: fc.array(fc.record({ name: portName, containerPort: number, protocol }), { maxLength: 2 }),
      }),
      { minLength: 2, maxLength: 5 },
    ),
    policies,
    admin,
    blocksMatchPods: fc.boolean(),
  })
  .map((random) => ({
    namespaces: Object.fromEntries(
      NAMES.map((name, index) => [name, { ...random.labels[index], 'kubernetes.io/metadata.name': name }]),
    ),
    pods: random.pods.map((item, index) => ({ ...item, name: `p${index}`, address: `10.1.0.${index}` })),
    policies: random.policies.map(({ namespace: own, spec }, index) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace: own, name: `np${index}` },
      spec,
    })),
    admin: random.admin.map((spec, index) => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name: `cnp${index}` },
      spec,
    })),
    blocksMatchPods: random.blocksMatchPods,
  }));

/** Without a CNI a block means no pods whose addresses nobody knows, which is a premise and no truth. */
const known: fc.Arbitrary<Known> = fc.oneof(
  fc.record({ described: fc.subarray(NAMES), addressed: fc.subarray(NAMES) }),
  fc.record({ described: fc.subarray(NAMES), cni: fc.constant(false) }),
);

const PORTS = [1, 2, 3, 4, 5, 6, 7, 8];
const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

interface Known {
  /** Namespaces that the input describes. @default - all */
  readonly described?: readonly string[];
  /** Namespaces whose pods the input shows with their addresses. @default - all */
  readonly addressed?: readonly string[];
  /** Whether it is known what blocks mean for pods. @default true */
  readonly cni?: boolean;
  /** Names of pods on the network of their node. @default - none */
  readonly onNode?: readonly string[];
}

function built(
  facts: OracleCluster,
  { described = NAMES, addressed = NAMES, cni = true, onNode = [] }: Known = {},
): Reachability {
  const inputs = inputsOfObjects(
    ...described.map((name) => namespace(name, facts.namespaces[name])),
    ...facts.pods.map((item) =>
      pod(`${item.namespace}/${item.name}`, {
        ...item,
        ...(onNode.includes(item.name) ? { hostNetwork: true } : {}),
        ...(addressed.includes(item.namespace) ? { addresses: [item.address] } : {}),
      }),
    ),
    ...facts.policies,
    ...facts.admin,
  );
  // By the API's text every kind is enforced, whatever the CNI whose reading of blocks is asked about.
  return new Reachability(inputs, {
    premises: cni ? { cni: facts.blocksMatchPods ? 'vpc-cni' : 'cilium' } : {},
    policies: readPolicies(inputs.objects, inputs.faults),
  });
}

function classOf(found: Reachability, item: OraclePod): PodClass {
  return found.classes.find(
    ({ namespace: { name }, workloads }) =>
      name === item.namespace && workloads.some((workload) => workload.name === item.name),
  ) as PodClass;
}

function eachPacket(
  facts: OracleCluster,
  tell: (source: OraclePod, destination: OraclePod, protocol: Protocol, port: number, isAllowed: boolean) => void,
): void {
  for (const source of facts.pods) {
    for (const destination of facts.pods) {
      if (source === destination) continue;
      for (const proto of PROTOCOLS) {
        for (const number of PORTS) {
          const packet = {
            source: `${source.namespace}/${source.name}`,
            destination: `${destination.namespace}/${destination.name}`,
            protocol: proto,
            port: number,
          };
          tell(source, destination, proto, number, allowed(facts, packet));
        }
      }
    }
  }
}

test('every packet between pods of a described cluster is decided as the API’s text decides it', () => {
  fc.assert(
    fc.property(cluster, (facts) => {
      const found = built(facts);
      eachPacket(facts, (source, destination, proto, number, expected) => {
        const estimate = found.between(classOf(found, source), classOf(found, destination));
        // Plain comparisons: a matcher for each packet takes longer than all the rest.
        if (!isDecided(estimate) || includes(estimate.atLeast[proto], number) !== expected)
          throw new Error(`${source.name} to ${destination.name} ${proto} ${number}: expected ${expected}`);
      });
    }),
    { numRuns: 300 },
  );
});

test('what is not described is never claimed: the truth lies between what is sure and what is not excluded', () => {
  fc.assert(
    fc.property(cluster, known, (facts, given) => {
      // Without a CNI a block of more than private addresses stands for what is outside, which is a premise and no doubt.
      fc.pre(given.cni !== false || !facts.blocksMatchPods || !JSON.stringify(facts.policies).includes('0.0.0.0/0'));
      const found = built(facts, given);
      eachPacket(facts, (source, destination, proto, number, expected) => {
        const { atLeast, atMost } = found.between(classOf(found, source), classOf(found, destination));
        if (expected ? !includes(atMost[proto], number) : includes(atLeast[proto], number))
          throw new Error(`${source.name} to ${destination.name} ${proto} ${number}: in truth ${expected}`);
      });
    }),
    { numRuns: 150 },
  );
});

test('the pairs that are listed are those that a look at every pair finds', () => {
  fc.assert(
    fc.property(cluster, known, fc.subarray(['p0', 'p1', 'p2']), (facts, given, onNode) => {
      const found = built(facts, { ...given, onNode });
      const listed = new Map(
        [...reachablePairs(found)].map(({ source, destination, estimate }) => [
          `${source.index} ${destination.index}`,
          estimate,
        ]),
      );
      for (const source of found.classes) {
        for (const destination of found.classes) {
          const estimate = found.between(source, destination);
          const denied = PROTOCOLS.every((proto) => estimate.atMost[proto].length === 0);
          const inList = listed.get(`${source.index} ${destination.index}`);
          if (denied) expect(inList).toBeUndefined();
          else expect(inList).toEqual(estimate);
        }
      }
    }),
    { numRuns: 150 },
  );
});
