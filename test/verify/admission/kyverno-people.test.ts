import { Admission } from '../../../lib/verify/admission/admission';
import { admissionRequest, type Manifest } from '../../../lib/verify/admission/admission-request';
import { inputsOfObjects } from '../inputs-of';

const OBJECT: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'n' } };
const group = (name: string): object => ({ kind: 'Group', name });
const user = (name: string): object => ({ kind: 'User', name });
const account = { kind: 'ServiceAccount', name: 'ctl', namespace: 'argocd' };

/** What a rule that refuses all it means says to somebody. */
function answer(
  filters: { readonly match?: object; readonly exclude?: object },
  username: string,
  ...groups: string[]
): string {
  const rule = {
    name: 'rule',
    match: { any: [{ resources: { kinds: ['ConfigMap'] } }] },
    validate: { deny: {} },
    ...filters,
  };
  const policy = {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: 'theirs' },
    spec: { validationFailureAction: 'Enforce', rules: [rule] },
  };
  const admission = new Admission(inputsOfObjects(policy), { rule: 'rule' }, 'kyverno');
  const request = admissionRequest({ operation: 'CREATE', object: OBJECT, who: { username, groups } });
  const { refusing, perhaps } = admission.ask(request);
  return refusing.length > 0 ? 'refused' : perhaps.length > 0 ? 'perhaps' : 'allowed';
}

// These answers are also those of Kyverno 1.19's command line, but for roles, which it has no cluster to look up in.
describe('a rule of Kyverno that leaves out people', () => {
  const exclude = { any: [{ subjects: [group('oidc:admins'), account, user('eks:*')] }] };

  test.each<[string, string, string[]]>([
    ['refused', 'somebody', ['developers']],
    ['allowed', 'somebody', ['oidc:admins']],
    ['refused', 'oidc:admins', ['developers']],
    ['allowed', 'system:serviceaccount:argocd:ctl', ['system:authenticated']],
    ['refused', 'system:serviceaccount:other:ctl', ['system:authenticated']],
    ['allowed', 'eks:node-manager', []],
  ])('knows them by name, kind and wildcard: %s to %s', (expected, username, groups) => {
    expect(answer({ exclude }, username, ...groups)).toBe(expected);
  });

  test('may demand more than a name, and is not sure of roles alone', () => {
    const both = { any: [{ subjects: [group('oidc:admins')], resources: { names: ['y'] } }] };
    expect(answer({ exclude: both }, 'somebody', 'oidc:admins')).toBe('refused');
    const roles = { any: [{ clusterRoles: ['cluster-admin'] }] };
    expect(answer({ exclude: roles }, 'somebody')).toBe('perhaps');
    const andRoles = { any: [{ clusterRoles: ['cluster-admin'], subjects: [group('oidc:admins')] }] };
    expect(answer({ exclude: andRoles }, 'somebody')).toBe('refused');
    expect(answer({ exclude: andRoles }, 'somebody', 'oidc:admins')).toBe('perhaps');
  });

  test('or means them only', () => {
    const match = { any: [{ resources: { kinds: ['ConfigMap'] }, subjects: [group('interns')] }] };
    expect(answer({ match }, 'somebody', 'interns')).toBe('refused');
    expect(answer({ match }, 'somebody', 'developers')).toBe('allowed');
  });
});
