import { platform } from '../../../../examples/document-1/platform';
import { exampleObjects, judgedBy, turned, type Loose } from '../example';

const store = (provider: object, conditions?: readonly object[]): Loose => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ClusterSecretStore',
  metadata: { name: 'vault' },
  spec: { provider, ...(conditions === undefined ? {} : { conditions }) },
});
const reads = (namespace: string): object => ({
  aws: { service: 'SecretsManager', auth: { jwt: { serviceAccountRef: { name: 'train', namespace } } } },
});

test.each([
  ['an account of a project, for everybody', store(reads('ml-alpha')), 'fail'],
  ['an account of a project, for two', store(reads('ml-alpha'), [{ namespaces: ['ml-alpha', 'web'] }]), 'fail'],
  ['an account of a project, for it alone', store(reads('ml-alpha'), [{ namespaces: ['ml-alpha'] }]), 'pass'],
  ['an account of somebody else', store(reads('web')), 'pass'],
  [
    'a key of a project',
    store({ aws: { auth: { secretRef: { accessKeyIDSecretRef: { name: 'key', namespace: 'ml-beta', key: 'id' } } } } }),
    'fail',
  ],
])('a store of the cluster that reads as %s', (_, object, expected) => {
  expect(judgedBy('secrets/external-stores', [...exampleObjects(), object]).status).toBe(expected);
});

const remote = (more: object = {}): object => ({
  kubernetes: { remoteNamespace: 'ml-alpha', auth: { serviceAccount: { name: 'reader', namespace: 'eso' } }, ...more },
});

test.each([
  ['for everybody', undefined, 'fail'],
  ['for somebody else', [{ namespaces: ['web'] }], 'fail'],
  ['for it alone', [{ namespaces: ['ml-alpha'] }], 'pass'],
])('a store of the cluster that shows Secrets of a project %s', (_, conditions, expected) => {
  const objects = [...exampleObjects(), store(remote(), conditions)];
  expect(judgedBy('secrets/external-stores', objects).status).toBe(expected);
});

describe('as whom a store of a project reads, and what', () => {
  const [alpha, beta] = platform.projects;
  const READER = 'arn:aws:iam::111122223333:role/alpha-secrets';
  const account: Loose = {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'reader', namespace: 'ml-alpha', annotations: { 'eks.amazonaws.com/role-arn': READER } },
  };
  const auth = { jwt: { serviceAccountRef: { name: 'reader' } } };
  const statusOf = (provider: object): string => {
    const own = { ...store(provider), kind: 'SecretStore', metadata: { name: 'own', namespace: 'ml-alpha' } };
    return judgedBy('secrets/external-stores', [...exampleObjects(), account, own]).status;
  };
  const key = { accessKeyIDSecretRef: { name: 'key', key: 'id' } };
  const inCluster = (remoteNamespace: string, url?: string): object => ({
    kubernetes: { remoteNamespace, auth, ...(url === undefined ? {} : { server: { url } }) },
  });

  test.each<[string, string, object]>([
    ['an account of the project', 'pass', { aws: { auth } }],
    ['an account without a name', 'fail', { aws: { auth: { jwt: {} } } }],
    ['a key', 'unknown', { aws: { auth: { secretRef: key } } }],
    ['the role that the account has anyway', 'pass', { aws: { auth, role: READER } }],
    ['the role of the project', 'pass', { aws: { auth, role: alpha?.role.arn } }],
    ['the role of another project', 'fail', { aws: { auth, role: beta?.role.arn } }],
    ['a role by way of that of another project', 'fail', { aws: { auth, additionalRoles: [beta?.role.arn] } }],
    ['a role that is not known', 'unknown', { aws: { auth, role: 'arn:aws:iam::111122223333:role/prod' } }],
    ['its own prefix', 'pass', { aws: { auth, prefix: 'ml-alpha/' } }],
    ['a part of it', 'pass', { aws: { auth, prefix: '/ml-alpha/runs/' } }],
    ['the prefix of another project', 'fail', { aws: { auth, prefix: 'ml-beta/' } }],
    ['the parameters of another project', 'fail', { aws: { auth, prefix: '/ml-beta' } }],
    ['its own namespace', 'pass', inCluster('ml-alpha')],
    ['the namespace of another project', 'fail', inCluster('ml-beta')],
    ['that namespace of the same server', 'fail', inCluster('ml-beta', 'https://kubernetes.default')],
    ['that namespace of some server', 'unknown', inCluster('ml-beta', 'https://cluster.example.com')],
  ])('%s: %s', (_, expected, provider) => {
    expect(statusOf(provider)).toBe(expected);
  });
});

describe('what a Secret of a project is made by', () => {
  const API = 'generators.external-secrets.io/v1alpha1';
  const generator = (kind: string, spec: object, namespace?: string): Loose => ({
    apiVersion: API,
    kind,
    metadata: { name: 'token', ...(namespace === undefined ? {} : { namespace }) },
    spec,
  });
  const made = (kind: string): Loose => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'token', namespace: 'ml-alpha' },
    spec: { dataFrom: [{ sourceRef: { generatorRef: { apiVersion: API, kind, name: 'token' } } }] },
  });
  const auth = { jwt: { serviceAccountRef: { name: 'reader' } } };
  const ofCluster = (kind: string, spec: object): Loose =>
    generator('ClusterGenerator', { kind, generator: { [`${kind}Spec`]: spec } });

  test.each<[string, string, Loose | string]>([
    ['a token of an account of the project', 'pass', generator('STSSessionToken', { auth }, 'ml-alpha')],
    ['a token of the controller', 'fail', generator('STSSessionToken', { region: 'us-west-2' }, 'ml-alpha')],
    ['a way to images of the controller', 'fail', generator('ECRAuthorizationToken', {}, 'ml-alpha')],
    ['a token of another role', 'unknown', generator('STSSessionToken', { auth, role: 'arn:x' }, 'ml-alpha')],
    [
      'a token of the node',
      'fail',
      generator('ACRAccessToken', { auth: { managedIdentity: { identityId: 'a' } } }, 'ml-alpha'),
    ],
    ['a password', 'pass', generator('Password', { length: 20 }, 'ml-alpha')],
    ['what nobody knows', 'unknown', generator('OtherToken', {}, 'ml-alpha')],
    ['a generator that is not in the files', 'unknown', 'STSSessionToken'],
    ['a generator of another namespace', 'unknown', generator('STSSessionToken', { auth }, 'web')],
    ['a generator of the cluster that is not in the files', 'unknown', 'ClusterGenerator'],
    ['one of the cluster with an account', 'unknown', ofCluster('STSSessionToken', { auth })],
    ['one of the cluster that asks as the controller', 'fail', ofCluster('STSSessionToken', { region: 'a' })],
    ['a password of one of the cluster', 'pass', ofCluster('Password', { length: 20 })],
  ])('%s: %s', (_, expected, given) => {
    const objects = typeof given === 'string' ? [made(given)] : [made(given.kind), given];
    expect(judgedBy('secrets/external-stores', [...exampleObjects(), ...objects]).status).toBe(expected);
  });

  test('nothing else is turned by a token of the controller', () => {
    const ids = turned((o) => void o.push(made('STSSessionToken'), generator('STSSessionToken', {}, 'ml-alpha')));
    expect(ids).toEqual(['secrets/external-stores']);
  });

  test('a Secret that is pushed elsewhere may be made by a generator too', () => {
    const pushed = {
      apiVersion: 'external-secrets.io/v1alpha1',
      kind: 'PushSecret',
      metadata: { name: 'token', namespace: 'ml-alpha' },
      spec: {
        secretStoreRefs: [],
        selector: { generatorRef: { apiVersion: API, kind: 'ClusterGenerator', name: 'token' } },
      },
    };
    expect(judgedBy('secrets/external-stores', [...exampleObjects(), pushed]).status).toBe('unknown');
  });
});

const textOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = [
  { alg: 'RS256', kid: 'a' },
  { iss: 'kubernetes/serviceaccount', sub: 'system:serviceaccount:ml-alpha:train' },
]
  .map(textOf)
  .concat('c2lnbmF0dXJlLW9mLXRoZS10b2tlbg')
  .join('.');

test.each<[string, string, string]>([
  ['the token of a kubeconfig', `users:\n- name: x\n  user:\n    token: ${JWT}\n`, 'fail'],
  ['the key of a kubeconfig', `users:\n- user:\n    client-key-data: ${'QUJD'.repeat(20)}\n`, 'fail'],
  ['a line of .netrc', 'machine api.example.com login user password 0a1b2c3d4e5f\n', 'fail'],
  ['lines of .netrc', 'machine api.example.com\n  login user\n  password 0a1b2c3d4e5f\n', 'fail'],
  ['a line of .netrc without a user', 'machine api.example.com password 0a1b2c3d4e5f\n', 'fail'],
  ['a line of .netrc that a shell fills', 'machine api.example.com login user password $API_KEY\n', 'pass'],
  ['a line of .netrc that a template fills', 'machine api.example.com login user password {{ .token }}\n', 'pass'],
  ['words about machines', 'a machine with password protection learns\n', 'pass'],
  ['a kubeconfig that names files', 'users:\n- user:\n    tokenFile: /run/token\n    client-key: /run/key\n', 'pass'],
  ['something encoded', `eyJhIjoxfQ.${'x'.repeat(20)}.y\n`, 'pass'],
])('whether %s is a credential in a ConfigMap', (_, text, expected) => {
  const map = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'ml-alpha' },
    data: { settings: text },
  };
  expect(judgedBy('secrets/literal-credentials', [...exampleObjects(), map]).status).toBe(expected);
});

test('credentials in the binary part of a ConfigMap stand in manifests as any other', () => {
  const map = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'ml-alpha' },
    binaryData: { settings: Buffer.from('key: AKIAIOSFODNN7EXAMPLE').toString('base64') },
  };
  expect(judgedBy('secrets/literal-credentials', [...exampleObjects(), map]).status).toBe('fail');
});
