import * as ec2 from '@pulumi/aws/ec2';
import * as vpc from '@pulumi/aws/vpc';
import * as pulumi from '@pulumi/pulumi';
import type { Fault } from '../../model/fault/fault';
import type { AwsPlatform } from '../../model/iam';
import { nodeSubnetTags } from '../../model/nodes/karpenter-names';
import { COMPONENT_ARGUMENTS, IsolationComponent, type ArgumentRules, type ComponentArgs } from '../component';
import { endpointResource, plannedEndpoints } from './endpoints';
import { flowLogResources, type FlowLogResources } from './flow-log';
import { registryResources, type RegistryResources } from './image-registry';
import type { ExistingNetwork, NetworkSource } from './network-source';
import { routes, type MadeSubnet, type Routes } from './routes';
import { plannedSubnets, subnetResource, type SubnetKind } from './subnets';

/** How the network is made. */
export interface TrainingNetworkArgs extends ComponentArgs {
  /**
   * A VPC that exists already. Endpoints, registry and flow log are then made in it, and nothing else.
   * @default - a VPC of the description's block
   */
  readonly existing?: ExistingNetwork;
  /** Days that the flow log is kept. @default 365 */
  readonly flowLogRetentionDays?: number;
  /**
   * Whether Pulumi refuses to delete the VPC, or to make another in its place because its block changed: everything stands
   * in it.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

const ARGUMENTS: ArgumentRules<TrainingNetworkArgs> = {
  ...COMPONENT_ARGUMENTS,
  existing: 'optional',
  flowLogRetentionDays: 'optional',
  deletionProtection: 'optional',
};

/**
 * The network of a training cluster: private subnets without a way to the internet, and an endpoint for every service that
 * nodes and pods need, each with a policy. Training pods reach S3 and STS; what nodes and operators need besides them lies
 * in subnets of its own, which no policy of a project names.
 *
 * @throws InvalidInputError with every fault of the args, and with what the description lacks or AWS does not allow for it
 */
export class TrainingNetwork extends IsolationComponent implements NetworkSource {
  /** The VPC; undefined where one exists already. */
  readonly vpc?: ec2.Vpc;
  /** The group that every VPC has; without a rule, so that nothing is open by forgetting to name one. */
  readonly defaultSecurityGroup?: ec2.DefaultSecurityGroup;
  /** Every subnet that it made; empty in a VPC that exists already. */
  readonly subnets: readonly ec2.Subnet[];
  /** Route tables; undefined in a VPC that exists already. */
  readonly routes?: Routes;
  /** Group of the interface endpoints. */
  readonly endpointSecurityGroup: ec2.SecurityGroup;
  /** Who reaches the endpoints: blocks of nodes and pods, on 443. */
  readonly endpointRules: readonly vpc.SecurityGroupIngressRule[];
  /** VPC endpoints by service, such as `ecr.api`. */
  readonly endpoints: Readonly<Record<string, ec2.VpcEndpoint>>;
  /** The account's own registry of images; undefined where nodes pull them from where they are published. */
  readonly registry?: RegistryResources;
  /** Record of every connection, accepted and refused. */
  readonly flowLog: FlowLogResources;

  /** Id of the VPC, made or given. */
  readonly vpcId: pulumi.Output<string>;
  /** Subnets of nodes and pods, by availability zone. */
  readonly nodeSubnetIds: Readonly<Record<string, pulumi.Output<string>>>;
  /** Subnets of the control plane's interfaces. */
  readonly controlPlaneSubnetIds: readonly pulumi.Output<string>[];
  /** Id of the endpoint of S3, for `aws.s3EndpointIds` of the description. */
  readonly s3EndpointId: pulumi.Output<string>;

  constructor(name: string, args: TrainingNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('TrainingNetwork', name, args, opts, ARGUMENTS, (platform) => networkFaults(platform, args));
    const { platform } = this;
    const { existing } = args;
    let made: readonly MadeSubnet[] = [];
    if (existing === undefined) {
      this.vpc = new ec2.Vpc(
        name,
        {
          cidrBlock: platform.aws.vpcCidr ?? '',
          enableDnsSupport: true,
          enableDnsHostnames: true,
          tags: this.tags({ Name: name }),
        },
        this.within({ protect: args.deletionProtection ?? true }),
      );
      this.vpcId = this.vpc.id;
      this.defaultSecurityGroup = new ec2.DefaultSecurityGroup(
        this.child('default'),
        { vpcId: this.vpcId, ingress: [], egress: [], tags: this.tags({ Name: this.child('unused') }) },
        this.within(),
      );
      made = plannedSubnets(platform).map((plan) => ({
        ...plan,
        subnet: subnetResource(
          this.child(plan.name),
          this.vpcId,
          plan,
          this.tags(plan.kind === 'nodes' ? nodeSubnetTags(platform.keys, platform.name) : {}),
          this.within(),
        ),
      }));
      this.routes = routes(name, this.vpcId, made, this.tags(), this.within());
    } else {
      this.vpcId = pulumi.output(existing.vpcId);
    }
    this.subnets = made.map(({ subnet }) => subnet);
    const idsOf = (kind: SubnetKind): pulumi.Output<string>[] =>
      made.filter((plan) => plan.kind === kind).map(({ subnet }) => subnet.id);
    this.nodeSubnetIds =
      existing === undefined
        ? Object.fromEntries(made.filter(({ kind }) => kind === 'nodes').map(({ zone, subnet }) => [zone, subnet.id]))
        : Object.fromEntries(Object.entries(existing.nodeSubnetIds).map(([zone, id]) => [zone, pulumi.output(id)]));
    this.controlPlaneSubnetIds =
      existing === undefined ? idsOf('controlPlane') : existing.controlPlaneSubnetIds.map((id) => pulumi.output(id));

    this.endpointSecurityGroup = new ec2.SecurityGroup(
      this.child('endpoints'),
      {
        vpcId: this.vpcId,
        description: 'Interface endpoints: TLS from nodes and pods, and nothing out',
        tags: this.tags({ Name: this.child('endpoints') }),
      },
      this.within(),
    );
    this.endpointRules = platform.aws.subnets.nodes.map(
      (cidrIpv4, index) =>
        new vpc.SecurityGroupIngressRule(
          this.child(`endpoints-${index}`),
          {
            securityGroupId: this.endpointSecurityGroup.id,
            description: 'TLS from nodes and pods',
            cidrIpv4,
            ipProtocol: 'tcp',
            fromPort: 443,
            toPort: 443,
            tags: this.tags(),
          },
          this.within(),
        ),
    );
    const forPods = existing?.endpointSubnetIds ?? idsOf('endpoints');
    const forPlatform =
      existing?.platformEndpointSubnetIds ?? existing?.endpointSubnetIds ?? idsOf('platformEndpoints');
    this.endpoints = Object.fromEntries(
      plannedEndpoints(platform).map((plan) => [
        plan.service,
        endpointResource(
          this.child(plan.service),
          plan,
          {
            vpcId: this.vpcId,
            subnetIds: plan.forPods ? forPods : forPlatform,
            securityGroupId: this.endpointSecurityGroup.id,
          },
          this.tags(),
          this.within(),
        ),
      ]),
    );
    if (platform.aws.registry !== undefined) {
      this.registry = registryResources(name, platform.aws.registry, this.tags(), this.within());
    }
    this.flowLog = flowLogResources(
      this.child('flow-log'),
      platform,
      this.vpcId,
      args.flowLogRetentionDays,
      this.tags(),
      this.within(),
    );
    const { s3 } = this.endpoints;
    if (s3 === undefined) throw new Error('a plan without an endpoint of S3');
    this.s3EndpointId = s3.id;
    this.registerOutputs({ vpcId: this.vpcId, s3EndpointId: this.s3EndpointId });
  }
}

/** A description plans a VPC or describes one; the ids must fit what it says. */
function networkFaults({ aws }: AwsPlatform, { existing }: TrainingNetworkArgs): Fault[] {
  if ((existing === undefined) !== (aws.vpcCidr !== undefined)) {
    return [
      {
        path: 'existing',
        given: existing === undefined ? 'nothing' : 'ids of a VPC',
        allowed: existing === undefined ? 'ids of the VPC of aws.existing' : 'nothing: the description plans a VPC',
        fix: existing === undefined ? 'give existing, or aws.vpcCidr' : 'describe aws.existing instead of aws.vpcCidr',
      },
    ];
  }
  if (aws.subnets.nodes.length > 0) return [];
  return [
    {
      path: 'platform.aws.existing.nodeCidrs',
      given: 'nothing',
      allowed: 'the blocks of the nodes',
      fix: 'the endpoints answer these blocks only: name them',
    },
  ];
}
