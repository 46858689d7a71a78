import type { Loose } from '../example';
import { turnedTo, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

type Change = (plan: LoosePlan, objects: Loose[]) => void;

/** Adds a resource to the plan; `network` is the property that comes from the network of the platform. */
const added =
  (type: string, inputs: object = {}, network?: string): Change =>
  (plan) => {
    const urn = `urn:pulumi:dev::training-cluster::${type}::added`;
    const propertyDependencies = network === undefined ? {} : { [network]: [plan.resource('Vpc', 'ml').urn] };
    plan.resources.push({ urn, type, custom: true, inputs, propertyDependencies });
  };

const put =
  (apiVersion: string, kind: string, namespace?: string, rest: object = {}): Change =>
  (_, objects) =>
    void objects.push({ apiVersion, kind, metadata: { name: 'more', namespace }, ...rest });

const addOn = (addonName: string): Change => added('aws:eks/addon:Addon', { addonName, clusterName: 'ml' });
const cached = (ecrRepositoryPrefix: string): Change =>
  added('aws:ecr/pullThroughCacheRule:PullThroughCacheRule', { ecrRepositoryPrefix, upstreamRegistryUrl: 'quay.io' });
const entry = (role: string): Change =>
  added('aws:eks/accessEntry:AccessEntry', {
    principalArn: `arn:aws:iam::111122223333:role/${role}`,
    type: 'FARGATE_LINUX',
  });

const shared =
  (annotation: string, value: string): Change =>
  (_, objects) => {
    const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.namespace === 'ml-alpha');
    service.metadata.annotations = { ...service.metadata.annotations, [annotation]: value };
  };

const template = (...types: readonly string[]): Change =>
  added('aws:cloudformation/stack:Stack', {
    templateBody: JSON.stringify({ Resources: Object.fromEntries(types.map((Type, at) => [`r${at}`, { Type }])) }),
  });

const LATTICE = 'aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation';
const RULE = 'aws:route53/resolverRuleAssociation:ResolverRuleAssociation';
const ASSIGNMENT = 'aws:ssoadmin/accountAssignment:AccountAssignment';
const LOCATION = 'aws:s3control/accessGrantsLocation:AccessGrantsLocation';
const REGISTERED = 'aws:lakeformation/resource:Resource';

describe('What leads around what is read, and is not read itself, is unknown', () => {
  test.each<[string, string | undefined, Change]>([
    ['services of VPC Lattice', 'node/isolated-subnets', added(LATTICE, { vpcIdentifier: UNKNOWN }, 'vpcIdentifier')],
    [
      'services of VPC Lattice for nobody knows whom',
      'node/isolated-subnets',
      added(LATTICE, { vpcIdentifier: UNKNOWN }),
    ],
    [
      'services of VPC Lattice in another network',
      undefined,
      added(LATTICE, { vpcIdentifier: 'vpc-0123456789abcdef0' }),
    ],
    ['questions of DNS that are sent on', 'node/isolated-subnets', added(RULE, { vpcId: UNKNOWN }, 'vpcId')],
    ['questions of DNS of another network', undefined, added(RULE, { vpcId: 'vpc-0123456789abcdef0' })],
    [
      'a profile of Route 53',
      'node/isolated-subnets',
      added('aws:route53/profilesAssociation:ProfilesAssociation', { resourceId: UNKNOWN }, 'resourceId'),
    ],
    [
      'traffic that is copied',
      'node/isolated-subnets',
      added('aws:ec2/trafficMirrorSession:TrafficMirrorSession', { networkInterfaceId: 'eni-0123456789abcdef0' }),
    ],
    ['a template that makes a role', 'access/unread', template('AWS::SNS::Topic', 'AWS::IAM::Role')],
    [
      'a template that lies elsewhere',
      'access/unread',
      added('aws:cloudformation/stackSet:StackSet', { templateUrl: 'https://shop.s3.amazonaws.com/t.yaml' }),
    ],
    ['a template that makes a topic', undefined, template('AWS::SNS::Topic')],
    [
      'a policy of a bucket by the API of all types',
      'access/unread',
      added('aws:cloudcontrol/resource:Resource', { typeName: 'AWS::S3::BucketPolicy', desiredState: '{}' }),
    ],
    [
      'a policy for roles once money is spent',
      'access/unread',
      added('aws:budgets/budgetAction:BudgetAction', { actionType: 'APPLY_IAM_POLICY' }),
    ],
    [
      'a disk for another account',
      'access/unread',
      added('aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission', { accountId: '999988887777' }),
    ],
    [
      'an image of a disk for everybody',
      'access/unread',
      added('aws:ec2/amiLaunchPermission:AmiLaunchPermission', { imageId: 'ami-0123', group: 'all' }),
    ],
    [
      'disks for another account, every day',
      'access/unread',
      added('aws:dlm/lifecyclePolicy:LifecyclePolicy', {
        policyDetails: { schedules: [{ name: 'daily', shareRules: [{ targetAccounts: ['999988887777'] }] }] },
      }),
    ],
    [
      'snapshots of the own account',
      undefined,
      added('aws:dlm/lifecyclePolicy:LifecyclePolicy', { policyDetails: { schedules: [{ name: 'daily' }] } }),
    ],
    ['pods in subnets of their own', 'network/pod-security-groups', put('crd.k8s.amazonaws.com/v1alpha1', 'ENIConfig')],
    ['people of the account in IAM Identity Center', 'access/unread', added(ASSIGNMENT, { targetId: '111122223333' })],
    ['people of another account', undefined, added(ASSIGNMENT, { targetId: '999988887777' })],
    ['grants for every bucket', 'access/unread', added(LOCATION, { locationScope: 's3://' })],
    [
      'grants for a training bucket',
      'access/unread',
      added(LOCATION, { locationScope: 's3://training-data-bucket/ml-alpha/*' }),
    ],
    ['grants for another bucket', undefined, added(LOCATION, { locationScope: 's3://shop/*' })],
    ['a lake of training data', 'access/unread', added(REGISTERED, { arn: 'arn:aws:s3:::model-checkpoints/ml-alpha' })],
    ['a lake of other data', undefined, added(REGISTERED, { arn: 'arn:aws:s3:::shop' })],
    ['an add-on of which nobody knows what it brings', 'access/unread', addOn('datadog_operator')],
    ['an add-on of AWS with agents on every node', 'access/unread', addOn('amazon-cloudwatch-observability')],
    ['an add-on of AWS with numbers of use', undefined, addOn('metrics-server')],
    ['images of a project that are filled from elsewhere', 'access/unread', cached('alpha')],
    ['a part of the images of a project', 'access/unread', cached('alpha/base')],
    ['images that all projects share', 'access/unread', cached('shared')],
    ['all images that no other rule fills', 'access/unread', cached('ROOT')],
    ['images under a name that nobody knows', 'access/unread', cached(UNKNOWN)],
    ['images of a namesake', undefined, cached('alpha-tools')],
    ['images of others', undefined, cached('shop')],
    ['images of the platform that its description fills', undefined, cached('ml/k8s')],
    ['an entry of Fargate for whoever takes on a role', 'node/unread', entry('fg')],
    [
      'an entry of Fargate for pods on Fargate',
      undefined,
      (plan, objects) => {
        entry('fg')(plan, objects);
        added('aws:eks/fargateProfile:FargateProfile', {
          clusterName: 'ml',
          podExecutionRoleArn: 'arn:aws:iam::111122223333:role/fg',
          selectors: [{ namespace: 'shop' }],
        })(plan, objects);
      },
    ],
    [
      'traffic that Cilium leads elsewhere',
      'network/service-shape',
      put('cilium.io/v2', 'CiliumLocalRedirectPolicy', 'shop'),
    ],
    ...(
      [
        ['a project', 'network/service-shape', 'ml-alpha'],
        ['nobody', undefined, 'shop'],
      ] as const
    ).map(([whose, id, namespace]): [string, string | undefined, Change] => [
      `a proxy of Cilium before Services of ${whose}`,
      id,
      put('cilium.io/v2', 'CiliumClusterwideEnvoyConfig', undefined, {
        spec: { services: [{ name: 'pretrain', namespace }] },
      }),
    ]),
    [
      'a Service for other clusters',
      'network/service-shape',
      put('multicluster.x-k8s.io/v1alpha1', 'ServiceExport', 'ml-alpha'),
    ],
    [
      "somebody else's Service for other clusters",
      undefined,
      put('multicluster.x-k8s.io/v1alpha1', 'ServiceExport', 'shop'),
    ],
    ['a Service of Cilium for other clusters', 'network/service-shape', shared('service.cilium.io/global', 'true')],
    ['a Service that is said to be for this cluster', undefined, shared('service.cilium.io/global', 'false')],
  ])('%s', (_, id, change) => {
    expect(turnedTo(change)).toEqual(id === undefined ? [] : [`${id} unknown`]);
  });
});

/** The older map of roles, beside access entries. */
const mapped =
  (role: string, username: string, mode = 'API_AND_CONFIG_MAP'): Change =>
  (plan, objects) => {
    plan.inputs('Cluster', 'ml').accessConfig.authenticationMode = mode;
    const entry = { rolearn: `arn:aws:iam::111122223333:role/${role}`, username, groups: ['system:nodes'] };
    const data = { mapRoles: JSON.stringify([entry]) };
    objects.push({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'aws-auth', namespace: 'kube-system' },
      data,
    });
  };

describe('The older map of roles lets in nodes of node groups only', () => {
  test.each<[string, boolean, Change]>([
    ['whoever takes on a role, as the node that he says', true, mapped('fg', 'system:node:{{SessionName}}')],
    ['instances of no node group', true, mapped('web', 'system:node:{{EC2PrivateDNSName}}')],
    ['nodes of a group, as the node that they say', true, mapped('ml--p4d--alpha', 'system:node:{{SessionName}}')],
    ['nodes of a group', false, mapped('ml--p4d--alpha', 'system:node:{{EC2PrivateDNSName}}')],
    ['whoever, where nobody reads the map', false, mapped('fg', 'system:node:{{SessionName}}', 'API')],
  ])('%s', (_, isTold, change) => {
    expect(turnedTo(change).includes('node/unread unknown')).toBe(isTold);
  });
});

describe('The older map of roles makes administrators where the cluster reads it', () => {
  const masters =
    (mode: string): Change =>
    (plan, objects) => {
      mapped('somebody', 'somebody', mode)(plan, objects);
      const map = objects.at(-1);
      map.data.mapRoles = map.data.mapRoles.replace('system:nodes', 'system:masters');
    };
  test.each([
    ['API_AND_CONFIG_MAP', ['authority/administrators fail']],
    ['CONFIG_MAP', ['authority/administrators fail']],
    // EKS ignores it then.
    ['API', []],
  ])('%s', (mode, expected) => {
    expect(turnedTo(masters(mode))).toEqual(expected);
  });
});
