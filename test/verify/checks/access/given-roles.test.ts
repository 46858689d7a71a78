import { platform } from '../../../../examples/document-1/platform';
import type { Platform } from '../../../../lib';
import { result, type Loose } from '../example';
import { judgedPlan, turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

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

describe('settings of the token with which pods take on the role that their account names', () => {
  const ISSUER = 'oidc.eks.us-west-2.amazonaws.com/id/OWN';
  const found = (settings: object, audience = 'sts.amazonaws.com', internet = {}): readonly string[] => {
    const verdict = judgedPlan(
      (plan, objects) => {
        const account = objects.find(
          ({ kind, metadata }) => kind === 'ServiceAccount' && metadata.namespace === 'ml-alpha',
        );
        account.metadata.annotations = {
          'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/training/ml/ml-alpha',
          ...settings,
        };
        plan.remove('PodIdentityAssociation', 'alpha');
        const trusts = (document: Loose): void => {
          document.Statement = [
            {
              Effect: 'Allow',
              Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${ISSUER}` },
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: {
                StringEquals: {
                  [`${ISSUER}:sub`]: 'system:serviceaccount:ml-alpha:train',
                  [`${ISSUER}:aud`]: audience,
                },
              },
            },
          ];
        };
        plan.policy('Role', 'alpha-role', trusts, 'assumeRolePolicy');
      },
      {
        platform: {
          ...platform,
          projects: platform.projects.map((project) => ({ ...project, unsafe: internet })),
        } as Platform,
      },
    );
    return result(verdict, 'access/pods-get-roles').findings.map(({ message }) => message);
  };
  const audience = (value: string) => ({ 'eks.amazonaws.com/audience': value });
  const regional = (value: string) => ({ 'eks.amazonaws.com/sts-regional-endpoints': value });
  const FOR = 'tokens of train are for x, and its role takes those for sts.amazonaws.com';
  const GLOBAL = 'pods of train ask STS at its global address, which no endpoint of the network serves';

  test.each<[string, readonly string[], Parameters<typeof found>]>([
    ['none', [], [{}]],
    ['the audience that the trust asks for', [], [audience('sts.amazonaws.com')]],
    ['another audience that the trust asks for', [], [audience('x'), 'x']],
    ['an audience that it does not ask for', [FOR], [audience('x')]],
    ['the address of STS of the region', [], [regional('true')]],
    ['the global one', [GLOBAL], [regional('false')]],
    ['the global one, in the words of Go', [GLOBAL], [regional('F')]],
    ['a word that Go does not read', [], [regional('no')]],
    ['the global one, by way of the internet', [], [regional('false'), undefined, { internet: { reason: 'models' } }]],
  ])('%s', (_, expected, args) => {
    expect(found(...args)).toEqual(expected);
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
