import { Admission } from '../../../lib/verify/admission/admission';
import { admissionRequest, type Manifest } from '../../../lib/verify/admission/admission-request';
import { inputsOfObjects } from '../inputs-of';

// What each says was asked of an API server 1.36: `DELETE .../configmaps?fieldSelector=metadata.name=kept`.
const object: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kept', namespace: 'n' } };
const RULE = { apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['configmaps'] };

const admissionOf = (expression: string, rule: object = {}, spec: object = {}): Admission =>
  new Admission(
    inputsOfObjects(
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicy',
        metadata: { name: 'theirs' },
        spec: { matchConstraints: { resourceRules: [{ ...RULE, ...rule }] }, validations: [{ expression }], ...spec },
      },
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingAdmissionPolicyBinding',
        metadata: { name: 'theirs' },
        spec: { policyName: 'theirs', validationActions: ['Deny'] },
      },
    ),
    { rule: 'rule' },
    'kyverno',
  );

/** How an object that means something by its name is removed past a guard. */
function wayPast(admission: Admission, what = object, operation: 'DELETE' | 'UPDATE' = 'DELETE'): string | undefined {
  const request = admissionRequest({ operation, object: what, namespaceLabels: new Map() });
  expect(admission.refuserOf({ request })).toBeDefined();
  return admission.disguiseOf({ request }, true)?.text;
}

describe('whoever removes everything of a kind names nothing, and so is not heard or seen by a guard that', () => {
  test.each([
    ['is about some names', 'false', { resourceNames: ['kept'] }, {}],
    ['takes a name that is missing for another', "request.?name.orValue('') != 'kept'", {}, {}],
    ['lets pass what fails', "request.name != 'kept'", {}, { failurePolicy: 'Ignore' }],
  ])('%s', (_, expression, rule, spec) => {
    expect(wayPast(admissionOf(expression, rule, spec))).toBe('removed together with all of its kind');
  });

  test('but refused by one that fails for want of the name, or looks at the object', () => {
    expect(wayPast(admissionOf("request.name != 'kept'"))).toBeUndefined();
    expect(wayPast(admissionOf("oldObject.metadata.name != 'kept'"))).toBeUndefined();
  });

  test('but not what is changed, and no namespace, each of which is removed alone', () => {
    const updates = admissionOf('false', { resourceNames: ['kept'], operations: ['UPDATE'] });
    expect(wayPast(updates, object, 'UPDATE')).toBeUndefined();
    const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kept' } };
    expect(
      wayPast(admissionOf('false', { resourceNames: ['kept'], resources: ['namespaces'] }), namespace),
    ).toBeUndefined();
  });
});

test('Kyverno goes by the name of the object, whatever the request says', () => {
  const policy = (resources: object, validate: object): object => ({
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: 'theirs' },
    spec: {
      validationFailureAction: 'Enforce',
      rules: [{ name: 'rule', match: { any: [{ resources: { kinds: ['ConfigMap'], ...resources } }] }, validate }],
    },
  });
  const admission = (...given: Parameters<typeof policy>): Admission =>
    new Admission(inputsOfObjects(policy(...given)), { rule: 'rule' }, 'kyverno');
  expect(wayPast(admission({ names: ['kept'] }, { deny: {} }))).toBeUndefined();
  const expression = "request.name != 'kept'";
  expect(wayPast(admission({}, { cel: { expressions: [{ expression }] } }))).toBeUndefined();
});
