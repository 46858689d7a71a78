import fc from 'fast-check';
import { InputFaults } from '../../lib/verify/input/input-fault';
import { inputsOf } from '../../lib/verify/input/inputs';
import { isAdminPolicy } from '../../lib/verify/reachability/policies/admin-policy';
import { omittedSelectors } from '../../lib/verify/reachability/policies/omitted-selector';
import { readPolicies } from '../../lib/verify/reachability/policies/policies';
import { isInvalidInput } from '../../lib/model';
import { EngineFault } from '../engine-fault';
import { ApiClient } from '../rig/api-client';
import { withCluster } from '../rig/cluster';
import type { KubeObject } from '../rig/kubectl';
import { askAll, type Question } from './question';
import type { Suite } from './suite';

const NAMESPACE = 'alpha';
/** Policies of each kind; one seed, so that every run asks the same. */
const CASES = 250;
/** Of a value in twenty one that is wrong: most policies then hold none or one. */
const wrong = <T>(good: fc.Arbitrary<T>, ...bad: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 19, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...bad) });

const goodSelector = fc.constantFrom<object>(
  {},
  { matchLabels: { app: 'web' } },
  { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
);
const selector = wrong(
  goodSelector,
  { matchExpressions: [{ key: 'app', operator: 'In', values: [] }] },
  { matchExpressions: [{ key: 'app', operator: 'Exists', values: ['x'] }] },
  { matchExpressions: [{ key: 'app', operator: 'Is' }] },
  { matchLabels: { 'a b': 'x' } },
  { matchLabels: { app: 'a b' } },
);
const cidr = wrong(
  fc.constantFrom('10.0.0.0/8', '0.0.0.0/0', '10.1.0.0/16', 'fd00::/8'),
  '10.0.0.0',
  '10.0.0.0/33',
  'all',
);
const number = wrong(fc.constantFrom(80, 443, 65535), 0, 65536, 1.5);
const some = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { minLength: 1, maxLength: 2 });

const block = fc.record(
  {
    cidr,
    except: fc.array(wrong(fc.constantFrom('10.2.0.0/16', '10.1.1.0/24'), '192.168.0.0/16', '10.0.0.0/8'), {
      maxLength: 1,
    }),
  },
  { requiredKeys: ['cidr'] },
);
const peer = wrong(
  fc.oneof(
    fc.record({ podSelector: selector }),
    fc.record({ namespaceSelector: selector }),
    fc.record({ podSelector: selector, namespaceSelector: selector }),
    fc.record({ ipBlock: block }),
  ),
  {},
  { ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} },
);
const port = fc.record(
  {
    protocol: wrong(fc.constantFrom('TCP', 'UDP', 'SCTP'), 'tcp', 'ICMP'),
    port: wrong(fc.oneof(number, fc.constantFrom('http', 'dns-tcp')), 'Http', '80', 'a-name-that-is-too-long', '-x'),
    endPort: wrong(fc.constantFrom(8080, 65535), 70),
  },
  { requiredKeys: [] },
);
const rules = (peers: 'from' | 'to'): fc.Arbitrary<unknown> =>
  fc.array(
    fc.record(
      { [peers]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) },
      { requiredKeys: [] },
    ),
    {
      maxLength: 2,
    },
  );
const networkPolicy = fc.record(
  {
    podSelector: selector,
    policyTypes: wrong(fc.subarray(['Ingress', 'Egress']), ['ingress'], ['Ingress', 'Egress', 'Ingress']),
    ingress: rules('from'),
    egress: rules('to'),
  },
  { requiredKeys: ['podSelector'] },
);

const range = wrong(fc.constant({ start: 80, end: 90 }), { start: 80 }, { start: 0, end: 90 });
/** What the two versions call their ports, their actions and their selectors of pods. */
const ofVersion = {
  v1alpha1: {
    ports: fc.record(
      {
        ports: wrong(
          some(
            wrong(
              fc.oneof(
                fc.record({ portNumber: fc.record({ protocol: fc.constantFrom('TCP', 'UDP'), port: number }) }),
                range.map((one) => ({ portRange: { protocol: 'TCP', ...(one as object) } })),
              ),
              {},
              { portNumber: { port: 80, protocol: 'TCP' }, portRange: { start: 1, end: 2, protocol: 'TCP' } },
            ),
          ),
          [],
        ),
      },
      { requiredKeys: [] },
    ),
    allow: 'Allow',
  },
  v1alpha2: {
    ports: fc.record(
      {
        protocols: wrong(
          some(
            wrong(
              fc.oneof(
                fc.record({ tcp: fc.record({ destinationPort: fc.record({ number }) }) }),
                wrong(range, { start: 90, end: 80 }, { start: 80, end: 80 }).map((one) => ({
                  udp: { destinationPort: { range: one } },
                })),
                fc.constant({ destinationNamedPort: 'http' }),
              ),
              {},
              { tcp: {} },
              { tcp: { destinationPort: {} } },
              { tcp: { destinationPort: { number: 80 } }, udp: { destinationPort: { number: 80 } } },
            ),
          ),
          [],
        ),
      },
      { requiredKeys: [] },
    ),
    allow: 'Accept',
  },
};
/**
 * Their definitions check neither selectors nor, in the first version, the order of a range: the verifier refuses those too,
 * since no engine is held to a meaning of them, and they are not asked about here.
 */
const pods = wrong(
  fc.oneof(
    fc.record({ namespaces: goodSelector }),
    fc.record({ pods: fc.record({ namespaceSelector: goodSelector, podSelector: goodSelector }) }),
  ),
  {},
  { namespaces: {}, pods: { namespaceSelector: {}, podSelector: {} } },
  { pods: { podSelector: {} } },
  { pods: { namespaceSelector: {} } },
);
const outside = wrong(fc.record({ networks: some(cidr) }), { networks: [] });
const adminRules = (
  version: keyof typeof ofVersion,
  actions: readonly string[],
  peers: 'from' | 'to',
): fc.Arbitrary<unknown> => {
  const { ports } = ofVersion[version];
  const anyPeer = peers === 'from' ? pods : fc.oneof({ weight: 3, arbitrary: pods }, outside);
  return fc.array(
    fc
      .record(
        {
          name: wrong(fc.constant('a rule'), 'x'.repeat(101)),
          action: wrong(fc.constantFrom(...actions), 'Drop', 'allow'),
          [peers]: wrong(some(anyPeer), []),
          ports,
        },
        { requiredKeys: ['action', peers, 'ports'] },
      )
      .map(({ ports: given, ...rule }) => ({ ...rule, ...(given as object) })),
    { maxLength: 2 },
  );
};
const adminPolicy = (version: keyof typeof ofVersion, head: object, passes = true): fc.Arbitrary<object> => {
  const actions = [ofVersion[version].allow, 'Deny', ...(passes ? ['Pass'] : [])];
  return fc
    .record(
      { subject: pods, ingress: adminRules(version, actions, 'from'), egress: adminRules(version, actions, 'to') },
      { requiredKeys: ['subject'] },
    )
    .map((spec) => ({ ...head, ...spec }));
};
const priority = wrong(fc.constantFrom(0, 100, 1000), -1, 1001, '5');

/** Each kind with policies of which some are wrong in one place or another. */
const KINDS: readonly { readonly kind: string; readonly path: string; readonly policies: fc.Arbitrary<KubeObject> }[] =
  [
    {
      kind: 'NetworkPolicy',
      path: `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies`,
      policies: networkPolicy.map((spec) => policy('networking.k8s.io/v1', 'NetworkPolicy', spec, NAMESPACE)),
    },
    {
      kind: 'AdminNetworkPolicy',
      path: '/apis/policy.networking.k8s.io/v1alpha1/adminnetworkpolicies',
      policies: fc
        .tuple(priority, adminPolicy('v1alpha1', {}))
        .map(([given, spec]) =>
          policy('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', { priority: given, ...spec }),
        ),
    },
    {
      kind: 'BaselineAdminNetworkPolicy',
      path: '/apis/policy.networking.k8s.io/v1alpha1/baselineadminnetworkpolicies',
      policies: adminPolicy('v1alpha1', {}, false).map((spec) => ({
        ...policy('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', spec),
        metadata: { name: 'default' },
      })),
    },
    {
      kind: 'ClusterNetworkPolicy',
      path: '/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies',
      policies: fc
        .tuple(priority, wrong(fc.constantFrom('Admin', 'Baseline'), 'Main'), adminPolicy('v1alpha2', {}))
        .map(([given, tier, spec]) =>
          policy('policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy', { priority: given, tier, ...spec }),
        ),
    },
  ];

function policy(apiVersion: string, kind: string, spec: object, namespace?: string): KubeObject {
  return {
    apiVersion,
    kind,
    metadata: { name: 'asked', ...(namespace === undefined ? {} : { namespace }) },
    spec,
  } as KubeObject;
}

/** What the verifier takes for a policy, the API server takes as well, and nothing else. */
export const networkPolicies: Suite = {
  name: 'network-policies',
  title: 'the verifier refuses the network policies that the API server refuses, and no others',
  engines: ['etcd', 'kubernetes'],
  run: ({ progress }) =>
    withCluster({ crds: true, progress }, async ({ kubectl, kubeconfig }) => {
      await kubectl.mustApply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }]);
      const api = new ApiClient(kubeconfig);
      const checks = await askAll(
        KINDS.map((one) => agrees(api, one)),
        progress,
      );
      api.close();
      return checks;
    }),
};

function agrees(api: ApiClient, { kind, path, policies }: (typeof KINDS)[number]): Question {
  return {
    title: `of ${CASES} policies of kind ${kind} the verifier refuses those that the API server refuses`,
    ask: async () => {
      const asked = fc.sample(policies, { seed: 11, numRuns: CASES });
      const faults: string[] = [];
      let refused = 0;
      for (const object of asked) {
        const answer = await api.answer({
          method: 'POST',
          path: `${path}?dryRun=All&fieldValidation=Strict`,
          body: object,
        });
        const server = answer.status >= 300;
        const verifier = refusedByVerifier(object);
        if (server) refused++;
        if (server !== (verifier !== undefined))
          faults.push(
            `${JSON.stringify(object)}: the API server says ${answer.status}${server ? ` ${wordsOf(answer.text)}` : ''}, the verifier ${verifier ?? 'takes it'}`,
          );
      }
      if (faults.length > 0) throw new EngineFault(faults.slice(0, 20).join('\n'));
      if (refused < CASES / 10 || refused > CASES * 0.9)
        throw new EngineFault(`${refused} of ${CASES} refused are too few or too many to mean anything`);
      return `${refused} refused and ${CASES - refused} taken by both`;
    },
  };
}

function refusedByVerifier(object: KubeObject): string | undefined {
  const faults = new InputFaults();
  try {
    const inputs = inputsOf([{ name: 'policy.json', text: JSON.stringify(object) }], faults);
    readPolicies(inputs.objects, faults);
    faults.refuse();
    const omitted = inputs.objects.filter(isAdminPolicy).flatMap(omittedSelectors);
    return omitted.length === 0 ? undefined : `says that the API server refuses it: no ${omitted.join(', ')}`;
  } catch (error) {
    if (isInvalidInput(error)) return `refuses it: ${error.message.split('\n').slice(1, 3).join(' ')}`;
    throw error;
  }
}

function wordsOf(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
