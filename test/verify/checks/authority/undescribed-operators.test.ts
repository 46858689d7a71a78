import { exampleObjects, judged, type JudgeOptions, type Loose } from '../example';

const rule = (verbs: string, apiGroup: string, resources: string): object => ({
  apiGroups: [apiGroup],
  resources: resources.split(' '),
  verbs: verbs.split(' '),
});

const RBAC = 'rbac.authorization.k8s.io';
const ACCOUNT = 'system:serviceaccount:ops:operator';

const NOTHING = 'nothing';

interface Account {
  readonly namespace?: string;
  readonly name?: string;
  readonly rules?: readonly object[];
  /** Kind of what runs as it. */
  readonly runs?: string;
}

/** An account with rights in the whole cluster, and what runs as it. */
function operator({ namespace = 'ops', name = 'operator', rules = RIGHTS, runs = 'Deployment' }: Account): Loose[] {
  const template = {
    metadata: { labels: { app: name } },
    spec: { serviceAccountName: name, containers: [{ name: 'c', image: 'c' }] },
  };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
    { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name }, rules },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
    ...(runs === NOTHING
      ? []
      : [
          {
            apiVersion: 'apps/v1',
            kind: runs,
            metadata: { name, namespace },
            spec: { selector: { matchLabels: { app: name } }, template },
          },
        ]),
  ];
}
const RIGHTS = [rule('create', '', 'pods pods/exec'), rule('patch', '', 'nodes'), rule('get', '', 'secrets')];
const CHECKS = ['across-projects', 'bare-pods', 'cluster-writers', 'fences', 'identities', 'secrets', 'shells'].map(
  (name) => `authority/${name}`,
);

interface Found {
  readonly id: string;
  readonly status: string;
  readonly message: string;
  readonly fix: string | undefined;
}

function findings(added: readonly Loose[], options: JudgeOptions = { platform: undefined }): readonly Found[] {
  // The one weakening of the example.
  const objects = exampleObjects().filter(({ metadata }) => metadata.name !== 'unsafe-debuggers');
  const { results } = judged([...objects, ...added], { families: ['authority'], ...options });
  return results.flatMap(({ check, findings: all }) =>
    CHECKS.includes(check.id) ? all.map(({ status, message, fix }) => ({ id: check.id, status, message, fix })) : [],
  );
}
const statuses = (found: readonly Found[]): readonly string[] => [...new Set(found.map(({ status }) => status))];

describe('rights in every project of an account outside the projects', () => {
  test('are not known to be meant where something serves as it and no description says what it is', () => {
    const found = findings(operator({}));
    expect(statuses(found)).toEqual(['unknown']);
    expect([...new Set(found.map(({ id }) => id))]).toEqual([
      'authority/across-projects',
      'authority/bare-pods',
      'authority/cluster-writers',
      'authority/secrets',
      'authority/shells',
    ]);
    for (const { message } of found) expect(message).toContain(`with ${ACCOUNT} under policies.controllers`);
  });

  test('are wrong where nothing serves as it, or every pod of its namespace does', () => {
    expect(statuses(findings(operator({ runs: NOTHING })))).toEqual(['fail']);
    expect(statuses(findings(operator({ name: 'default' })))).toEqual(['fail']);
  });

  test('are wrong where a description does not name it', () => {
    expect(statuses(findings(operator({}), {}))).toEqual(['fail']);
  });

  test('are mended in its role, and not as those of people', () => {
    for (const { fix } of findings(operator({}), {}))
      expect(fix).toMatch(/^take the rights from the role of the account; /);
    const [, role, binding] = operator({});
    const people = { ...binding, subjects: [{ kind: 'Group', name: 'ops', apiGroup: RBAC }] };
    for (const { fix } of findings([role, people])) expect(fix).not.toMatch(/account;/);
  });

  test('are told with the names that they are limited to', () => {
    const limited = { ...rule('get', '', 'secrets'), resourceNames: ['webhook-cert'] };
    expect(findings(operator({ rules: [limited], runs: NOTHING }))[0]?.message).toContain(
      'may get secrets in ml-alpha, only webhook-cert, by',
    );
  });

  test('are those of a known component where that serves in its own namespace', () => {
    const kueue = { namespace: 'kueue-system', name: 'kueue-controller-manager' };
    const rules = [rule('update patch delete', '', 'pods'), rule('update', 'kueue.x-k8s.io', 'clusterqueues')];
    expect(findings(operator({ ...kueue, rules }))).toEqual([]);
    expect(statuses(findings(operator({ ...kueue, rules, runs: NOTHING })))).toEqual(['fail']);
    const [beyond] = findings(operator({ ...kueue, rules: [rule('create', '', 'pods/exec')] }));
    expect(beyond?.status).toBe('unknown');
    expect(beyond?.message).toContain('whether kueue needs that is not known here');
  });

  test('and work in several projects by bindings there, is not known to be meant either', () => {
    const scraper = operator({ rules: [] });
    const bindings = ['ml-alpha', 'ml-beta'].map((namespace) => ({
      ...scraper[2],
      kind: 'RoleBinding',
      metadata: { name: 'scrape', namespace },
    }));
    const [found] = findings([...scraper, ...bindings]);
    expect(found).toMatchObject({ id: 'authority/across-projects', status: 'unknown' });
    expect(found?.message).toMatch(/^works in 2 projects: ml-alpha, ml-beta; /);
  });
});

test('an account with every right is mended by a role of its own, or accepted', () => {
  const everything = operator({ rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }] });
  const { results } = judged([...exampleObjects(), ...everything], { platform: undefined, families: ['authority'] });
  const { findings: found = [] } = results.find(({ check }) => check.id === 'authority/administrators') ?? {};
  expect(found.map(({ status, fix }) => [status, fix])).toEqual([
    ['fail', expect.stringMatching(/^bind the account to a role .* accept it in a baseline/)],
  ]);
});
