import { exampleObjects, judged, object, type Loose } from './example';

const IDS = ['authority/cluster-writers', 'authority/node-agents', 'authority/across-projects'];

const rule = (verbs: string, apiGroup: string, resources: string): object => ({
  apiGroups: [apiGroup],
  resources: resources.split(' '),
  verbs: verbs.split(' '),
});
const CALICO = [
  rule('get list watch', '', 'pods nodes namespaces services'),
  rule('patch update', '', 'nodes/status'),
  rule('create update', 'crd.projectcalico.org', 'ippools felixconfigurations clusterinformations'),
];
const CILIUM = [
  rule('get list watch', '', 'pods nodes namespaces services'),
  rule('patch', '', 'nodes/status'),
  rule('create', 'cilium.io', 'ciliumidentities ciliumendpoints ciliumnodes'),
  rule('update', 'cilium.io', 'ciliumidentities'),
  rule('delete get', 'cilium.io', 'ciliumendpoints'),
];

/** A daemon set on all nodes with an account of its own name, and rights in the whole cluster. */
function agent(name: string, rules: readonly object[], namespace = 'kube-system'): Loose[] {
  const metadata = { name, namespace };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: {
            serviceAccountName: name,
            hostNetwork: true,
            tolerations: [{ operator: 'Exists' }],
            containers: [{ name: 'c', image: 'c' }],
          },
        },
      },
    },
  ];
}

function findings(added: readonly Loose[]): { text: string; fix: string | undefined }[] {
  const verdict = judged([...exampleObjects(), ...added], { families: ['authority'] });
  return verdict.results
    .filter(({ check }) => IDS.includes(check.id))
    .flatMap(({ check, findings: all }) =>
      all.map(({ status, message, fix }) => ({ text: `${check.id} ${status}: ${message}`, fix })),
    );
}
const statuses = (added: readonly Loose[]): string[] => findings(added).map(({ text }) => text.replace(/:.*/s, ''));

const WRITER = 'authority/cluster-writers fail';
const AGENT = 'authority/node-agents fail';
const NOT_KNOWN = 'authority/node-agents unknown';

describe('what the agent of a network plugin writes', () => {
  test.each([
    ['Calico', agent('calico-node', CALICO)],
    ['Calico by its operator', agent('calico-node', CALICO, 'calico-system')],
    ['Cilium', agent('cilium', CILIUM)],
  ])('%s needs, and whether it does so to its own node is not known', (_, objects) => {
    expect(statuses(objects)).toEqual([NOT_KNOWN]);
  });

  test('beyond that is not known to be needed, and is an escape from its node', () => {
    const found = statuses(agent('cilium', [...CILIUM, rule('get', '', 'secrets')]));
    expect(found).toContain(AGENT);
    expect(statuses(agent('cilium', [...CILIUM, rule('patch', '', 'nodes')]))).toEqual([
      'authority/cluster-writers unknown',
      AGENT,
    ]);
  });

  test('nobody may who merely has its name', () => {
    expect(statuses(agent('calico-node', CALICO, 'web'))).toContain(WRITER);
    expect(statuses(agent('calico-node', CALICO, 'web'))).toContain(AGENT);
    // Without the daemon set, or with one that runs as another account.
    expect(statuses(agent('calico-node', CALICO).slice(0, -1))).toEqual([WRITER]);
    const other = agent('calico-node', CALICO);
    object(other, 'DaemonSet', 'calico-node').spec.template.spec.serviceAccountName = 'other';
    expect(statuses(other)).toContain(WRITER);
  });
});

test('rights of an account are taken from its role, or described as those of an operator', () => {
  const [account, role, binding] = agent('ops', [rule('patch', '', 'nodes'), rule('create', 'batch', 'jobs')], 'ops');
  const found = findings([account, role, binding]);
  expect(found.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^authority\/across-projects fail: /),
    expect.stringMatching(/^authority\/cluster-writers fail: /),
  ]);
  for (const { fix } of found) expect(fix).toMatch(/^take the rights from the role of the account; /);
  binding.subjects = [{ kind: 'Group', name: 'ops', apiGroup: 'rbac.authorization.k8s.io' }];
  expect(findings([account, role, binding]).map(({ fix }) => fix)).not.toContainEqual(
    expect.stringContaining('account'),
  );
});
