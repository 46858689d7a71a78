import { readAssumptions, type Assumptions } from '../../../../lib/verify/assumptions';
import { reported } from '../../reports/reported';
import { ASSUMED, exampleObjects, judgedBy, type Loose } from '../example';

const CILIUM = ['cni=cilium', ...ASSUMED.slice(1)];

const settings = (data: object, namespace = 'kube-system'): Loose => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'cilium-config', namespace },
  data,
});
const ofNodes = (defaults: object): Loose => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNodeConfig',
  metadata: { name: 'some', namespace: 'kube-system' },
  spec: { nodeSelector: { matchLabels: { purpose: 'training' } }, defaults },
});
const agent = (container: object, namespace = 'kube-system'): Loose => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'cilium', namespace },
  spec: {
    selector: { matchLabels: { 'k8s-app': 'cilium' } },
    template: {
      metadata: { labels: { 'k8s-app': 'cilium' } },
      spec: { hostNetwork: true, containers: [{ name: 'cilium-agent', image: 'quay.io/cilium/cilium', ...container }] },
    },
  },
});

const status = (objects: readonly Loose[], assume = CILIUM): string =>
  judgedBy('network/enforced', [...exampleObjects(), ...objects], { assume }).status;

test.each<[string, Loose[]]>([
  ['enforces for nobody', [settings({ 'enable-policy': 'never' })]],
  ['enforces for nobody, in capitals', [settings({ 'enable-policy': 'Never' })]],
  ['only writes down what it would drop', [settings({ 'policy-audit-mode': 'true' })]],
  ['does not read policies of Kubernetes', [settings({ 'enable-k8s-networkpolicy': 'false' })]],
  ['enforces for nobody on some nodes', [ofNodes({ 'enable-policy': 'never' })]],
  ['enforces for nobody, by a flag', [agent({ args: ['--config-dir=/tmp', '--enable-policy=never'] })]],
  ['enforces for nobody, by a flag in two', [agent({ args: ['--enable-policy', 'never'] })]],
  ['enforces for nobody, by its last flag', [agent({ args: ['--enable-policy=default', '--enable-policy=never'] })]],
  [
    'enforces for nobody, whatever it takes from elsewhere',
    [agent({ args: ['--enable-policy=$(MODE)'] }), settings({ 'policy-audit-mode': 'true' })],
  ],
  ['only writes down, by a flag alone', [agent({ command: ['cilium-agent', '--policy-audit-mode'] })]],
  ['enforces for nobody, by a shell', [agent({ command: ['sh', '-c', 'exec cilium-agent --enable-policy="never"'] })]],
  ['enforces for nobody, by a variable', [agent({ env: [{ name: 'CILIUM_ENABLE_POLICY', value: 'never' }] })]],
  [
    'enforces for nobody, in a namespace of its own',
    [agent({}, 'cilium'), settings({ 'enable-policy': 'never' }, 'cilium')],
  ],
])('Cilium that %s makes comments of policies', (_, objects) => {
  expect(status(objects)).toBe('fail');
});

test.each<[string, Loose[]]>([
  ['no settings in the files', []],
  ['settings as they come', [settings({ 'enable-policy': 'default', 'policy-audit-mode': 'false' })]],
  ['enforcement for pods without policies too', [settings({ 'enable-policy': 'always' })]],
  ['other settings for some nodes', [ofNodes({ 'enable-policy': 'always', debug: 'true' })]],
  ['a flag that is taken back', [agent({ args: ['--enable-policy=never', '--enable-policy=default'] })]],
  ['its agent', [agent({ args: ['--config-dir=/tmp', '--enable-k8s-networkpolicy', '--policy-audit-mode=false'] })]],
  ['a variable from elsewhere', [agent({ env: [{ name: 'CILIUM_K8S_NAMESPACE', valueFrom: {} }] })]],
  ['a file of that name elsewhere', [settings({ 'enable-policy': 'never' }, 'production')]],
])('Cilium with %s enforces', (_, objects) => {
  expect(status(objects)).toBe('pass');
});

test.each<[string, Loose]>([
  ['a flag', { args: ['--enable-policy=$(MODE)'] }],
  ['a variable', { env: [{ name: 'CILIUM_POLICY_AUDIT_MODE', valueFrom: { fieldRef: { fieldPath: 'x' } } }] }],
])('whether Cilium enforces is not known where %s of its agent is filled in', (_, container) => {
  expect(status([agent(container)])).toBe('unknown');
});

test('what Cilium is told is nothing to another CNI', () => {
  expect(status([settings({ 'enable-policy': 'never' })], ASSUMED)).toBe('pass');
});

test('the finding names the setting and stands where it is written', () => {
  const objects = [...exampleObjects(), settings({ 'enable-policy': 'never' })];
  const [finding] = judgedBy('network/enforced', objects, { assume: CILIUM }).findings;
  expect(finding?.message).toBe('Cilium is there, and enforces no network policies: enable-policy: never');
  expect(finding?.place?.path.slice(-2)).toEqual(['data', 'enable-policy']);
});

test('the report does not call enforced what is switched off', () => {
  const assumptions = readAssumptions(CILIUM) as Assumptions;
  const premise = (...more: Loose[]): string | undefined =>
    reported([...exampleObjects(), ...more], { assumptions, families: ['network'] }).summary.premises[0];
  expect([premise(), premise(settings({ 'enable-policy': 'never' }))]).toEqual([
    'cilium enforces network policies (assumed)',
    'cilium is taken to enforce network policies (assumed)',
  ]);
});

test.each([
  ['cni=vpc-cni,strict', 'pods start closed (assumed)'],
  ['cni=cilium,strict', 'pods start closed (assumed)'],
  ['cni=cilium', 'pods start closed, as cilium is known to do it'],
  ['cni=calico', 'pods start closed, as calico is known to do it'],
  ['cni=vpc-cni', undefined],
])('with %s the report says by whose word pods start closed: %s', (assume, premise) => {
  const assumptions = readAssumptions([assume]) as Assumptions;
  const { summary } = reported(exampleObjects(), { assumptions, families: ['network'] });
  expect(summary.premises.find((text) => text.startsWith('pods start'))).toBe(premise);
});
