import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import { result } from '../example';
import { judgedPlan, turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const template = (plan: LoosePlan): ReturnType<LoosePlan['inputs']> => plan.inputs('LaunchTemplate', 'p4d-alpha');
const group = (plan: LoosePlan): ReturnType<LoosePlan['inputs']> => plan.inputs('NodeGroup', 'p4d-alpha');
const urn = (plan: LoosePlan, kind: string, name: string): string => plan.resource(kind, name).urn;

function added(plan: LoosePlan, type: string, rest: object): void {
  plan.resources.push({ urn: `urn:pulumi:dev::training-cluster::${type}::added`, type, custom: true, ...rest });
}
function older(plan: LoosePlan, name: string, inputs: object): void {
  added(plan, 'aws:ec2/securityGroupRule:SecurityGroupRule', {
    inputs: { protocol: '-1', fromPort: 0, toPort: 0, securityGroupId: UNKNOWN_TEXT, ...inputs },
    propertyDependencies: { securityGroupId: [urn(plan, 'SecurityGroup', name)] },
  });
}

const NODE_ROLE = 'ml--p4d--alpha';
function nodeRole(plan: LoosePlan, change: (policy: string) => string): void {
  const policies = plan.resources.filter(
    ({ type, inputs }) => type.endsWith(':RolePolicy') && inputs.role === NODE_ROLE,
  );
  expect(policies).not.toHaveLength(0);
  for (const { inputs } of policies) inputs.policy = change(inputs.policy);
}

test('every check passes the example with its plan, or is accepted by its description', () => {
  const { results, notJudged } = judgedPlan(() => undefined);
  const bad = results.filter(({ status }) => !['pass', 'not-applicable'].includes(status));
  expect(bad.map(({ check, status, findings }) => [check.id, status, findings.map(({ message }) => message)])).toEqual([
    ['authority/shells', 'accepted', [expect.stringContaining('Group ml:beta:debuggers')]],
  ]);
  expect(notJudged).toEqual([]);
});

/** Gives an add-on settings in place of those that it has. */
const settingsOf =
  (name: string, settings?: object) =>
  (plan: LoosePlan): void => {
    const inputs = plan.inputs('Addon', name);
    if (settings === undefined) delete inputs.configurationValues;
    else inputs.configurationValues = JSON.stringify(settings);
  };

describe('what a change of nodes turns', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    ['metadata without tokens', ['node/metadata'], (p) => (template(p).metadataOptions.httpTokens = 'optional')],
    ['metadata that pods reach', ['node/metadata'], (p) => (template(p).metadataOptions.httpPutResponseHopLimit = 2)],
    ['metadata by default', ['node/metadata'], (p) => delete template(p).metadataOptions],
    ['a volume in clear text', ['node/volumes'], (p) => (template(p).blockDeviceMappings[0].ebs.encrypted = 'false')],
    ['a volume that says nothing', ['node/volumes'], (p) => delete template(p).blockDeviceMappings[0].ebs.encrypted],
    [
      'a volume whose key another account shuts',
      ['node/volumes'],
      (p) =>
        (template(p).blockDeviceMappings[0].ebs.kmsKeyId =
          'arn:aws:kms:us-west-2:999988887777:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
    ],
    ['no devices', ['node/volumes'], (p) => delete template(p).blockDeviceMappings],
    [
      'a key of disks that forgets EC2 Auto Scaling',
      ['node/keys-open'],
      (p) =>
        p.policy('Key', 'ml-volumes-key', ({ Statement }) => {
          for (const { Condition } of Statement.slice(1)) Condition.ArnLike['aws:PrincipalArn'].shift();
        }),
    ],
    [
      'a key of disks that makes no grants',
      ['node/keys-open'],
      (p) => p.policy('Key', 'ml-volumes-key', ({ Statement }) => Statement.pop()),
    ],
    [
      'a key of Secrets that asks EKS what it never says of its grant',
      ['node/keys-open'],
      (p) =>
        p.policy('Key', 'ml-secrets-key', ({ Statement }) => {
          Statement[1].Condition.Bool = { 'kms:GrantIsForAWSResource': 'true' };
        }),
    ],
    ['a key of disks that is off', ['node/keys-open'], (p) => (p.inputs('Key', 'ml-volumes-key').isEnabled = false)],
    [
      'an endpoint of S3 that carries no layers of images',
      ['node/nodes-join'],
      (p) => p.policy('VpcEndpoint', 'ml-s3', ({ Statement }) => Statement.pop()),
    ],
    [
      'an endpoint of S3 that carries layers of every region',
      [],
      (p) =>
        p.policy('VpcEndpoint', 'ml-s3', ({ Statement }) => {
          Statement[1].Resource = 'arn:aws:s3:::prod-*-starport-layer-bucket/*';
        }),
    ],
    ['no endpoint of the registry', ['node/endpoints-answer'], (p) => p.remove('VpcEndpoint', 'ml-ecr.api')],
    [
      'a name that leads to the internet',
      ['node/endpoints-answer'],
      (p) => (p.inputs('VpcEndpoint', 'ml-eks-auth').privateDnsEnabled = false),
    ],
    ['a network without names', ['node/endpoints-answer'], (p) => (p.inputs('Vpc', 'ml').enableDnsHostnames = false)],
    [
      'endpoints that do not let in the zone of the nodes',
      ['node/endpoints-answer'],
      (p) => p.remove('SecurityGroupIngressRule', 'ml-endpoints-1'),
    ],
    [
      'nodes that reach endpoints of one zone on another port',
      ['node/endpoints-answer'],
      (p) => Object.assign(p.inputs('SecurityGroupEgressRule', 'p4d-access-endpoint-3'), { fromPort: 80, toPort: 80 }),
    ],
    [
      'a node role that does not find its cluster',
      ['node/nodes-join'],
      (p) => nodeRole(p, (policy) => policy.replace('eks:DescribeCluster', 'eks:ListClusters')),
    ],
    [
      'a node role that pulls nothing',
      ['node/nodes-join'],
      (p) => nodeRole(p, (policy) => policy.replace('ecr:BatchGetImage', 'ecr:ListImages')),
    ],
    [
      'a node role for another service',
      ['node/nodes-join'],
      (p) => {
        const role = p.resources.find(({ type, inputs }) => type.endsWith(':Role') && inputs.name === NODE_ROLE);
        role.inputs.assumeRolePolicy = role.inputs.assumeRolePolicy.replace('ec2.', 'lambda.');
      },
    ],
    ['a key pair', ['node/remote-access'], (p) => (template(p).keyName = 'ops')],
    ['SSH by EKS', ['node/remote-access'], (p) => (group(p).remoteAccess = { ec2SshKey: 'ops' })],
    ['an image that is not pinned', ['node/image'], (p) => delete group(p).releaseVersion],
    ['an image below the floor', ['node/image'], (p) => (group(p).releaseVersion = '1.35.4-20260505')],
    ['an image that nobody knows', ['node/image'], (p) => (group(p).releaseVersion = '1.36.9-20990101')],
    ['an image of their own', ['node/image'], (p) => (template(p).imageId = 'ami-0123456789abcdef0')],
    ['user data that says nothing about devices', ['node/devices'], (p) => delete template(p).userData],
    [
      'a public API server',
      ['node/private-endpoint'],
      (p) => (p.inputs('Cluster', 'ml').vpcConfig.endpointPublicAccess = true),
    ],
    [
      'an API server that answers nowhere',
      ['node/private-endpoint'],
      (p) => (p.inputs('Cluster', 'ml').vpcConfig.endpointPrivateAccess = false),
    ],
    ['Secrets under a key of EKS', ['node/cluster-secrets'], (p) => delete p.inputs('Cluster', 'ml').encryptionConfig],
    [
      'a cluster without the driver of its volumes',
      ['node/add-ons'],
      (p) => p.remove('Addon', 'ml-aws-mountpoint-s3-csi-driver'),
    ],
    ['a driver of volumes with its own settings', ['node/add-ons'], settingsOf('ml-aws-mountpoint-s3-csi-driver')],
    [
      'a driver of volumes that tolerates something else',
      ['node/add-ons'],
      settingsOf('ml-aws-mountpoint-s3-csi-driver', { node: { tolerations: [{ key: 'spot', operator: 'Exists' }] } }),
    ],
    [
      'a driver of volumes that tolerates the taints by name',
      [],
      settingsOf('ml-aws-mountpoint-s3-csi-driver', {
        node: {
          tolerations: ['workload-type', 'training-isolation/project'].map((key) => ({ key, operator: 'Exists' })),
        },
      }),
    ],
    ['a driver that tolerates everything by itself', [], settingsOf('ml-aws-ebs-csi-driver')],
    [
      'an agent for roles that is kept from tainted nodes',
      ['node/add-ons'],
      settingsOf('ml-eks-pod-identity-agent', { tolerations: [] }),
    ],
    ['a cluster that hands out no roles', ['node/add-ons'], (p) => p.remove('Addon', 'ml-eks-pod-identity-agent')],
    ['a cluster without DNS', ['node/add-ons'], (p) => p.remove('Addon', 'ml-coredns')],
    [
      'a route to the internet',
      ['node/isolated-subnets'],
      (p) => (p.inputs('RouteTable', 'ml-isolated').routes = [{ cidrBlock: '0.0.0.0/0', natGatewayId: 'nat-1' }]),
    ],
    [
      'a route that nobody can follow',
      ['node/isolated-subnets'],
      (p) => (p.inputs('RouteTable', 'ml-isolated').routes = [{ cidrBlock: '10.9.0.0/16', transitGatewayId: 'tgw-1' }]),
    ],
    [
      'a subnet with public addresses',
      ['node/isolated-subnets'],
      (p) => (p.inputs('Subnet', 'ml-nodes-us-west-2b').mapPublicIpOnLaunch = true),
    ],
    [
      'a subnet without a route table',
      ['node/isolated-subnets'],
      (p) => p.remove('RouteTableAssociation', 'ml-nodes-us-west-2b'),
    ],
    [
      'no way for EFA in',
      ['node/own-security-group'],
      (p) => p.remove('SecurityGroupIngressRule', 'p4d-alpha-from-itself'),
    ],
    [
      'no way for EFA out',
      ['node/own-security-group'],
      (p) => p.remove('SecurityGroupEgressRule', 'p4d-alpha-to-itself'),
    ],
    [
      'EFA by TCP only',
      ['node/own-security-group'],
      (p) => Object.assign(p.inputs('SecurityGroupIngressRule', 'p4d-alpha-from-itself'), { ipProtocol: 'tcp' }),
    ],
    [
      'a block of addresses in the group of peers',
      ['node/closed-groups', 'node/own-security-group'],
      (p) => {
        const { inputs, propertyDependencies } = p.copy('SecurityGroupIngressRule', 'p4d-alpha-from-itself', 'extra');
        delete inputs.referencedSecurityGroupId;
        delete propertyDependencies.referencedSecurityGroupId;
        inputs.cidrIpv4 = '10.0.0.0/8';
      },
    ],
    [
      'a role among the administrators that the description does not name',
      ['authority/administrators'],
      (p) => (p.inputs('AccessEntry', 'ml-platform-admin').principalArn = 'arn:aws:iam::111122223333:role/somebody'),
    ],
    [
      'a role that becomes a scientist without being named',
      ['authority/members-named'],
      (p) => {
        const { inputs } = p.copy('AccessEntry', 'ml-platform-admin', 'guest');
        inputs.principalArn = 'arn:aws:iam::111122223333:role/guest';
        inputs.kubernetesGroups = ['ml:alpha:scientists'];
      },
    ],
    [
      'a second way in, by a ConfigMap',
      ['authority/administrators'],
      (p) => (p.inputs('Cluster', 'ml').accessConfig.authenticationMode = 'API_AND_CONFIG_MAP'),
    ],
    [
      'a way out to everywhere',
      ['node/closed-groups'],
      (p) => (p.inputs('SecurityGroupEgressRule', 'p4d-access-endpoint-0').cidrIpv4 = '0.0.0.0/0'),
    ],
    [
      'a way in for a block of addresses',
      ['node/closed-groups'],
      (p) => {
        const { inputs, propertyDependencies } = p.resource('SecurityGroupIngressRule', 'p4d-access-kubelet');
        delete inputs.referencedSecurityGroupId;
        delete propertyDependencies.referencedSecurityGroupId;
        inputs.cidrIpv4 = '10.0.0.0/16';
      },
    ],
    [
      'an interface in the default group of the network',
      ['node/closed-groups'],
      (p) => delete p.inputs('LaunchTemplate', 'p4d-alpha').networkInterfaces[1].securityGroups,
    ],
    [
      'an interface in a group of somebody else',
      ['node/closed-groups'],
      (p) => p.inputs('LaunchTemplate', 'p4d-alpha').networkInterfaces[1].securityGroups.push('sg-0'),
    ],
    [
      'two projects in the default group of the network, whose members meet',
      ['node/projects-apart'],
      (p) => {
        p.inputs('DefaultSecurityGroup', 'ml-default').ingress = [{ protocol: '-1', self: true }];
        for (const name of ['p4d-alpha', 'p4d-beta'])
          p.resource('LaunchTemplate', name).propertyDependencies.networkInterfaces.push(
            urn(p, 'DefaultSecurityGroup', 'ml-default'),
          );
      },
    ],
    [
      'a template without interfaces, in a group of somebody else',
      ['node/closed-groups'],
      (p) => {
        delete template(p).networkInterfaces;
        template(p).vpcSecurityGroupIds = ['sg-0'];
      },
    ],
    [
      'a prefix list inside the group',
      ['node/closed-groups', 'node/own-security-group'],
      (p) => (p.inputs('SecurityGroup', 'p4d-alpha').ingress = [{ protocol: '-1', prefixListIds: ['pl-1'] }]),
    ],
    [
      'blocks inside the group that are not known',
      ['node/closed-groups', 'node/own-security-group'],
      (p) => (p.inputs('SecurityGroup', 'p4d-alpha').ingress = [{ protocol: '-1', cidrBlocks: UNKNOWN_TEXT }]),
    ],
    [
      'a rule of the older form with all addresses of IPv6 beside a block of endpoints',
      ['node/closed-groups'],
      (p) => older(p, 'p4d-access', { type: 'egress', cidrBlocks: ['10.0.240.0/24'], ipv6CidrBlocks: ['::/0'] }),
    ],
    [
      'a rule of the older form for a prefix list beside the members',
      ['node/closed-groups', 'node/own-security-group'],
      (p) => older(p, 'p4d-alpha', { type: 'ingress', self: true, prefixListIds: ['pl-1'] }),
    ],
    [
      'a route by an endpoint of a load balancer',
      ['node/isolated-subnets'],
      (p) => (p.inputs('RouteTable', 'ml-isolated').routes = [{ cidrBlock: '0.0.0.0/0', vpcEndpointId: 'vpce-1' }]),
    ],
    [
      'a machine among the peers of a project',
      ['node/own-security-group'],
      (p) =>
        added(p, 'aws:ec2/instance:Instance', {
          inputs: { ami: 'ami-1', vpcSecurityGroupIds: [UNKNOWN_TEXT] },
          propertyDependencies: { vpcSecurityGroupIds: [urn(p, 'SecurityGroup', 'p4d-alpha')] },
        }),
    ],
    [
      'a function among the peers of a project',
      ['node/own-security-group'],
      (p) =>
        added(p, 'aws:lambda/function:Function', {
          inputs: { vpcConfig: { securityGroupIds: [UNKNOWN_TEXT] } },
          propertyDependencies: { vpcConfig: [urn(p, 'SecurityGroup', 'p4d-alpha')] },
        }),
    ],
    [
      'a machine with the role of nodes',
      ['node/unread'],
      (p) => {
        const profile = 'aws:iam/instanceProfile:InstanceProfile';
        added(p, profile, { inputs: { name: 'nodes', role: NODE_ROLE } });
        added(p, 'aws:ec2/instance:Instance', { inputs: { ami: 'ami-1', iamInstanceProfile: 'nodes' } });
      },
    ],
    [
      'an endpoint of another program in the routes',
      ['node/isolated-subnets'],
      (p) =>
        added(p, 'aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation', {
          inputs: { vpcEndpointId: 'vpce-1', routeTableId: UNKNOWN_TEXT },
          propertyDependencies: { routeTableId: [urn(p, 'RouteTable', 'ml-isolated')] },
        }),
    ],
    [
      'routes that a VPN gateway learns',
      ['node/isolated-subnets'],
      (p) => (p.inputs('RouteTable', 'ml-isolated').propagatingVgws = ['vgw-1']),
    ],
    [
      'routes that a VPN gateway learns, by a resource of their own',
      ['node/isolated-subnets'],
      (p) =>
        added(p, 'aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation', {
          inputs: { vpnGatewayId: 'vgw-1', routeTableId: UNKNOWN_TEXT },
          propertyDependencies: { routeTableId: [urn(p, 'RouteTable', 'ml-isolated')] },
        }),
    ],
    [
      'nodes of beta in the group of alpha',
      ['node/own-security-group', 'node/projects-apart'],
      (p) => {
        const { propertyDependencies } = p.copy('SecurityGroupIngressRule', 'p4d-alpha-from-itself', 'extra');
        propertyDependencies.referencedSecurityGroupId = [urn(p, 'SecurityGroup', 'p4d-beta')];
      },
    ],
    [
      'a group of all nodes whose members meet',
      ['node/own-security-group', 'node/projects-apart'],
      (p) => {
        const { propertyDependencies } = p.copy('SecurityGroupIngressRule', 'p4d-alpha-from-itself', 'extra');
        const all = [urn(p, 'SecurityGroup', 'p4d-access')];
        Object.assign(propertyDependencies, { securityGroupId: all, referencedSecurityGroupId: all });
      },
    ],
    [
      'one role for the nodes of two projects',
      ['node/projects-apart'],
      (p) => (group(p).nodeRoleArn = p.inputs('NodeGroup', 'p4d-beta').nodeRoleArn),
    ],
    [
      'one template for the nodes of two projects',
      ['node/projects-apart'],
      (p) => {
        const { propertyDependencies } = p.resource('NodeGroup', 'p4d-alpha');
        propertyDependencies.launchTemplate = [urn(p, 'LaunchTemplate', 'p4d-beta')];
      },
    ],
    ['nodes that are taken back at will', ['node/as-described'], (p) => (group(p).capacityType = 'SPOT')],
    ['more nodes than are described', ['node/as-described'], (p) => (group(p).scalingConfig.maxSize = 40)],
    [
      'other machines',
      ['node/as-described'],
      (p) => (p.inputs('LaunchTemplate', 'p4d-alpha').instanceType = 'p4de.24xlarge'),
    ],
    [
      'nodes without the label of their project',
      ['node/as-described', 'node/autoscaler-tags', 'node/projects-apart', 'placement/lands'],
      (p) => delete group(p).labels['training-isolation/project'],
    ],
    [
      'nodes without the taint of their project',
      ['node/as-described', 'node/autoscaler-tags'],
      (p) => group(p).taints.pop(),
    ],
    [
      'nodes without the training taint',
      ['node/as-described', 'node/autoscaler-tags', 'placement/others-stay-out'],
      (p) => group(p).taints.shift(),
    ],
    [
      'a tag that says another label',
      ['node/autoscaler-tags'],
      (p) => (p.inputs('Tag', 'p4d-alpha-node-template/label/workload-type').tag.value = 'training'),
    ],
    [
      'a taint that the autoscaler does not know of',
      ['node/autoscaler-tags'],
      (p) => p.remove('Tag', 'p4d-alpha-node-template/taint/training-isolation/project'),
    ],
    [
      'EFA that the autoscaler does not know of',
      ['node/autoscaler-tags'],
      (p) => p.remove('Tag', 'p4d-alpha-node-template/resources/vpc.amazonaws.com/efa'),
    ],
    ['a group that the autoscaler does not find', ['node/autoscaler-tags'], (p) => p.remove('Tag', 'p4d-alpha-ml')],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});

test('nodes that EKS starts by its own defaults are in the group of the cluster, and their metadata is open', () => {
  const verdict = judgedPlan((plan) => {
    const resource = plan.resource('NodeGroup', 'p4d-alpha');
    delete resource.inputs.launchTemplate;
    delete resource.propertyDependencies.launchTemplate;
    resource.inputs.instanceTypes = ['p4d.24xlarge'];
  });
  expect(result(verdict, 'node/own-security-group').findings.map(({ message }) => message)).toEqual([
    "is in the cluster's own security group, whose members all reach each other",
  ]);
  expect(result(verdict, 'node/metadata').findings.map(({ message }) => message)).toEqual([
    'has no launch template: EKS starts its nodes with a hop limit of 2',
  ]);
});
