import { judgedText, type JudgeOptions, type Loose } from './example';

const ARN = 'arn:aws:iam::111122223333:role';

interface Cluster {
  readonly config: Loose;
  /** Roles as `aws iam get-account-authorization-details` prints them. */
  readonly roles: Loose[];
  readonly objects: Loose[];
}

function role(name: string, service: string, condition: object = {}): Loose {
  const trust = { Effect: 'Allow', Principal: { Service: service }, Action: ['sts:AssumeRole', 'sts:TagSession'] };
  return {
    RoleName: name,
    Path: '/',
    Arn: `${ARN}/${name}`,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ ...trust, Condition: condition }] },
    RolePolicyList: [],
    AttachedManagedPolicies: [],
  };
}

/** A cluster of eksctl with one team, its nodes and its role. */
function findings(
  ids: readonly string[],
  change: (cluster: Cluster) => void = () => undefined,
  options: JudgeOptions = {},
): readonly string[] {
  const cluster: Cluster = {
    config: {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'prod', region: 'eu-west-1' },
      iam: {
        podIdentityAssociations: [
          { namespace: 'team-red', serviceAccountName: 'train', roleARN: `${ARN}/red`, createServiceAccount: true },
        ],
      },
      managedNodeGroups: [
        {
          name: 'gpu',
          instanceType: 'p5.48xlarge',
          disablePodIMDS: true,
          iam: { instanceRoleARN: `${ARN}/nodes` },
          ssh: { allow: false },
        },
        { name: 'web', instanceType: 'm6i.large' },
      ],
    },
    roles: [
      role('red', 'pods.eks.amazonaws.com', {
        StringEquals: {
          'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-west-1:111122223333:cluster/prod',
          'aws:RequestTag/kubernetes-namespace': 'team-red',
          'aws:RequestTag/kubernetes-service-account': 'train',
        },
      }),
      role('nodes', 'ec2.amazonaws.com'),
    ],
    objects: [
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'pretrain', namespace: 'team-red' },
        spec: {
          template: {
            spec: {
              serviceAccountName: 'train',
              containers: [{ name: 'c', image: 'c', resources: { limits: { 'nvidia.com/gpu': 8 } } }],
              restartPolicy: 'Never',
            },
          },
        },
      },
    ],
  };
  change(cluster);
  const texts = {
    'cluster.json': JSON.stringify(cluster.config),
    'objects.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: cluster.objects }),
    ...(cluster.roles.length === 0
      ? {}
      : { 'account.json': JSON.stringify({ RoleDetailList: cluster.roles, UserDetailList: [], Policies: [] }) }),
  };
  return judgedText(texts, { platform: undefined, ...options }).results.flatMap(({ check, findings: all }) =>
    ids.includes(check.id) ? all.map(({ status, message }) => `${check.id} ${status}: ${message}`) : [],
  );
}
const group = ({ config }: Cluster): Loose => config.managedNodeGroups[0];
const association = ({ config }: Cluster): Loose => config.iam.podIdentityAssociations[0];

describe('a role that a configuration of eksctl gives', () => {
  const IDS = ['access/unread', 'access/pods-get-roles'];

  test('is read where the AWS CLI printed it', () => {
    expect(findings(IDS)).toEqual([]);
  });

  test('and goes to the account that the association names', () => {
    expect(findings(IDS, (cluster) => (association(cluster).serviceAccountName = 'other'))).toEqual([
      'access/pods-get-roles fail: Job/pretrain runs as train, the role is for other',
    ]);
  });

  test('is not read where no file shows it', () => {
    expect(findings(IDS, ({ roles }) => void roles.splice(0, 1))[0]).toMatch(
      /^access\/unread unknown: gives an account a role by eksctl, and what that may do is not read: /,
    );
    expect(findings(IDS, ({ roles }) => void roles.splice(1, 1))).toEqual([
      expect.stringMatching(/^access\/unread unknown: says which role nodes of gpu have, /),
    ]);
  });

  test('is not read where the association says more than who gets which role', () => {
    const found = findings(IDS, (cluster) => (association(cluster).permissionPolicyARNs = ['arn']));
    expect(found[0]).toMatch(/^access\/unread unknown: /);
  });
});

describe('nodes that eksctl makes', () => {
  test('answer pods with their metadata unless it is told otherwise', () => {
    const found = (change: (cluster: Cluster) => void): readonly string[] => findings(['node/metadata'], change);
    const open =
      'node/metadata fail: eksctl starts nodes of gpu with a hop limit of 2: a token reaches the network of pods';
    expect(found(() => undefined)).toEqual([]);
    expect(found((cluster) => delete group(cluster).disablePodIMDS)).toEqual([open]);
    expect(found((cluster) => (group(cluster).disablePodIMDS = false))).toEqual([open]);
    expect(found((cluster) => (group(cluster).launchTemplate = { id: 'lt-1' }))).toEqual([
      'node/metadata unknown: nodes of gpu start from a launch template that is not in the files',
    ]);
  });

  test('let nobody log in', () => {
    const allow = (cluster: Cluster): void => void (group(cluster).ssh = { allow: true, publicKeyName: 'ops' });
    expect(findings(['node/remote-access'])).toEqual([]);
    expect(findings(['node/remote-access'], allow)).toEqual(['node/remote-access fail: opens SSH on nodes of gpu']);
  });

  test('are not known in all else, with or without documents of IAM', () => {
    const told = [expect.stringMatching(/^node\/unread unknown: makes nodes by eksctl, /)];
    expect(findings(['node/unread'])).toEqual(told);
    expect(findings(['node/unread'], ({ roles }) => void roles.splice(0))).toEqual(told);
  });
});
