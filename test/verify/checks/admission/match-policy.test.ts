import { exampleObjects, judgedBy, object, type Loose } from '../example';

describe('a rule for another version of a kind', () => {
  const older = (matchPolicy: object): Loose[] => {
    const objects = exampleObjects();
    const { matchConstraints } = object(objects, 'ValidatingAdmissionPolicy', 'ml-node-labels').spec;
    for (const rule of matchConstraints.resourceRules)
      Object.assign(rule, { apiGroups: ['*'], apiVersions: ['v1beta1'] });
    Object.assign(matchConstraints, matchPolicy);
    return objects;
  };
  const storage = (matchPolicy: object): Loose[] => {
    const objects = exampleObjects();
    const { matchConstraints } = object(objects, 'ValidatingAdmissionPolicy', 'ml-cluster-guards').spec;
    matchConstraints.resourceRules = matchConstraints.resourceRules.flatMap((rule: Loose) => [
      { ...rule, apiGroups: rule.apiGroups.filter((group: string) => group !== 'storage.k8s.io') },
      { ...rule, apiGroups: ['storage.k8s.io'], apiVersions: ['v1beta1'] },
    ]);
    Object.assign(matchConstraints, matchPolicy);
    return objects;
  };

  test.each([
    ['is not known to be heard', {}, 'unknown'],
    ['is not known to be heard where it says Equivalent', { matchPolicy: 'Equivalent' }, 'unknown'],
    ['is deaf where it says Exact', { matchPolicy: 'Exact' }, 'fail'],
  ])('%s', (_, matchPolicy, expected) => {
    expect(judgedBy('admission/cluster-guards', storage(matchPolicy)).status).toBe(expected);
  });

  test('is deaf of kinds that have one version', () => {
    expect(judgedBy('admission/nodes', older({})).status).toBe('fail');
  });

  test.each([
    ['may change what comes in', {}, 'unknown'],
    ['changes nothing where it says Exact', { matchPolicy: 'Exact' }, 'not-applicable'],
  ])('of a mutating webhook %s', (_, matchPolicy, expected) => {
    const rule = { apiGroups: ['batch'], apiVersions: ['v1beta1'], resources: ['cronjobs'], operations: ['CREATE'] };
    const webhook = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'older' },
      webhooks: [{ name: 'a.b.c', rules: [rule], clientConfig: { url: 'https://x' }, ...matchPolicy }],
    };
    const { status } = judgedBy('admission/mutations', [...exampleObjects(), webhook]);
    expect(status.replace('pass', 'not-applicable')).toBe(expected);
  });
});
