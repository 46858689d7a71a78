import type * as vpc from '@pulumi/aws/vpc';
import type * as pulumi from '@pulumi/pulumi';
import type { NodeGroup, Pool } from '../../model';
import { shown, suggestion, type Fault } from '../../model/fault/fault';
import { volumeKeyPolicy, type AwsPlatform } from '../../model/iam';
import { accessTags } from '../../model/nodes/karpenter-names';
import { keyAlias } from '../../model/storage/storage-keys';
import { checkedName, clusterFacts, clusterFaults, type ClusterSource } from '../cluster/cluster-source';
import { COMPONENT_ARGUMENTS, IsolationComponent, type ArgumentRules, type ComponentArgs } from '../component';
import { encryptionKey, type EncryptionKey } from '../encryption-key';
import type { NetworkSource } from '../network/network-source';
import { projectNodes, type ProjectNodes } from './project-nodes';
import { clusterRules, securityGroup, type SecurityGroupResources } from './security-group';
import { accessRules, clusterPorts } from './security-rules';

/** The nodes of one pool. */
export interface GpuNodePoolArgs extends ComponentArgs {
  /** Name of a pool of the description. */
  readonly pool: string;
  /** The cluster that they join. */
  readonly cluster: ClusterSource;
  /** A `TrainingNetwork`, or the VPC and the subnets of its nodes. */
  readonly network: Pick<NetworkSource, 'vpcId' | 'nodeSubnetIds'>;
  /**
   * Security group that EKS made for the cluster.
   * @default - what `cluster` says; required where that is only a name
   */
  readonly clusterSecurityGroupId?: pulumi.Input<string>;
  /**
   * Key of the nodes' volumes.
   * @default - that of the description or of `cluster`, else a key of this pool
   */
  readonly volumeKeyArn?: pulumi.Input<string>;
}

const ARGUMENTS: ArgumentRules<GpuNodePoolArgs> = {
  ...COMPONENT_ARGUMENTS,
  pool: 'required',
  cluster: 'required',
  network: 'required',
  clusterSecurityGroupId: 'optional',
  volumeKeyArn: 'optional',
};

/**
 * GPU nodes of a pool: for each project that uses it a node group, role, security group and placement of its own, all from
 * zero. Whole-node pods isolate in space; nodes of their own isolate in time too, since what escapes into a node stays
 * there. A pool that the description shares by reason has one of each for all.
 *
 * @throws InvalidInputError with every fault of the args, and with what the description lacks or AWS does not allow for it
 */
export class GpuNodePool extends IsolationComponent {
  /** The pool as the description has it, every default filled in. */
  readonly pool: Pool;
  /** Way of all nodes of the pool to API server, DNS, services and endpoints. */
  readonly accessGroup: SecurityGroupResources;
  /** Rules on the cluster's own group that let them in. */
  readonly clusterRules: readonly vpc.SecurityGroupIngressRule[];
  /** Key of the nodes' volumes; undefined where one is given. */
  readonly volumesKey?: EncryptionKey;
  /** What the nodes consist of, by name of their group: `p4d--alpha`. */
  readonly nodes: Readonly<Record<string, ProjectNodes>>;

  constructor(name: string, args: GpuNodePoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super('GpuNodePool', name, args, opts, ARGUMENTS, (platform) => poolFaults(platform, args));
    const { platform } = this;
    const { aws } = platform;
    const groups = groupsOf(platform, args.pool);
    this.pool = (groups[0] as NodeGroup).pool;
    const tags = this.tags({ [platform.keys.pool]: args.pool });
    const facts = clusterFacts(args.cluster);
    const clusterGroupId = args.clusterSecurityGroupId ?? facts.securityGroupId ?? '';
    const { vpcId } = args.network;
    this.accessGroup = securityGroup(
      this.child('access'),
      `Nodes of pool ${args.pool}: to API server, DNS, services and endpoints`,
      { vpcId, clusterGroupId },
      accessRules(platform, this.pool),
      { ...tags, ...accessTags(platform.keys, platform.name, args.pool) },
      this.within(),
    );
    this.clusterRules = clusterRules(
      this.child('cluster'),
      clusterGroupId,
      this.accessGroup.group.id,
      clusterPorts(platform, this.pool),
      tags,
      this.within(),
    );
    const givenKey = args.volumeKeyArn ?? aws.volumeKeyArn ?? facts.volumeKeyArn;
    if (givenKey === undefined) {
      this.volumesKey = encryptionKey(
        this.child('volumes-key'),
        keyAlias(aws.cluster.name, platform.name, `volumes-${args.pool}`),
        `Encrypts the volumes of nodes of pool ${args.pool}`,
        volumeKeyPolicy(aws, aws.access.nodeLaunchers),
        tags,
        this.within(),
      );
    }
    const place = {
      clusterName: checkedName(args.cluster, aws),
      clusterGroupId,
      accessGroupId: this.accessGroup.group.id,
      vpcId,
      subnetIds: subnetsOf(this.pool, args.network.nodeSubnetIds),
      volumeKeyArn: givenKey ?? this.volumesKey?.key.arn ?? '',
    };
    this.nodes = Object.fromEntries(
      groups.map((group) => [
        group.name,
        projectNodes(
          this.child(group.project ?? 'shared'),
          platform,
          group,
          place,
          { ...tags, ...(group.project === undefined ? {} : { [platform.keys.project]: group.project }) },
          this.within(),
        ),
      ]),
    );
    this.registerOutputs({});
  }

  /** Ids of the security groups of a project's nodes in this pool; other resources let exactly these in. */
  securityGroupIds(project: string): readonly pulumi.Output<string>[] {
    return Object.values(this.nodes)
      .filter(({ group }) => group.project === undefined || group.project === project)
      .map((nodes) => nodes.securityGroup.group.id);
  }
}

/** Node groups of a pool, one a project that uses it, or one for all. */
function groupsOf({ projects }: AwsPlatform, pool: string): readonly NodeGroup[] {
  const groups = projects.flatMap(({ nodeGroups }) => nodeGroups.filter((group) => group.pool.name === pool));
  return [...new Map(groups.map((group) => [group.name, group])).values()];
}

/** Subnets of the pool's zone; EFA and reservations know one zone only. */
function subnetsOf(pool: Pool, byZone: NetworkSource['nodeSubnetIds']): readonly pulumi.Input<string>[] {
  return Object.entries(byZone)
    .filter(([zone]) => pool.availabilityZone === undefined || zone === pool.availabilityZone)
    .map(([, id]) => id);
}

function poolFaults(platform: AwsPlatform, args: GpuNodePoolArgs): Fault[] {
  const known = platform.pools.map(({ name }) => name);
  const pool = platform.pools.find(({ name }) => name === args.pool);
  if (pool === undefined) {
    return [
      {
        path: 'pool',
        given: shown(args.pool),
        allowed: `a pool of platform ${platform.name}: ${known.join(', ')}`,
        fix: suggestion(args.pool, known, 'add it to the description'),
      },
    ];
  }
  const faults = clusterFaults(args.cluster, platform.aws);
  if (groupsOf(platform, args.pool).length === 0) {
    faults.push({
      path: 'pool',
      given: shown(args.pool),
      allowed: 'a pool that some project uses',
      fix: 'name it in projects[].pools, or leave this component out',
    });
  }
  if (pool.provisioner === 'self-managed') {
    faults.push({
      path: 'pool',
      given: 'provisioner "self-managed"',
      allowed: '"managed" or "karpenter"',
      fix: 'nodes that something else makes need no component here',
    });
  }
  const volumeKey = platform.aws.volumeKeyArn ?? clusterFacts(args.cluster).volumeKeyArn;
  if (pool.provisioner === 'karpenter' && volumeKey === undefined) {
    faults.push({
      path: 'platform.aws.volumeKeyArn',
      given: 'nothing',
      allowed: 'the ARN of the key of node volumes',
      fix: 'the manifests of Karpenter name the key: name it in the description, or give a TrainingCluster, which has one',
    });
  }
  if (args.clusterSecurityGroupId === undefined && clusterFacts(args.cluster).securityGroupId === undefined) {
    faults.push({
      path: 'clusterSecurityGroupId',
      given: 'nothing',
      allowed: 'the security group that EKS made for the cluster',
      fix: 'aws eks describe-cluster --query cluster.resourcesVpcConfig.clusterSecurityGroupId',
    });
  }
  if (subnetsOf(pool, args.network.nodeSubnetIds).length === 0) {
    faults.push({
      path: 'network.nodeSubnetIds',
      given: Object.keys(args.network.nodeSubnetIds).join(', ') || 'nothing',
      allowed: pool.availabilityZone === undefined ? 'a subnet' : `a subnet in zone ${pool.availabilityZone}`,
      fix: 'give subnets by availability zone',
    });
  }
  return faults;
}
