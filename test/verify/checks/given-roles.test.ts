import { result, type Loose } from './example';
import { judgedPlan, turnedByPlan, withPlan, type LoosePlan } from './planned-example';

withPlan();

describe('an annotation of an account', () => {
  const annotated = (arn: string) => (plan: LoosePlan, objects: Loose[]) => {
    const account = objects.find(
      ({ kind, metadata }) => kind === 'ServiceAccount' && metadata.namespace === 'ml-alpha',
    );
    account.metadata.annotations = { 'eks.amazonaws.com/role-arn': arn };
    plan.remove('PodIdentityAssociation', 'alpha');
  };
  const statuses = (arn: string): unknown[] => {
    const verdict = judgedPlan(annotated(arn));
    return ['own-prefix', 'escalation', 'trust'].map((id) => result(verdict, `access/${id}`).status);
  };

  test('is of the role that has this very ARN; a namesake and a role that is not in the files are not known', () => {
    expect(statuses('arn:aws:iam::111122223333:role/training/ml/ml-alpha')).toEqual(['pass', 'pass', 'pass']);
    for (const arn of ['arn:aws:iam::999988887777:role/training/ml/ml-alpha', 'arn:aws:iam::111122223333:role/other'])
      expect([arn, statuses(arn)]).toEqual([arn, ['unknown', 'unknown', 'unknown']]);
  });

  test('beside an association fails, even for the same role', () => {
    expect(
      turnedByPlan((plan, objects) => {
        const association = structuredClone(plan.resource('PodIdentityAssociation', 'alpha'));
        annotated('arn:aws:iam::111122223333:role/training/ml/ml-alpha')(plan, objects);
        plan.resources.push(association);
      }),
    ).toEqual(['access/one-role', 'pod/service-account']);
  });
});

describe('an association', () => {
  const associated =
    (inputs: object) =>
    (plan: LoosePlan): void =>
      void Object.assign(plan.copy('PodIdentityAssociation', 'alpha', 'added').inputs, {
        serviceAccount: 'other',
        roleArn: 'arn:aws:iam::111122223333:role/other',
        ...inputs,
      });
  const statuses = (inputs: object): unknown[] => {
    const verdict = judgedPlan(associated(inputs));
    return ['own-prefix', 'escalation', 'trust'].map((id) => result(verdict, `access/${id}`).status);
  };

  test('that gives pods of a project a role which is not in the files leaves open what they may do', () => {
    expect(statuses({})).toEqual(['unknown', 'unknown', 'unknown']);
    expect(statuses({ roleArn: 'arn:aws:iam::999988887777:role/other' })).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('of another namespace, or of another cluster, gives them nothing', () => {
    expect(turnedByPlan(associated({ namespace: 'shop' }))).toEqual([]);
    expect(turnedByPlan(associated({ clusterName: 'shop' }))).toEqual([]);
  });
});

test('a provider of another account or another cluster is not trusted, and one of nobody knows which cluster is not known', () => {
  const issuer = 'oidc.eks.us-west-2.amazonaws.com/id/OWN';
  const trusts =
    (account: string, from: string) =>
    (plan: LoosePlan): void =>
      plan.policy(
        'Role',
        'alpha-role',
        ({ Statement }) =>
          Statement.push({
            Effect: 'Allow',
            Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${from}` },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                [`${from}:sub`]: 'system:serviceaccount:ml-alpha:train',
                [`${from}:aud`]: 'sts.amazonaws.com',
              },
            },
          }),
        'assumeRolePolicy',
      );
  const status = (account: string, from: string, isShown = true): string =>
    result(
      judgedPlan((plan) => {
        trusts(account, from)(plan);
        if (isShown)
          plan.resource('Cluster', 'ml').outputs = { identities: [{ oidcs: [{ issuer: `https://${issuer}` }] }] };
      }),
      'access/trust',
    ).status;
  expect(status('111122223333', issuer)).toBe('pass');
  expect(status('111122223333', `${issuer}-2`)).toBe('fail');
  expect(status('999988887777', issuer)).toBe('fail');
  expect(status('111122223333', issuer, false)).toBe('unknown');
});
