import { exampleObjects, judged, result, type Loose } from '../example';
import { turnedTo, withPlan } from '../planned-example';

withPlan();

/** The agent of the VPC CNI as a dump shows it, with what somebody changed in it. */
const agent = (args: readonly string[], mode: string | undefined, name = 'aws-eks-nodeagent'): Loose => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'aws-node', namespace: 'kube-system' },
  spec: {
    selector: { matchLabels: { 'k8s-app': 'aws-node' } },
    template: {
      metadata: { labels: { 'k8s-app': 'aws-node' } },
      spec: {
        hostNetwork: true,
        tolerations: [{ operator: 'Exists' }],
        containers: [
          {
            name: 'aws-node',
            env: mode === undefined ? [] : [{ name: 'NETWORK_POLICY_ENFORCING_MODE', value: mode }],
          },
          { name, args },
        ],
      },
    },
  },
});

const ON = ['--enable-network-policy=true'];
const IDS = ['network/enforced', 'network/starts-closed'];

test.each<[string, Loose, readonly string[]]>([
  ['as its add-on says', agent(ON, 'strict'), []],
  ['with policies switched off', agent(['--enable-network-policy=false'], 'strict'), ['network/enforced fail']],
  [
    'with policies switched off as Go reads it',
    agent(['--enable-network-policy=F'], 'strict'),
    ['network/enforced fail'],
  ],
  [
    'with policies switched off again',
    agent([...ON, '--enable-network-policy=false'], 'strict'),
    ['network/enforced fail'],
  ],
  ['with policies switched on by itself', agent(['--enable-network-policy'], 'strict'), []],
  ['that nobody tells to enforce', agent([], 'strict'), ['network/enforced fail']],
  ['whose switch is filled in', agent(['--enable-network-policy=$(ON)'], 'strict'), ['network/enforced unknown']],
  ['whose mode is filled in', agent(ON, '$(MODE)'), ['network/starts-closed unknown']],
  ['without the container that enforces', agent(ON, 'strict', 'sidecar'), ['network/enforced fail']],
  ['that starts pods open', agent(ON, 'standard'), ['network/starts-closed fail']],
  ['that starts pods open by default', agent(ON, undefined), ['network/starts-closed fail']],
])('an agent of the VPC CNI %s beside a plan whose add-on is good', (_, object, expected) => {
  const found = turnedTo((_plan, objects) => void objects.push(object));
  expect(found.filter((text) => IDS.some((id) => text.startsWith(id)))).toEqual(expected);
});

test.each<[string, object, readonly string[]]>([
  ['switched off', { value: 'false' }, []],
  ['switched on', { value: '1' }, ['network/pod-security-groups unknown']],
  ['filled in', { valueFrom: { configMapKeyRef: {} } }, ['network/pod-security-groups unknown']],
])('subnets and groups of their own for pods, %s in the agent', (_, given, expected) => {
  const object = agent(ON, 'strict');
  object.spec.template.spec.containers[0].env.push({ name: 'AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG', ...given });
  const found = turnedTo((_plan, objects) => void objects.push(object));
  expect(found.filter((text) => text.startsWith('network/pod-security-groups'))).toEqual(expected);
});

test('who vouches for the VPC CNI does not do so against the agent in the files', () => {
  const statuses = (object: Loose): readonly string[] => {
    const verdict = judged([...exampleObjects(), object], { assume: ['cni=vpc-cni', 'strict', 'complete'] });
    return IDS.map((id) => result(verdict, id).status);
  };
  expect(statuses(agent(ON, 'strict'))).toEqual(['pass', 'pass']);
  expect(statuses(agent(['--enable-network-policy=false'], 'standard'))).toEqual(['fail', 'fail']);
});

const elsewhere = (object: Loose): Loose => ({ ...object, metadata: { ...object.metadata, namespace: 'a-tools' } });

test.each<[string, readonly Loose[], readonly string[]]>([
  [
    'that starts pods open, whatever one elsewhere says',
    [elsewhere(agent(ON, 'strict')), agent(ON, 'standard')],
    ['fail'],
  ],
  ['as its add-on says, whatever one elsewhere says', [elsewhere(agent([], 'standard')), agent(ON, 'strict')], []],
  ['of which two files say different things', [agent(ON, 'strict'), agent(ON, 'standard')], ['fail']],
])('an agent of the VPC CNI %s', (_, agents, expected) => {
  const found = turnedTo((_plan, objects) => void objects.push(...agents));
  expect(found.filter((text) => text.startsWith('network/'))).toEqual(
    expected.map((status) => `network/starts-closed ${status}`),
  );
});

test('subnets and groups of their own for pods are given by the agent in kube-system and by none elsewhere', () => {
  const object = agent(ON, 'strict');
  object.spec.template.spec.containers[0].env.push({ name: 'AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG', value: 'true' });
  const found = turnedTo((_plan, objects) => void objects.push(elsewhere(object)));
  expect(found.filter((text) => text.startsWith('network/'))).toEqual([]);
});

test.each([
  ['cilium', 'kube-system', 'pass'],
  ['cilium', 'a-tools', 'unknown'],
  ['calico-node', 'calico-system', 'pass'],
  ['calico-node', 'a-tools', 'unknown'],
])('a DaemonSet %s in %s is the plugin that enforces, or no word about it: %s', (name, namespace, expected) => {
  const object = agent(ON, 'strict');
  Object.assign(object.metadata, { name, namespace });
  expect(result(judged([...exampleObjects(), object], { assume: ['complete'] }), 'network/enforced').status).toBe(
    expected,
  );
});
