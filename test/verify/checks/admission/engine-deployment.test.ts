import { exampleObjects, judgedBy, type Loose } from '../example';

interface Given {
  readonly args?: readonly string[];
  readonly env?: readonly object[];
  readonly replicas?: number;
  readonly image?: string;
  readonly labels?: object;
  readonly namespace?: string;
}

const kyverno = ({ args = [], env = [], replicas = 3, namespace = 'kyverno', ...more }: Given = {}): Loose => {
  const { image = 'reg.kyverno.io/kyverno/kyverno:v1.15.2', labels = {} } = more;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'kyverno-admission-controller', namespace, labels },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'kyverno' } },
      template: {
        metadata: { labels: { app: 'kyverno', ...labels } },
        spec: {
          containers: [{ name: 'kyverno', image, args, env: [{ name: 'INIT_CONFIG', value: 'kyverno' }, ...env] }],
        },
      },
    },
  };
};
const settings = (name: string, resourceFilters: string, namespace = 'kyverno'): Loose => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { resourceFilters },
});
const webhook = (namespace: string): Loose => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'kyverno-resource-validating-webhook-cfg' },
  webhooks: [{ name: 'validate.kyverno.svc-fail', clientConfig: { service: { name: 'kyverno-svc', namespace } } }],
});
const engine = (...items: Loose[]): string => judgedBy('admission/engine', [...exampleObjects(), ...items]).status;
const found = (...items: Loose[]): string =>
  judgedBy('admission/engine', [...exampleObjects(), ...items])
    .findings.map(({ message }) => message)
    .join();

describe('Kyverno as the files start it', () => {
  test.each<[string, Given, string]>([
    ['as its chart does', { args: ['--autoUpdateWebhooks=true', '--forceFailurePolicyIgnore=false'] }, 'pass'],
    ['that lets everything pass when it is down', { args: ['--forceFailurePolicyIgnore=true'] }, 'fail'],
    ['the same in short', { args: ['-forceFailurePolicyIgnore=T'] }, 'fail'],
    ['the same in two words', { args: ['--forceFailurePolicyIgnore', 'true'] }, 'fail'],
    ['that refuses in two words', { args: ['--forceFailurePolicyIgnore', 'false'] }, 'pass'],
    ['whose flag lacks its value', { args: ['--forceFailurePolicyIgnore'] }, 'unknown'],
    ['with the same by a shell', { args: ['-c', 'exec kyverno --forceFailurePolicyIgnore="true"'] }, 'fail'],
    [
      'with the same on one way through a script',
      { args: ['-c', 'test -f x && kyverno --forceFailurePolicyIgnore=1 || kyverno --forceFailurePolicyIgnore=0'] },
      'fail',
    ],
    ['whose shell fills the flag in', { args: ['-c', 'kyverno --forceFailurePolicyIgnore=$OPEN'] }, 'unknown'],
    ['with the same behind its flags', { args: ['--', '--forceFailurePolicyIgnore=true'] }, 'pass'],
    ['with the same under another', { args: ['-s', '--', 'kyverno', '--forceFailurePolicyIgnore=true'] }, 'fail'],
    ['that takes it back', { args: ['--forceFailurePolicyIgnore=true', '--forceFailurePolicyIgnore=false'] }, 'pass'],
    ['whose flag is filled in', { args: ['--forceFailurePolicyIgnore=$(OPEN)'] }, 'unknown'],
    ['with the same by a variable', { env: [{ name: 'FLAG_FORCE_FAILURE_POLICY_IGNORE', value: 'true' }] }, 'fail'],
    ['with an empty variable', { env: [{ name: 'FLAG_FORCE_FAILURE_POLICY_IGNORE', value: '' }] }, 'pass'],
    ['that leaves its webhooks as they are', { args: ['--autoUpdateWebhooks=false'] }, 'unknown'],
    ['that keeps its webhooks, by a switch', { args: ['--autoUpdateWebhooks', 'false'] }, 'pass'],
    ['that runs nowhere', { replicas: 0 }, 'fail'],
    [
      'under a label and another image',
      { replicas: 0, image: 'mirror/engine', labels: { 'app.kubernetes.io/component': 'admission-controller' } },
      'fail',
    ],
    [
      'of another part, which may be away',
      {
        replicas: 0,
        image: 'reg.kyverno.io/kyverno/cleanup-controller:v1.15.2',
        labels: { 'app.kubernetes.io/component': 'cleanup-controller' },
      },
      'pass',
    ],
    ['of somebody else', { replicas: 0, namespace: 'web' }, 'pass'],
    [
      'whose settings another object names',
      { env: [{ name: 'INIT_CONFIG', valueFrom: { configMapKeyRef: { name: 'x', key: 'y' } } }] },
      'unknown',
    ],
  ])('%s', (_, given, expected) => {
    expect(engine(kyverno(given))).toBe(expected);
  });

  test('leaves webhooks as they are that the files have', () => {
    const deaf = kyverno({ args: ['--autoUpdateWebhooks=false'] });
    expect([engine(deaf, webhook('kyverno')), engine(deaf, webhook('web'))]).toEqual(['pass', 'unknown']);
  });
});

describe('the ConfigMap that Kyverno reads', () => {
  const other = kyverno({ env: [{ name: 'INIT_CONFIG', value: 'other' }] });
  const open = '[Pod/*,ml-*,*]';

  test.each<[string, readonly Loose[], string]>([
    ['is that of its name', [settings('kyverno', open)], 'fail'],
    ['is the one that its Deployment names', [other, settings('other', open)], 'fail'],
    ['is that one alone', [other, settings('other', ''), settings('kyverno', open)], 'pass'],
    ['has to be there', [other, settings('kyverno', '')], 'unknown'],
    ['stands in its namespace', [other, settings('other', ''), settings('other', open, 'web')], 'pass'],
    ['is no other', [kyverno(), settings('other', open)], 'pass'],
  ])('%s', (_, items, expected) => {
    expect(engine(...items)).toBe(expected);
  });

  test('is named where no file has it', () => {
    expect(found(other)).toBe('reads its settings from ConfigMap other, which no file has');
  });
});

describe('what its settings filter away', () => {
  test.each([
    ['[Pod,ml-alpha,*]', 'fail'],
    ['[P?d,ml-alpha,*]', 'fail'],
    ['[*,ml-????a,*]', 'fail'],
    ['[*,?l-*,*]', 'fail'],
    ['[apps/v1/Deployment,ml-alpha,*]', 'fail'],
    ['[Pod,ml-???,*]', 'pass'],
    ['[Event,*,*] [*/*,kube-system,*] [Pod/binding,*,*]', 'pass'],
  ])('%s: %s', (filters, expected) => {
    expect(engine(settings('kyverno', filters))).toBe(expected);
  });
});
