import { Evidence } from '../../../lib/verify/evidence';
import type { Inputs } from '../../../lib/verify/input/inputs';
import { judge } from '../../../lib/verify/verdict/verdict';
import { faultsOf } from '../../faults-of';
import { inputsOfObjects } from '../inputs-of';

const read = (apiVersion: string, kind: string, metadata: object): Inputs =>
  inputsOfObjects({ apiVersion, kind, metadata });
const refusals = (apiVersion: string, kind: string, metadata: object): Inputs['faults']['refusedByServer'] =>
  read(apiVersion, kind, metadata).faults.refusedByServer;

const LONG = 'a'.repeat(64);

test('what the API server refuses for its name is read as it is written, and no verdict is given on it', () => {
  const inputs = read('networking.k8s.io/v1', 'NetworkPolicy', { name: 'DEFAULT_DENY', namespace: 'ml-alpha' });
  expect(inputs.objects.map(({ name }) => name)).toEqual(['DEFAULT_DENY']);
  const [fault, ...more] = faultsOf(() => judge(new Evidence(inputs)));
  expect(more).toEqual([]);
  expect(fault).toMatchObject({ given: '"DEFAULT_DENY"', fix: 'correct it: the API server refuses the object' });
});

describe('a name that the API server refuses is told', () => {
  test.each([
    ['networking.k8s.io/v1', 'NetworkPolicy', 'DEFAULT_DENY'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'default..deny'],
    ['cilium.io/v2', 'CiliumNetworkPolicy', 'Deny'],
    ['projectcalico.org/v3', 'GlobalNetworkPolicy', 'deny-'],
    ['kyverno.io/v1', 'ClusterPolicy', 'ml_policy'],
    ['admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', 'ML'],
    ['v1', 'Pod', 'a'.repeat(254)],
    ['v1', 'Pod', ''],
    ['v1', 'ConfigMap', '-a'],
    ['v1', 'Namespace', 'ml.alpha'],
    ['v1', 'Namespace', LONG],
    ['v1', 'Service', 'a.b'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'a/b'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', '100%'],
    ['rbac.authorization.k8s.io/v1', 'RoleBinding', '..'],
  ])('%s %s %s', (apiVersion, kind, name) => {
    const faults = refusals(apiVersion, kind, { name });
    expect(faults.map(({ path }) => path)).toEqual([expect.stringMatching(/:\d+ metadata\.name$/)]);
    expect(faults[0]?.allowed).toContain(`the name of a ${kind}: `);
  });

  test('and so is a namespace that is no label, with what is allowed', () => {
    const [fault, ...more] = refusals('v1', 'Secret', { name: 's', namespace: 'ML_alpha' });
    expect(more).toEqual([]);
    expect(fault?.path).toMatch(/:\d+ metadata\.namespace$/);
    expect(fault?.allowed).toBe(
      'the name of a namespace: lower-case letters, digits and dashes, at most 63, starting and ending with a letter or digit',
    );
  });

  test.each(['Train-', '-', '_a'])('and so is the beginning %s of a name', (generateName) => {
    expect(refusals('batch/v1', 'Job', { generateName }).map(({ path }) => path)).toEqual([
      expect.stringMatching(/:\d+ metadata\.generateName$/),
    ]);
  });
});

describe('a name that some kind may have is none', () => {
  test.each([
    ['networking.k8s.io/v1', 'NetworkPolicy', { name: 'default.deny-1', namespace: 'ml-alpha' }],
    ['networking.k8s.io/v1', 'NetworkPolicy', { name: LONG }],
    ['v1', 'Service', { name: '1a' }],
    ['rbac.authorization.k8s.io/v1', 'Role', { name: 'system:Leader_Locking' }],
    ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { name: 'arn:aws:iam::1:role x' }],
    ['policy/v1', 'PodDisruptionBudget', { name: 'A_b' }],
    ['apiregistration.k8s.io/v1', 'APIService', { name: 'v1.' }],
    ['v1', 'Event', { name: 'A_b', namespace: 'default' }],
    ['batch/v1', 'Job', { generateName: 'train-' }],
    ['eksctl.io/v1alpha5', 'ClusterConfig', { name: 'Prod_1' }],
    ['example.com/v1', 'Widget', { name: 'A/b', namespace: 'A' }],
  ])('%s %s %o', (apiVersion, kind, metadata) => {
    expect(refusals(apiVersion, kind, metadata)).toEqual([]);
  });
});
