import type { ResourceType } from '../resource-type';
import { arn, provider } from './arn';

const SOURCES = ['cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedSecurityGroupId'];

/** A rule of a security group, of one direction. */
function rule(direction: 'ingress' | 'egress'): ResourceType {
  return {
    required: ['securityGroupId', 'ipProtocol'],
    optional: ['description', 'fromPort', 'toPort', 'tags', ...SOURCES],
    replaces: ['securityGroupId'],
    source: provider(`ec2/vpc_security_group_${direction}_rule.go`),
    id: (_, fresh) => `sgr-${fresh}`,
    outputs: (id, _, place) => ({ arn: arn(place, 'ec2', `security-group-rule/${id}`), securityGroupRuleId: id }),
    oneOf: SOURCES,
    // InvalidPermission.Duplicate (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html).
    unique: ['securityGroupId', 'ipProtocol', 'fromPort', 'toPort', ...SOURCES],
  };
}

export const ec2: Readonly<Record<string, ResourceType>> = {
  'aws:ec2/vpc:Vpc': {
    required: [],
    optional: ['cidrBlock', 'enableDnsHostnames', 'enableDnsSupport', 'instanceTenancy', 'tags'],
    replaces: ['cidrBlock'],
    source: provider('ec2/vpc_.go'),
    id: (_, fresh) => `vpc-${fresh}`,
    outputs: (id, _, place) => ({
      arn: arn(place, 'ec2', `vpc/${id}`),
      defaultSecurityGroupId: id.replace('vpc', 'sg'),
      mainRouteTableId: id.replace('vpc', 'rtb'),
      ownerId: place.account,
    }),
  },
  'aws:ec2/subnet:Subnet': {
    required: ['vpcId'],
    optional: ['availabilityZone', 'cidrBlock', 'mapPublicIpOnLaunch', 'tags'],
    replaces: ['availabilityZone', 'cidrBlock', 'vpcId'],
    source: provider('ec2/vpc_subnet.go'),
    id: (_, fresh) => `subnet-${fresh}`,
    outputs: (id, _, place) => ({ arn: arn(place, 'ec2', `subnet/${id}`), ownerId: place.account }),
  },
  'aws:ec2/routeTable:RouteTable': {
    required: ['vpcId'],
    optional: ['routes', 'tags'],
    replaces: ['vpcId'],
    source: provider('ec2/vpc_route_table.go'),
    id: (_, fresh) => `rtb-${fresh}`,
    outputs: (id, _, place) => ({ arn: arn(place, 'ec2', `route-table/${id}`) }),
  },
  'aws:ec2/routeTableAssociation:RouteTableAssociation': {
    required: ['routeTableId'],
    optional: ['subnetId', 'gatewayId'],
    replaces: ['subnetId', 'gatewayId'],
    source: provider('ec2/vpc_route_table_association.go'),
    id: (_, fresh) => `rtbassoc-${fresh}`,
  },
  'aws:ec2/vpcEndpoint:VpcEndpoint': {
    required: ['vpcId'],
    optional: [
      'dnsOptions',
      'ipAddressType',
      'policy',
      'privateDnsEnabled',
      'routeTableIds',
      'securityGroupIds',
      'serviceName',
      'subnetIds',
      'tags',
      'vpcEndpointType',
    ],
    replaces: ['serviceName', 'vpcEndpointType', 'vpcId', 'dnsOptions.privateDnsPreference'],
    source: provider('ec2/vpc_endpoint.go'),
    id: (_, fresh) => `vpce-${fresh}`,
    outputs: (id, _, place) => ({
      arn: arn(place, 'ec2', `vpc-endpoint/${id}`),
      dnsEntries: [],
      networkInterfaceIds: [`eni-of-${id}`],
      state: 'available',
    }),
  },
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': {
    required: [],
    optional: ['vpcId', 'ingress', 'egress', 'tags'],
    replaces: ['vpcId'],
    source: provider('ec2/vpc_default_security_group.go'),
    id: ({ vpcId }) => String(vpcId).replace('vpc', 'sg'),
  },
  'aws:ec2/securityGroup:SecurityGroup': {
    required: [],
    optional: ['description', 'name', 'vpcId', 'revokeRulesOnDelete', 'tags'],
    replaces: ['description', 'name', 'vpcId'],
    source: provider('ec2/vpc_security_group.go'),
    id: (_, fresh) => `sg-${fresh}`,
    outputs: (id, { name }, place) => ({
      arn: arn(place, 'ec2', `security-group/${id}`),
      name: name ?? `group-${id}`,
      ownerId: place.account,
    }),
  },
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': rule('ingress'),
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': rule('egress'),
  'aws:ec2/flowLog:FlowLog': {
    required: [],
    optional: [
      'iamRoleArn',
      'logDestination',
      'logDestinationType',
      'maxAggregationInterval',
      'tags',
      'trafficType',
      'vpcId',
    ],
    replaces: ['iamRoleArn', 'logDestination', 'logDestinationType', 'maxAggregationInterval', 'trafficType', 'vpcId'],
    source: provider('ec2/vpc_flow_log.go'),
    id: (_, fresh) => `fl-${fresh}`,
    outputs: (id, _, place) => ({ arn: arn(place, 'ec2', `vpc-flow-log/${id}`) }),
  },
  'aws:ec2/placementGroup:PlacementGroup': {
    required: ['strategy'],
    optional: ['name', 'partitionCount', 'spreadLevel', 'tags'],
    replaces: ['name', 'strategy', 'partitionCount', 'spreadLevel'],
    source: provider('ec2/ec2_placement_group.go'),
    name: 'name',
    id: ({ name }, fresh) => String(name ?? `group-${fresh}`),
    outputs: (id, _, place) => ({ arn: arn(place, 'ec2', `placement-group/${id}`) }),
  },
  'aws:ec2/launchTemplate:LaunchTemplate': {
    required: [],
    optional: [
      'blockDeviceMappings',
      'capacityReservationSpecification',
      'imageId',
      'instanceMarketOptions',
      'instanceType',
      'metadataOptions',
      'name',
      'networkInterfaces',
      'placement',
      'tagSpecifications',
      'tags',
      'updateDefaultVersion',
      'userData',
      'vpcSecurityGroupIds',
    ],
    replaces: ['name'],
    source: provider('ec2/ec2_launch_template.go'),
    id: (_, fresh) => `lt-${fresh}`,
    outputs: (id, { name }, place) => ({
      arn: arn(place, 'ec2', `launch-template/${id}`),
      name: name ?? `template-${id}`,
      latestVersion: 1,
      defaultVersion: 1,
    }),
    counts: 'latestVersion',
  },
};
