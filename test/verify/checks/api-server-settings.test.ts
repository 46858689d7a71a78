import { exampleObjects, judgedBy, type Loose } from './example';

const SERVER = 'apiserver.config.k8s.io/v1';
const POD_SECURITY = 'pod-security.admission.config.k8s.io/v1';

function found(check: string, settings: Loose): string[] {
  const { findings } = judgedBy(check, [...exampleObjects(), settings]);
  return findings.map(({ status, resource, message }) => `${status} ${resource} ${message}`);
}

describe('the file that says whom an API server knows', () => {
  const settings = (kind: string, body: object): Loose => ({ apiVersion: SERVER, kind, ...body });
  const rights = (kind: string, body: object): string[] => found('authority/administrators', settings(kind, body));

  test('leaves open who has rights where an issuer puts people into groups', () => {
    const jwt = [{ issuer: { url: 'https://login.example.com' }, claimMappings: {} }];
    const message = expect.stringMatching(/^unknown .*lets https:\/\/login.example.com say who somebody is/);
    expect(rights('AuthenticationConfiguration', { jwt })).toEqual([message]);
    expect(rights('AuthenticationConfiguration', { anonymous: { enabled: false } })).toEqual([]);
  });

  test('leaves them open where another than RBAC is asked, and gives every one where nobody is', () => {
    const asked = (...types: string[]): string[] =>
      rights('AuthorizationConfiguration', { authorizers: types.map((type) => ({ type, name: type.toLowerCase() })) });
    expect(asked('Node', 'RBAC')).toEqual([]);
    expect(asked('RBAC', 'Webhook')).toEqual([expect.stringMatching(/^unknown .*asks Webhook about rights as well/)]);
    expect(asked('AlwaysAllow')).toEqual([expect.stringMatching(/^fail .*gives everybody every right/)]);
  });
});

describe('the file that says what Pod Security leaves out', () => {
  const exempting = (exemptions: object): object => ({
    apiVersion: POD_SECURITY,
    kind: 'PodSecurityConfiguration',
    exemptions,
  });
  const admission = (configuration: object): Loose => ({
    apiVersion: SERVER,
    kind: 'AdmissionConfiguration',
    plugins: [{ name: 'PodSecurity', configuration }],
  });
  const left = (settings: object): string[] => found('pod/security-labels', settings);

  test('fails for projects, users and runtime classes, alone and among other settings', () => {
    const own = ['fail Namespace/ml-alpha is left out by the configuration of the API server'];
    expect(left(exempting({ namespaces: ['kube-system', 'ml-alpha'] }))).toEqual(own);
    expect(left(admission(exempting({ namespaces: ['ml-alpha'] })))).toEqual(own);
    expect(left(exempting({ usernames: ['eve'] }))).toHaveLength(2);
    expect(left(exempting({ runtimeClasses: ['kata'] }))).toHaveLength(2);
  });

  test('is none of ours where it leaves out others', () => {
    expect(left(exempting({ namespaces: ['kube-system'], usernames: [], runtimeClasses: [] }))).toEqual([]);
  });
});
