import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import type { Loose } from '../example';
import { turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const group = (plan: LoosePlan): ReturnType<LoosePlan['inputs']> => plan.inputs('NodeGroup', 'p4d-alpha');
const urn = (plan: LoosePlan, kind: string, name: string): string => plan.resource(kind, name).urn;

function added(plan: LoosePlan, type: string, rest: object): void {
  plan.resources.push({ urn: `urn:pulumi:dev::training-cluster::${type}::added`, type, custom: true, ...rest });
}

/** Adds a resource to a plan in which AWS has chosen the id of the group of peers. */
const known =
  (type: string, inputs: object) =>
  (p: LoosePlan): void => {
    p.resource('SecurityGroup', 'p4d-alpha').outputs.id = 'sg-alpha';
    added(p, type, { inputs });
  };
const podsIn =
  (group: string) =>
  (p: LoosePlan, objects: Loose[]): void => {
    p.resource('SecurityGroup', 'p4d-alpha').outputs.id = 'sg-alpha';
    objects.push({
      apiVersion: 'vpcresources.k8s.aws/v1beta1',
      kind: 'SecurityGroupPolicy',
      metadata: { name: 'x', namespace: 'shop' },
      spec: { podSelector: {}, securityGroups: { groupIds: [group] } },
    });
  };
const OF_TEMPLATES = ['devices', 'kubelet', 'metadata', 'own-security-group', 'volumes'].map((name) => `node/${name}`);
/** A stack, which knows the versions of the template. */
const version =
  (wanted: string, latest: number, standard = latest) =>
  (plan: LoosePlan) => {
    group(plan).launchTemplate = { id: 'lt-1', version: wanted };
    plan.resource('LaunchTemplate', 'p4d-alpha').outputs = {
      id: 'lt-1',
      latestVersion: latest,
      defaultVersion: standard,
    };
  };
const cni =
  (inputs: object, settings: object = {}) =>
  (plan: LoosePlan): void => {
    const addon = plan.inputs('Addon', 'ml-vpc-cni');
    Object.assign(addon, inputs);
    addon.configurationValues = JSON.stringify({ ...JSON.parse(addon.configurationValues), ...settings });
  };

const names = (server: string) => (plan: LoosePlan) => {
  added(plan, 'aws:ec2/vpcDhcpOptions:VpcDhcpOptions', { inputs: { id: 'dopt-1', domainNameServers: [server] } });
  added(plan, 'aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation', {
    inputs: { dhcpOptionsId: 'dopt-1', vpcId: UNKNOWN_TEXT },
    propertyDependencies: { vpcId: [urn(plan, 'Vpc', 'ml')] },
  });
};
const acl = (rules: object) => (plan: LoosePlan) =>
  added(plan, 'aws:ec2/networkAcl:NetworkAcl', {
    inputs: { subnetIds: [UNKNOWN_TEXT], ...rules },
    propertyDependencies: { subnetIds: [urn(plan, 'Subnet', 'ml-nodes-us-west-2b')] },
  });

const classIn =
  (name: string) =>
  (plan: LoosePlan, objects: Loose[]): void =>
    void objects.push({
      apiVersion: 'karpenter.k8s.aws/v1',
      kind: 'EC2NodeClass',
      metadata: { name: 'web' },
      spec: { securityGroupSelectorTerms: [{ tags: { Name: plan.inputs('SecurityGroup', name).tags.Name } }] },
    });
const ROUTE_SERVER = 'aws:vpc/routeServerPropagation:RouteServerPropagation';
const out =
  (cidrIpv4: string) =>
  (plan: LoosePlan): void =>
    void (plan.copy('SecurityGroupEgressRule', 'p4d-access-endpoint-0', 'further').inputs.cidrIpv4 = cidrIpv4);

describe('what a change around the nodes turns', () => {
  test.each<[string, readonly string[], (plan: LoosePlan, objects: Loose[]) => void]>([
    [
      'a rule of a group that is not known',
      ['node/closed-groups'],
      (p) =>
        added(p, 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', {
          inputs: { securityGroupId: UNKNOWN_TEXT, cidrIpv4: '0.0.0.0/0', ipProtocol: '-1' },
        }),
    ],
    [
      'a route of a table that is not known',
      ['node/isolated-subnets'],
      (p) =>
        added(p, 'aws:ec2/route:Route', {
          inputs: { routeTableId: UNKNOWN_TEXT, destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-1' },
        }),
    ],
    [
      'an endpoint in the default group of the network',
      ['node/endpoints-answer'],
      (p) => delete p.inputs('VpcEndpoint', 'ml-ecr.api').securityGroupIds,
    ],
    [
      'an endpoint in a default group that nobody takes over',
      ['node/endpoints-answer'],
      (p) => {
        delete p.inputs('VpcEndpoint', 'ml-ecr.api').securityGroupIds;
        p.remove('DefaultSecurityGroup', 'ml-default');
      },
    ],
    ['names that are asked elsewhere', ['node/endpoints-answer'], names('8.8.8.8')],
    ['names that are asked in the network', [], names('AmazonProvidedDNS')],
    ['a subnet that nothing gets into', ['node/endpoints-answer'], acl({ egress: [{ action: 'allow' }] })],
    ['a subnet that nothing gets out of', ['node/endpoints-answer'], acl({ ingress: [{ action: 'allow' }] })],
    ['a subnet with a list', [], acl({ ingress: [{ action: 'allow' }], egress: [{ action: 'allow' }] })],
    [
      'nodes of the system in the group of a project',
      ['node/own-security-group'],
      (p) => {
        Object.assign(p.inputs('LaunchTemplate', 'ml-system'), { vpcSecurityGroupIds: [UNKNOWN_TEXT] });
        p.resource('LaunchTemplate', 'ml-system').propertyDependencies.vpcSecurityGroupIds = [
          urn(p, 'SecurityGroup', 'p4d-alpha'),
        ];
      },
    ],
    [
      'an interface of nodes of the system in the group of a project',
      ['node/own-security-group'],
      (p) => {
        p.inputs('LaunchTemplate', 'ml-system').networkInterfaces = [{ securityGroups: [UNKNOWN_TEXT] }];
        p.resource('LaunchTemplate', 'ml-system').propertyDependencies.networkInterfaces = [
          urn(p, 'SecurityGroup', 'p4d-alpha'),
        ];
      },
    ],
    [
      'a service of ECS in the group of a project',
      ['node/own-security-group'],
      known('aws:ecs/service:Service', { networkConfiguration: { securityGroups: ['sg-alpha'] } }),
    ],
    [
      'people of SageMaker in the group of a project',
      ['node/own-security-group'],
      known('aws:sagemaker/domain:Domain', { defaultUserSettings: { securityGroups: ['sg-alpha'] } }),
    ],
    [
      'a rule of its own that lets members of the group in',
      [],
      known('aws:lb/other:Other', { rules: [{ sourceSecurityGroupIds: ['sg-alpha'] }] }),
    ],
    ['pods of another namespace in the group of a project', ['node/own-security-group'], podsIn('sg-alpha')],
    ['pods of another namespace in another group', [], podsIn('sg-shop')],
    [
      'a subnet of endpoints that is shared with another account',
      ['network/outside-addresses'],
      (p) => {
        p.resource('Subnet', 'ml-endpoints-us-west-2a').outputs.id = 'subnet-a';
        const resourceArn = 'arn:aws:ec2:us-west-2:111122223333:subnet/subnet-a';
        known('aws:ram/resourceAssociation:ResourceAssociation', { resourceArn })(p);
      },
    ],
    ['other nodes of Karpenter in the group of a project', ['node/own-security-group'], classIn('p4d-alpha')],
    ['other nodes of Karpenter in a group without peers', [], classIn('p4d-access')],
    [
      'nodes of the system in a group without peers',
      [],
      (p) => {
        p.inputs('LaunchTemplate', 'ml-system').vpcSecurityGroupIds = [UNKNOWN_TEXT];
        p.resource('LaunchTemplate', 'ml-system').propertyDependencies.vpcSecurityGroupIds = [
          urn(p, 'SecurityGroup', 'p4d-access'),
        ];
      },
    ],
    [
      'training nodes with public addresses',
      ['node/isolated-subnets'],
      (p) => (p.inputs('LaunchTemplate', 'p4d-alpha').networkInterfaces[0].associatePublicIpAddress = 'true'),
    ],
    [
      'training nodes that are said to have none',
      [],
      (p) => (p.inputs('LaunchTemplate', 'p4d-alpha').networkInterfaces[0].associatePublicIpAddress = 'false'),
    ],
    [
      'routes that a route server learns',
      ['node/isolated-subnets'],
      (p) =>
        added(p, ROUTE_SERVER, {
          inputs: { routeServerId: 'rs-1', routeTableId: UNKNOWN_TEXT },
          propertyDependencies: { routeTableId: [urn(p, 'RouteTable', 'ml-isolated')] },
        }),
    ],
    [
      'routes that a route server learns for another table',
      [],
      (p) => added(p, ROUTE_SERVER, { inputs: { routeServerId: 'rs-1', routeTableId: 'rtb-0123456789abcdef0' } }),
    ],
    ['a way out to every private address', ['node/closed-groups'], out('10.0.0.0/8')],
    ['a way out to another network', ['node/closed-groups'], out('192.168.0.0/24')],
    ['a way out to the own network', [], out('10.0.0.0/16')],
    [
      'a way out to a further block of the own network',
      [],
      (p) => {
        out('10.9.0.0/24')(p);
        added(p, 'aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation', {
          inputs: { cidrBlock: '10.9.0.0/16', vpcId: UNKNOWN_TEXT },
          propertyDependencies: { vpcId: [urn(p, 'Vpc', 'ml')] },
        });
      },
    ],
    ['an older version of the template', OF_TEMPLATES, version('3', 7)],
    ['the default version, which is an older one', OF_TEMPLATES, version('$Default', 7, 2)],
    ['the latest version of the template', [], version('7', 7)],
    [
      'a CNI of an old release',
      ['network/enforced', 'network/starts-closed'],
      cni({ addonVersion: 'v1.12.6-eksbuild.2' }),
    ],
    ['a CNI before the strict mode', ['network/starts-closed'], cni({ addonVersion: 'v1.16.4-eksbuild.2' })],
    ['a CNI of today', [], cni({ addonVersion: 'v1.20.1-eksbuild.1' })],
    [
      'a CNI whose settings are not known',
      ['network/enforced', 'network/pod-security-groups', 'network/starts-closed'],
      (plan) => (plan.inputs('Addon', 'ml-vpc-cni').configurationValues = UNKNOWN_TEXT),
    ],
    ['a CNI without its agent', ['network/enforced'], cni({}, { nodeAgent: { enabled: 'false' } })],
    [
      'pods in other subnets than their nodes',
      ['network/pod-security-groups'],
      cni({}, { env: { NETWORK_POLICY_ENFORCING_MODE: 'strict', AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true' } }),
    ],
    [
      'subnets for pods that its chart makes',
      ['network/pod-security-groups'],
      cni({}, { env: { NETWORK_POLICY_ENFORCING_MODE: 'strict' }, eniConfig: { create: true, region: 'us-west-2' } }),
    ],
    [
      'the same as Go reads it',
      ['network/pod-security-groups'],
      cni({}, { env: { NETWORK_POLICY_ENFORCING_MODE: 'strict', AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'T' } }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});

test.each<[string, readonly string[], string]>([
  ['is in the plan', [], 'lt-1'],
  ['is not', OF_TEMPLATES, 'lt-2'],
])('a launch template that a node group names by an id somebody typed in %s', (_, expected, id) => {
  const ids = turnedByPlan((plan) => {
    version('3', 3)(plan);
    group(plan).launchTemplate.id = id;
    delete plan.resource('NodeGroup', 'p4d-alpha').propertyDependencies.launchTemplate;
  });
  expect([...ids].sort()).toEqual(expected);
});

describe('rules that stand in a security group', () => {
  const inline = (...ids: readonly string[]): readonly string[] =>
    turnedByPlan((plan) => {
      const { inputs, outputs } = plan.resource('SecurityGroup', 'p4d-alpha');
      inputs.ingress = ids.map((id) => ({ protocol: '-1', fromPort: 0, toPort: 0, securityGroups: [id] }));
      outputs.id = 'sg-own';
    });

  test('let in its own members where they name its id', () => {
    expect(inline('sg-own')).toEqual([]);
  });

  test('let in others where they name another', () => {
    expect(inline('sg-other')).toEqual(['node/closed-groups', 'node/own-security-group']);
  });
});

test.each<[string, unknown, readonly string[]]>([
  ['nothing', undefined, []],
  ['its resources', JSON.stringify({ resources: { requests: { cpu: '100m' } } }), []],
  ['iptables', JSON.stringify({ mode: 'iptables' }), []],
  ['ipvs', JSON.stringify({ mode: 'ipvs', ipvs: { scheduler: 'rr' } }), ['network/node-ports']],
  ['other addresses', JSON.stringify({ nodePortAddresses: ['10.0.0.0/8'] }), ['network/node-ports']],
  ['what is not known', UNKNOWN_TEXT, ['network/node-ports']],
])('node ports are shut by the ConfigMap of kube-proxy as long as its add-on is told %s', (_, told, expected) => {
  const ids = turnedByPlan((plan, objects) => {
    if (told !== undefined) plan.inputs('Addon', 'ml-kube-proxy').configurationValues = told;
    objects.push({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'production' },
      spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, nodePort: 30080 }] },
    });
  });
  expect(ids.filter((id) => id === 'network/node-ports')).toEqual(expected);
});
