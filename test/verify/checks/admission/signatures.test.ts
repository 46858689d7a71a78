import {
  imageValidatingPolicies,
  clusterPolicyForImages,
} from '../../../../lib/policies/dialects/kyverno-image-policies';
import { imageSignature } from '../../../../lib/policies/rules/image-signature';
import { signed } from '../../../policies/signed';
import { ASSUMED, exampleObjects, judgedBy, type Loose } from '../example';

const fresh = (policy: unknown): Loose => JSON.parse(JSON.stringify(policy));
const clusterPolicy = (): Loose => fresh(clusterPolicyForImages(signed, imageSignature));
const imagePolicy = (): Loose => fresh(imageValidatingPolicies(signed, imageSignature)[0]);

const enforcing = (policy: Loose): string => judgedBy('admission/enforcing', [...exampleObjects(), policy]).status;

describe('a policy that asks for signatures', () => {
  test.each([
    ['a ClusterPolicy', clusterPolicy],
    ['an ImageValidatingPolicy', imagePolicy],
  ])('refuses as the library writes it: %s', (_, policy) => {
    expect(enforcing(policy())).toBe('pass');
  });

  test('only reports as soon as one of its entries does', () => {
    const policy = clusterPolicy();
    const [first] = policy.spec.rules;
    first.verifyImages.push({ ...first.verifyImages[0], failureAction: 'Audit' });
    expect(enforcing(policy)).toBe('fail');
  });

  test('is as its policy says where it does not say itself', () => {
    const policy = clusterPolicy();
    for (const rule of policy.spec.rules) delete rule.verifyImages[0].failureAction;
    expect(enforcing(policy)).toBe('fail');
    policy.spec.validationFailureAction = 'Enforce';
    expect(enforcing(policy)).toBe('pass');
  });

  const mine = (policy: Loose): Loose => {
    const [rule] = policy.spec.rules ?? [];
    if (rule !== undefined) rule.match = { any: [{ resources: { kinds: ['Pod'], namespaces: ['ml-*'] } }] };
    else policy.spec.matchConstraints.namespaceSelector = {};
    return policy;
  };
  const jobs = (policy: Loose, ...assume: string[]): string =>
    judgedBy('admission/jobs-start', [...exampleObjects(), policy], { assume: [...ASSUMED, ...assume] }).status;

  test.each([
    ['a ClusterPolicy', clusterPolicy],
    ['an ImageValidatingPolicy', imagePolicy],
  ])('may keep jobs from starting, unless somebody vouches for their images: %s', (_, policy) => {
    expect(jobs(mine(policy()))).toBe('unknown');
    expect(jobs(mine(policy()), 'signed')).toBe('pass');
  });

  test('is no matter of signatures alone where it asks for more', () => {
    const policy = mine(imagePolicy());
    policy.spec.validations.push({ expression: 'images.containers.all(image, image.startsWith("a/"))' });
    expect(jobs(policy, 'signed')).toBe('unknown');
  });
});
