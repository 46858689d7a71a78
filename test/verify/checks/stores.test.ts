import { exampleObjects, judgedBy, type Loose } from './example';

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

test('credentials in the binary part of a ConfigMap stand in manifests as any other', () => {
  const map = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'ml-alpha' },
    binaryData: { settings: Buffer.from('key: AKIAIOSFODNN7EXAMPLE').toString('base64') },
  };
  expect(judgedBy('secrets/literal-credentials', [...exampleObjects(), map]).status).toBe('fail');
});
