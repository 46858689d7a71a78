import type { Excuse } from './excuse';

/** Of tags that no policy asks for: those of roles, and those that the autoscaler reads, are another matter. */
const TAGGED = /^aws:(?!iam\/|autoscaling\/)/;

export const OF_THE_CLOUD: readonly Excuse[] = [
  {
    of: TAGGED,
    path: /^(?:tags|tagSpecifications)(?:[.[].*)?$/,
    reason: 'tags tell people and bills what belongs together; no policy of the plan asks for them',
  },
  {
    of: /^aws:/,
    path: /^(?:description|deletionWindowInDays|forceDelete|deletionProtection|force_destroy|forceDestroy)$/,
    reason: 'words for people, and what happens when somebody deletes',
  },
  {
    of: /^(?:pulumi:pulumi:Stack|training-isolation:index:\w+) /,
    path: /^$/,
    reason: 'a component of the program is no resource of the cloud; what it made is still there',
  },
  {
    of: /^pulumi:providers:aws /,
    path: /^(?:|region|version|allowedAccountIds(?:\[0\])?|skip(?:Credentials|Region)Validation)$/,
    operators: ['remove', 'other'],
    reason: 'how the program reaches the cloud; which account its documents name has checks',
  },
  {
    of: /^aws:ecr\//,
    path: /^(?:|name|imageTagMutability|imageScanningConfiguration(?:\.scanOnPush)?|ecrRepositoryPrefix|upstreamRegistryUrl)$/,
    operators: ['remove', 'other', 'negate'],
    reason: 'where images come from; that pods name them by digest, and from which registry, has checks',
  },
  {
    of: /^aws:ec2\/(?:placementGroup:PlacementGroup|vpc:Vpc) /,
    path: /^(?:|name|strategy|cidrBlock|enableDns(?:Support|Hostnames))$/,
    reason: 'how near nodes are to each other, and which addresses the network has beside those of its subnets',
  },
  {
    of: /^aws:ec2\/launchTemplate:LaunchTemplate ml-system /,
    path: /^(?:|blockDeviceMappings.*|metadataOptions.*|updateDefaultVersion)$/,
    reason: 'nodes of the system: no training pod runs there',
  },
  {
    of: /^aws:ec2\/launchTemplate:LaunchTemplate p4d-(?:alpha|beta) /,
    path: /^(?:blockDeviceMappings\[0\]\.(?:deviceName|ebs\.(?:deleteOnTermination|kmsKeyId|volumeSize|volumeType))|instanceType|placement(?:\.groupName)?|updateDefaultVersion)$/,
    operators: ['remove', 'other', 'zero', 'more', 'swap', 'negate'],
    reason: 'size and kind of the machine and of its encrypted disk',
  },
  {
    of: /^aws:ec2\/launchTemplate:LaunchTemplate p4d-(?:alpha|beta) /,
    path: /^metadataOptions\.(?:httpEndpoint|instanceMetadataTags)$/,
    operators: ['remove', 'other'],
    reason: 'on is the default of the endpoint, off that of the tags; tokens and their hops have a check',
  },
  {
    of: /^aws:ec2\/launchTemplate:LaunchTemplate p4d-(?:alpha|beta) /,
    path: /^networkInterfaces\[\d\]\.(?:deleteOnTermination|deviceIndex|networkCardIndex|interfaceType)$/,
    operators: ['remove', 'other', 'zero', 'more'],
    reason: 'on which card an interface lies; how many carry EFA, and in which groups they are, has checks',
  },
  {
    of: /^aws:ec2\/launchTemplate:LaunchTemplate p4d-(?:alpha|beta) /,
    path: /^networkInterfaces\[0\]\.securityGroups\[\d\]$/,
    operators: ['remove'],
    reason: 'both are still to come in a plan, which says of the whole list only where they come from',
  },
  {
    of: /^aws:ec2\/launchTemplate:LaunchTemplate p4d-(?:alpha|beta) /,
    path: /^userData$/,
    operators: ['other'],
    reason: 'a letter behind a text in base64, which decodes to the same',
  },
  {
    of: /^aws:ec2\/(?:routeTable:RouteTable|securityGroup:SecurityGroup|subnet:Subnet|vpcEndpoint:VpcEndpoint|defaultSecurityGroup:DefaultSecurityGroup) /,
    path: /^vpcId$/,
    operators: ['remove', 'other'],
    reason: 'the only network of the plan; the cloud refuses what lies in two',
  },
  {
    of: /^aws:ec2\/defaultSecurityGroup:DefaultSecurityGroup /,
    path: /^(?:|ingress|egress)$/,
    operators: ['remove'],
    reason: 'nothing is in the default group: that interfaces name groups has a check',
  },
  {
    of: /^aws:ec2\/securityGroup:SecurityGroup (?:p4d-access|ml-endpoints) /,
    path: /^$/,
    reason: 'rules and interfaces that name a group which is not there are refused by the cloud',
  },
  {
    of: /^aws:ec2\/subnet:Subnet /,
    path: /^(?:|availabilityZone|cidrBlock|mapPublicIpOnLaunch)$/,
    reason: 'subnets of endpoints, of the system and of the control plane; those of training nodes have checks',
  },
  {
    of: /^aws:ec2\/routeTableAssociation:RouteTableAssociation /,
    path: /^(?:|routeTableId|subnetId)$/,
    operators: ['remove', 'other'],
    reason: 'of subnets without training nodes; the subnets of training nodes have a check',
  },
  {
    of: /^aws:ec2\/vpcEndpoint:VpcEndpoint /,
    path: /^(?:|dnsOptions.*|privateDnsEnabled|serviceName|vpcEndpointType|securityGroupIds.*|subnetIds.*)$/,
    operators: ['remove', 'other', 'negate'],
    reason: 'an endpoint that answers less; that data, checkpoints and roles are reached has checks',
  },
  {
    of: /^aws:ec2\/vpcEndpoint:VpcEndpoint /,
    path: /^policy\.(?:Version|Statement\[\d\]\.Sid)$/,
    operators: ['remove', 'other'],
    reason: 'a name for people; without a version the older language means the same here',
  },
  {
    of: /^aws:ec2\/vpcEndpoint:VpcEndpoint /,
    path: /^policy\.Statement\[\d\](?:\.(?:Action(?:\[\d\])?|Principal|Resource))?$/,
    operators: ['remove', 'other'],
    reason: 'an endpoint that carries less; that data, checkpoints and roles are reached has checks',
  },
  {
    of: /^aws:ec2\/vpcEndpoint:VpcEndpoint /,
    path: /^policy\.Statement\[\d\]\.(?:Action|Resource)(?:\[\d\])?$/,
    operators: ['widen'],
    reason: 'principals and resources of the own account stay the condition of every action',
  },
  {
    of: /^aws:ec2\/vpcEndpoint:VpcEndpoint /,
    path: /^policy\.Statement\[\d\]\.Condition(?:\.StringEquals)?\.?(?:aws:PrincipalAccount|aws:ResourceAccount)?$/,
    operators: ['remove', 'other'],
    reason:
      'either account, or the names of the own buckets, keeps strangers with their own keys from their own places',
  },
  {
    of: /^aws:vpc\/securityGroup(?:In|E)gressRule:/,
    path: /^(?:|fromPort|toPort|ipProtocol|securityGroupId)$/,
    operators: ['remove', 'other', 'zero', 'more'],
    reason: 'on which ports nodes meet whom they may meet; whom has checks, and EFA asks for everything among peers',
  },
  {
    of: /^aws:vpc\/securityGroupIngressRule:SecurityGroupIngressRule (?:ml-endpoints|p4d-cluster)-/,
    path: /^(?:cidrIpv4|referencedSecurityGroupId)$/,
    operators: ['remove', 'other', 'widen'],
    reason: 'who reaches the endpoints and the control plane: policies of endpoints and the API server ask who it is',
  },
  {
    of: /^aws:autoscaling\/tag:Tag /,
    path: /^(?:|autoscalingGroupName|tag|tag\.(?:key|value|propagateAtLaunch))$/,
    operators: ['remove', 'other', 'negate'],
    reason: 'what the autoscaler is told of a group before its first node; labels and taints among it have a check',
  },
  {
    of: /^aws:cloudtrail\/trail:Trail /,
    path: /^(?:name|enableLogging|includeGlobalServiceEvents|isMultiRegionTrail|kmsKeyId|advancedEventSelectors\[\d\]\.name)$/,
    operators: ['remove', 'other', 'negate'],
    reason: 'events of other regions than that of the buckets, and the key of the log; by default a trail is on',
  },
  {
    of: /^aws:cloudtrail\/trail:Trail /,
    path: /^advancedEventSelectors\[\d\]\.fieldSelectors\[\d\]$/,
    operators: ['remove'],
    reason: 'without the names of the buckets the selector takes in every bucket',
  },
  {
    of: /^aws:cloudwatch\/logGroup:LogGroup /,
    path: /^(?:|name|kmsKeyId|retentionInDays)$/,
    reason: 'the cloud makes a group of logs that is missing; how long it keeps them is a matter of cost',
  },
  {
    of: /^aws:ec2\/flowLog:FlowLog /,
    path: /^(?:iamRoleArn|logDestination|logDestinationType|maxAggregationInterval)$/,
    reason: 'where the flows are written; that all of them are has a check',
  },
  {
    of: /^aws:eks\/(?:accessEntry:AccessEntry|accessPolicyAssociation:AccessPolicyAssociation) /,
    path: /^(?:|clusterName|principalArn|type|accessScope(?:\.type)?)$/,
    operators: ['remove', 'other'],
    reason: 'an administrator who gets in no longer; whoever gets in instead has a check',
  },
  {
    of: /^aws:eks\/addon:Addon /,
    path: /^(?:|addonName|clusterName|resolveConflictsOn(?:Create|Update)|podIdentityAssociations.*|configurationValues(?:\.(?:node(?:\.tolerateAllTaints)?|nodeAgent(?:\.enablePolicyEventLogs)?))?)$/,
    operators: ['remove', 'other', 'negate'],
    reason: 'an add-on less; that policies are enforced and that node agents run has checks',
  },
  {
    of: /^aws:eks\/podIdentityAssociation:PodIdentityAssociation /,
    path: /^(?:|clusterName|namespace|roleArn|serviceAccount)$/,
    operators: ['remove', 'other'],
    reason: "an operator without its role; that projects' pods get theirs, and nobody else, has checks",
  },
  {
    of: /^aws:eks\/cluster:Cluster /,
    path: /^(?:bootstrapSelfManagedAddons|name|roleArn|version|upgradePolicy(?:\.supportType)?|vpcConfig\.subnetIds(?:\[\d\])?)$/,
    operators: ['remove', 'other', 'negate'],
    reason: 'which version, and where the control plane answers; whether the internet reaches it has a check',
  },
  {
    of: /^aws:eks\/cluster:Cluster /,
    path: /^encryptionConfig(?:\..*)?$/,
    reason: 'EKS encrypts what it stores with a key of its own where none is named',
  },
  {
    of: /^aws:eks\/nodeGroup:NodeGroup /,
    path: /^(?:capacityType|nodeGroupName|scalingConfig.*|updateConfig.*|version|releaseVersion|amiType|instanceTypes(?:\[0\])?|clusterName)$/,
    operators: ['remove', 'other', 'zero', 'more'],
    reason: 'how many nodes, bought how and renewed when; the images of training nodes have a check',
  },
  {
    of: /^aws:eks\/nodeGroup:NodeGroup ml-system/,
    path: /^(?:|nodeRoleArn|launchTemplate|subnetIds(?:\[\d\])?)$/,
    operators: ['remove', 'other'],
    reason: 'nodes of the system: no training pod runs there',
  },
  {
    of: /^aws:eks\/nodeGroup:NodeGroup /,
    path: /^launchTemplate\.(?:id|version)$/,
    operators: ['remove', 'other'],
    reason: 'id and version are both still to come in a plan, which says of the two together where they come from',
  },
];
