import type { Loose } from './example';
import { judgedPlan, turnedTo, withPlan, type LoosePlan } from './planned-example';

withPlan();

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
const OWN = '111122223333';
const OTHER = '999988887777';

/** Puts a resource into a stack of its own, and gives those of the platform that it names ids as AWS chose them. */
const beside =
  (type: string, inputs: object, ...named: readonly (readonly [kind: string, name: string, id: string])[]) =>
  (plan: LoosePlan): void => {
    for (const [kind, name, id] of named) plan.resource(kind, name).outputs.id = id;
    plan.elsewhere.push({ urn: `urn:pulumi:dev::elsewhere::${type}::added`, type, custom: true, inputs });
  };

const provider = (account: string): Loose => ({
  urn: 'urn:pulumi:dev::elsewhere::pulumi:providers:aws::aws',
  type: 'pulumi:providers:aws',
  custom: true,
  inputs: { allowedAccountIds: JSON.stringify([account]) },
});

const EVERYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});
const RIGHTS = ['access/other-buckets fail', 'access/own-prefix fail', 'access/own-rights fail'];
const toAlpha = beside('aws:iam/rolePolicy:RolePolicy', { role: 'ml-alpha', name: 'more', policy: EVERYTHING });
const rule = (securityGroupId: string, inputs: object) =>
  beside(
    'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
    { securityGroupId, ipProtocol: '-1', ...inputs },
    ['SecurityGroup', 'p4d-alpha', 'sg-alpha'],
    ['SecurityGroup', 'p4d-beta', 'sg-beta'],
  );

describe('what another stack adds to a resource of the platform', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    ['rights of a project', RIGHTS, toAlpha],
    [
      'sessions on training nodes',
      ['access/node-roles fail'],
      beside('aws:iam/rolePolicyAttachment:RolePolicyAttachment', {
        role: 'ml--p4d--alpha',
        policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
      }),
    ],
    [
      'a rule for everybody',
      ['node/closed-groups fail', 'node/own-security-group fail'],
      rule('sg-alpha', { cidrIpv4: '0.0.0.0/0' }),
    ],
    [
      'a rule for another project',
      ['node/own-security-group fail', 'node/projects-apart fail'],
      rule('sg-alpha', { referencedSecurityGroupId: 'sg-beta' }),
    ],
    ['a rule for members of another group', [], rule('sg-other', { cidrIpv4: '0.0.0.0/0' })],
    [
      'a machine among the peers',
      ['node/own-security-group fail'],
      beside('aws:ec2/instance:Instance', { vpcSecurityGroupIds: ['sg-alpha'] }, [
        'SecurityGroup',
        'p4d-alpha',
        'sg-alpha',
      ]),
    ],
    [
      'a way to the internet',
      ['node/isolated-subnets fail'],
      beside(
        'aws:ec2/route:Route',
        { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-1' },
        ['RouteTable', 'ml-isolated', 'rtb-1'],
      ),
    ],
    [
      'an end to older versions',
      ['access/object-versions fail'],
      beside('aws:s3/bucketVersioning:BucketVersioning', {
        bucket: 'training-data-bucket',
        versioningConfiguration: { status: 'Suspended' },
      }),
    ],
  ])('counts: %s', (_, turned, change) => expect(turnedTo(change)).toEqual(turned));
});

test('rights of a role of the same name in another account are not those of the project', () => {
  const change = (plan: LoosePlan): void => {
    toAlpha(plan);
    plan.elsewhere.push(provider(OTHER));
  };
  expect(turnedTo(change)).toEqual([]);
  expect(turnedTo((plan) => (toAlpha(plan), plan.elsewhere.push(provider(OWN))))).toEqual(RIGHTS);
});

test('a rule of a group that another stack names is one of a group that is not known', () => {
  const stack = 'urn:pulumi:dev::elsewhere::pulumi:pulumi:StackReference::platform';
  const change = (plan: LoosePlan): void => {
    rule(UNKNOWN, { cidrIpv4: '0.0.0.0/0' })(plan);
    plan.elsewhere[0].propertyDependencies = { securityGroupId: [stack] };
    plan.elsewhere.push({ urn: stack, type: 'pulumi:pulumi:StackReference', custom: true, inputs: {} });
  };
  expect(turnedTo(change)).toEqual(['node/closed-groups unknown']);
});

test('the example in two stacks is judged as in one', () => {
  const statuses = (change: (plan: LoosePlan) => void): readonly string[] =>
    judgedPlan(change).results.map(({ check, status }) => `${check.id} ${status}`);
  const isOfProjects = ({ urn }: Loose): boolean => /:(?:ProjectIdentity|TrainingStorage)\b/.test(urn);
  const apart = statuses((plan) => {
    plan.elsewhere.push(...plan.resources.filter(isOfProjects), ...plan.resources.filter(isProvider));
    plan.document.deployment.resources = plan.resources.filter((resource) => !isOfProjects(resource));
  });
  expect(apart).toEqual(statuses(() => undefined));
});

const isProvider = ({ type }: Loose): boolean => type === 'pulumi:providers:aws';

test('what another stack looks up is what it is', () => {
  const change = (plan: LoosePlan): void => {
    const template = plan.resource('LaunchTemplate', 'p4d-alpha');
    Object.assign(template.outputs, { id: 'lt-alpha', latestVersion: 1 });
    plan.resource('SecurityGroup', 'p4d-alpha').outputs.id = 'sg-alpha';
    template.inputs.networkInterfaces[1].securityGroups = ['sg-alpha'];
    plan.inputs('NodeGroup', 'p4d-alpha').launchTemplate = { id: 'lt-alpha', version: '1' };
    const urn = template.urn.replace('::training-cluster::', '::elsewhere::');
    plan.elsewhere.push({ ...structuredClone(template), urn, external: true });
  };
  expect(turnedTo(change)).toEqual([]);
});

test('a stack that is given twice is judged in both states, and never beside itself', () => {
  const twice =
    (change: (copies: Loose[]) => void) =>
    (plan: LoosePlan): void => {
      plan.elsewhere.push(...structuredClone(plan.resources));
      change(plan.elsewhere);
    };
  const keysOfWhichState = ['access/opens-keys unknown', 'audit/written unknown', 'node/keys-open unknown'];
  expect(turnedTo(twice(() => undefined))).toEqual(keysOfWhichState);
  const opened = twice((copies) => {
    const bucket = copies.find(
      ({ type, inputs }) => /:BucketVersioning$/.test(type) && inputs.bucket === 'model-checkpoints',
    );
    bucket.inputs.versioningConfiguration.status = 'Suspended';
  });
  expect(turnedTo(opened)).toEqual(['access/object-versions fail', ...keysOfWhichState]);
});

test('a cluster goes by the id of the security group that EKS makes for it', () => {
  const change = (plan: LoosePlan): void => {
    const { inputs, outputs } = plan.resource('Cluster', 'ml');
    outputs.vpcConfig = { ...inputs.vpcConfig, clusterSecurityGroupId: 'sg-cluster' };
    rule('sg-access', { referencedSecurityGroupId: 'sg-cluster' })(plan);
    plan.resource('SecurityGroup', 'p4d-access').outputs.id = 'sg-access';
  };
  expect(turnedTo(change)).toEqual([]);
});
