import { platform } from '../../../../examples/document-1/platform';
import type { Platform } from '../../../../lib';
import { exampleObjects, judgedBy, turned, type Loose } from '../example';
import { core, given, GROUP } from './given-rights';

type Policies = Pick<Platform['policies'], 'platformGroups' | 'breakGlassGroups' | 'controllers'>;

describe('who works where components and services run', () => {
  const edit = (namespace: string, subject: object): Loose => ({
    apiVersion: `${GROUP}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'devs', namespace },
    subjects: [subject],
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'edit' },
  });
  const group = (name: string): object => ({ kind: 'Group', name, apiGroup: GROUP });
  const account = (namespace: string): object => ({ kind: 'ServiceAccount', name: 'ci', namespace });
  const found = ['authority/component-namespaces'];

  test.each<[string, readonly string[], Loose]>([
    ['people in kube-system', found, edit('kube-system', group('developers'))],
    ['people where Kyverno runs', found, edit('kyverno', group('developers'))],
    ['an account from elsewhere', found, edit('kube-system', account('ci'))],
    ['an account of the component itself', [], edit('kyverno', account('kyverno'))],
    ['the control plane of EKS', [], edit('kube-system', { kind: 'User', name: 'eks:addon-manager', apiGroup: GROUP })],
    ['the team of a service', [], edit('ml-data', group('lake-engineers'))],
    ['a project, where its service runs', found, edit('ml-data', group('ml:beta:scientists'))],
    [
      'everybody, where a service runs',
      [...found, 'authority/training-accounts'],
      edit('ml-data', group('system:authenticated')),
    ],
    ['the group of the platform', [], edit('kube-system', group('ml:platform-admins'))],
  ])('%s', (_, expected, binding) => {
    expect(turned((objects) => void objects.push(binding, ...platformAdmins))).toEqual(expected);
  });

  test.each<[string, 'pass' | 'fail', readonly Loose[]]>([
    ['an account that makes pods everywhere', 'fail', given(core(['pods'], ['create']), { subject: account('ray') })],
    [
      'all accounts of the namespace, which do',
      'fail',
      given(core(['pods'], ['create']), { subject: group('system:serviceaccounts:ray') }),
    ],
    [
      'an account by the name of its user',
      'fail',
      given(core(['secrets'], ['list']), {
        subject: { kind: 'User', name: 'system:serviceaccount:ray:ci', apiGroup: GROUP },
      }),
    ],
    ['an account that looks at nodes', 'pass', given(core(['nodes'], ['list']), { subject: account('ray') })],
    [
      'an account with one webhook',
      'pass',
      given(
        {
          apiGroups: ['admissionregistration.k8s.io'],
          resources: ['validatingwebhookconfigurations'],
          verbs: ['update'],
          resourceNames: ['ray'],
        },
        { subject: account('ray') },
      ),
    ],
  ])('people beside %s: %s', (_, expected, rights) => {
    const objects = [...exampleObjects(), edit('ray', group('developers')), ...rights];
    expect(judgedBy('authority/component-namespaces', objects).status).toBe(expected);
  });

  test.each<[string, keyof Policies]>([
    ['may change what isolates', 'platformGroups'],
    ['may open shells', 'breakGlassGroups'],
    ['write status and make pods', 'controllers'],
  ])('people work beside accounts that %s by the description', (_, key) => {
    const policies = { ...platform.policies, [key]: [...platform.policies[key], 'system:serviceaccounts:ray'] };
    const objects = [...exampleObjects(), edit('ray', group('developers'))];
    const described = { platform: { ...platform, policies } };
    expect(judgedBy('authority/component-namespaces', objects, described).status).toBe('fail');
  });

  const platformAdmins = given(
    { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
    { subject: { kind: 'Group', name: 'ml:platform-admins', apiGroup: GROUP } },
  );
});

describe('what a binding gives whose role is not in the files is not known', () => {
  const SCIENTISTS = { kind: 'Group', name: 'ml:alpha:scientists', apiGroup: GROUP };
  const account = { kind: 'ServiceAccount', name: 'kyverno', namespace: 'kyverno' };
  const bound = (role: string, namespace?: string, subject: object = SCIENTISTS): Loose => ({
    apiVersion: `${GROUP}/v1`,
    kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: 'x', ...(namespace === undefined ? {} : { namespace }) },
    subjects: [subject],
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: role },
  });
  const unknown = ['authority/loose-rules unknown'];

  test.each<[string, readonly string[], Loose]>([
    ['in the whole cluster', unknown, bound('kubeflow-edit')],
    ['where components run', unknown, bound('kubeflow-edit', 'kube-system')],
    ['where a team works', [], bound('kubeflow-edit', 'team-x')],
    ['to a role of every cluster', [], bound('system:discovery')],
    ['of a component, where it runs', [], bound('kyverno-more', 'kyverno', account)],
    ['of administrators', [], bound('more', undefined, { ...SCIENTISTS, name: 'system:masters' })],
  ])('%s', (_, expected, binding) => {
    const { status, findings } = judgedBy('authority/loose-rules', [...exampleObjects(), binding]);
    expect(findings.map(() => `authority/loose-rules ${status}`)).toEqual(expected);
  });
});
