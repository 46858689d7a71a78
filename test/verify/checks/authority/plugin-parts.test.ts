import { exampleObjects, judged, object, type Loose } from '../example';

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

  test('is written by the account whose token the agent of Calico hands out, too', () => {
    const CNI = [
      rule('patch', '', 'pods/status'),
      rule('create update delete', 'crd.projectcalico.org', 'ipamblocks ippools clusterinformations'),
    ];
    const [account, role, binding] = agent('calico-cni-plugin', CNI);
    const token = { ...rule('create', '', 'serviceaccounts/token'), resourceNames: ['calico-cni-plugin'] };
    const beside = [account, role, binding];
    expect(statuses([...agent('calico-node', [...CALICO, token]), ...beside])).toEqual([NOT_KNOWN]);
    expect(statuses(beside)).toContain(WRITER);
    const all = [...CALICO, rule('create', '', 'serviceaccounts/token')];
    const tokens = judged([...exampleObjects(), ...agent('calico-node', all)], { families: ['authority'] }).results;
    expect(tokens.find(({ check }) => check.id === 'authority/identities')?.status).toBe('unknown');
  });

  test('is written by the operator of Cilium, whose definitions it keeps up to date and no others', () => {
    const operator = (name: string): Loose[] => {
      const definitions = rule('update', 'apiextensions.k8s.io', 'customresourcedefinitions');
      const objects = agent('cilium-operator', [
        rule('patch', '', 'nodes'),
        rule('create update', 'cilium.io', 'ciliumclusterwidenetworkpolicies ciliumidentities'),
        { ...definitions, resourceNames: ['ciliumnodes.cilium.io', name] },
      ]);
      Object.assign(objects[3], { kind: 'Deployment' });
      delete objects[3].spec.template.spec.tolerations;
      return objects;
    };
    expect(statuses(operator('ciliumendpoints.cilium.io'))).toEqual([]);
    expect(statuses(operator('jobs.example.com'))).toEqual(['authority/cluster-writers unknown']);
  });

  test('is written by the controllers of Calico as well, and by the agent of Flannel under the account of that', () => {
    const controllers = agent('calico-kube-controllers', [
      rule('create update delete', 'projectcalico.org', 'tiers globalnetworkpolicies'),
    ]);
    object(controllers, 'DaemonSet', 'calico-kube-controllers').kind = 'Deployment';
    delete controllers[3].spec.template.spec.tolerations;
    expect(statuses(controllers)).toEqual([]);
    expect(statuses(controllers.slice(0, -1))).toContain(WRITER);
    const flannel = agent('flannel', [rule('patch', '', 'nodes/status')], 'kube-flannel');
    flannel[3].metadata = { name: 'kube-flannel-ds', namespace: 'kube-flannel' };
    expect(statuses(flannel)).toEqual([NOT_KNOWN]);
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

describe('what the node part of a driver writes of nodes', () => {
  const driver = (rules: readonly object[], kind = 'DaemonSet'): Loose[] => {
    const objects = agent('ebs-csi-node', rules);
    Object.assign(objects[3], { kind });
    return objects;
  };
  const taint = rule('patch', '', 'nodes');

  test('it needs, and whether it does so to its own node is not known', () => {
    expect(statuses(driver([taint]))).toEqual([NOT_KNOWN]);
  });

  test('is an escape beside what it needs, and where it is no agent of the node', () => {
    expect(statuses(driver([taint, rule('get', '', 'secrets')]))).toContain(AGENT);
    expect(statuses(driver([taint], 'Deployment'))).toContain(AGENT);
  });
});
