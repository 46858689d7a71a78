import { App } from 'cdk8s';
import { platform } from '../../../../examples/document-1/platform';
import { ProjectSecrets, TrainingProject } from '../../../../lib/kubernetes';
import { ROLE_ANNOTATION } from '../../../../lib/model/project/service-account';
import { synthesize } from '../../../../lib/testing';
import { object, podOf, type Loose } from '../example';
import { turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const ROLE = 'arn:aws:iam::111122223333:role/alpha-secrets';

/** What a project of the library has beside the example: a store, the account that reads it, and a Secret. */
function secretsOf(): Loose[] {
  const app = new App();
  const project = new TrainingProject(app, 'alpha', { platform, project: 'alpha' });
  new ProjectSecrets(project, 'secrets', { roleArn: ROLE, secrets: { wandb: { 'api-key': { key: 'wandb' } } } });
  const written = JSON.parse(JSON.stringify(synthesize(app))) as Loose[];
  return written.filter(
    ({ kind, metadata: { name } }) => ['SecretStore', 'ExternalSecret'].includes(kind) || name === 'secrets-reader',
  );
}

type Change = (plan: LoosePlan, objects: Loose[]) => void;

const turnedBy = (change: Change): readonly string[] =>
  turnedByPlan((plan, objects) => {
    objects.push(...secretsOf());
    change(plan, objects);
  });

/** The role in the plan, for that account, with rights of its own. */
function planned(plan: LoosePlan, action: string, resource: string): void {
  const role = plan.copy('Role', 'alpha-role', 'alpha-secrets');
  role.inputs.name = 'alpha-secrets';
  role.inputs.path = '/';
  role.inputs.assumeRolePolicy = role.inputs.assumeRolePolicy.replace('"train"', '"secrets-reader"');
  const policy = plan.copy('RolePolicy', 'alpha-role-storage', 'alpha-secrets-reads');
  policy.inputs.role = 'alpha-secrets';
  policy.inputs.policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
  });
  for (const added of [role, policy]) added.propertyDependencies = {};
}

const SECRETS = 'arn:aws:secretsmanager:us-west-2:111122223333:secret:ml-alpha/*';
const names = (objects: readonly Loose[], arn: string | undefined): void => {
  object(objects, 'ServiceAccount', 'secrets-reader').metadata.annotations[ROLE_ANNOTATION] = arn;
};

describe('an account that reads the store of a project, as which no pod runs', () => {
  test.each<[string, readonly string[], Change]>([
    ['needs no training data, and its role may be of another program', [], () => undefined],
    ['needs none with a role of the plan', [], (p) => planned(p, 'secretsmanager:GetSecretValue', SECRETS)],
    ['may not touch any', ['access/outsiders'], (p) => planned(p, 's3:*Object', '*')],
    [
      'has a role that is for nobody else',
      ['access/trust'],
      (p) => {
        planned(p, 'secretsmanager:GetSecretValue', SECRETS);
        p.policy(
          'Role',
          'alpha-secrets',
          ({ Statement }) =>
            Statement.push({ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }),
          'assumeRolePolicy',
        );
      },
    ],
    [
      'may not be another project',
      ['access/trust', 'pod/service-account'],
      (_, objects) => names(objects, platform.projects[1]?.role.arn),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedBy(change)).toEqual(expected);
  });

  test('is one of training as soon as a pod runs as it', () => {
    const turned = turnedBy((_, objects) => (podOf(objects).spec.serviceAccountName = 'secrets-reader'));
    expect(turned).toEqual(expect.arrayContaining(['access/own-prefix', 'access/reads-own-data']));
  });

  test('is one of training where no store names it', () => {
    const turned = turnedBy((_, objects) => {
      const store = object(objects, 'SecretStore', 'project');
      store.spec.provider.aws.auth.jwt.serviceAccountRef.name = 'somebody-else';
    });
    expect(turned).toEqual(expect.arrayContaining(['access/own-prefix', 'access/reads-own-data']));
  });
});
