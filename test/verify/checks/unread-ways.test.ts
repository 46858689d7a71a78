import type { Loose } from './example';
import { turnedTo, withPlan, type LoosePlan } from './planned-example';

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

const shared =
  (annotation: string, value: string): Change =>
  (_, objects) => {
    const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.namespace === 'ml-alpha');
    service.metadata.annotations = { ...service.metadata.annotations, [annotation]: value };
  };

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
    ['pods in subnets of their own', 'node/isolated-subnets', put('crd.k8s.amazonaws.com/v1alpha1', 'ENIConfig')],
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
    [
      'traffic that Cilium leads elsewhere',
      'network/service-shape',
      put('cilium.io/v2', 'CiliumLocalRedirectPolicy', 'shop'),
    ],
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
