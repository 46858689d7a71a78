import * as eks from '@pulumi/aws/eks';
import * as pulumi from '@pulumi/pulumi';
import type { Fault } from '../../model/fault/fault';
import { secretsKeyPolicy, serviceTrust, volumeKeyPolicy, type AwsPlatform } from '../../model/iam';
import { platformRole } from '../../model/aws/platform-role';
import { keyAlias } from '../../model/storage/storage-keys';
import { COMPONENT_ARGUMENTS, IsolationComponent, type ArgumentRules, type ComponentArgs } from '../component';
import { encryptionKey, type EncryptionKey } from '../encryption-key';
import { encryptedLogGroup, type EncryptedLogGroup } from '../log-group';
import type { NetworkSource } from '../network/network-source';
import { roleResources, type RoleResources } from '../role';
import { accessResources, type AccessResources } from './access-resources';
import { addOnResources, type AddOnResources } from './add-on-resources';
import { addOns, awsPolicy } from './add-ons';
import { addOnVersionFaults } from './add-on-versions';
import { autoscalerIdentity, type AutoscalerIdentity } from './autoscaler-identity';
import { withoutScheme, type ClusterFacts } from './cluster-source';
import { systemNodes, type SystemNodeResources, type SystemNodesProps } from './system-nodes';

/** What a cluster needs besides the description. */
export interface TrainingClusterArgs extends ComponentArgs {
  /** A `TrainingNetwork`, or ids of a VPC that exists already. */
  readonly network: NetworkSource;
  /**
   * Versions of add-ons, such as `{ "vpc-cni": "v1.21.1-eksbuild.1" }`.
   * @default - what EKS takes for the Kubernetes version on the day of creation
   */
  readonly addOnVersions?: Readonly<Record<string, string>>;
  /** Nodes for DNS, controllers and shared services. @default - one `m7i.xlarge` in each zone, up to three */
  readonly systemNodes?: SystemNodesProps;
  /** Days that the logs of the control plane are kept. @default 365 */
  readonly logRetentionDays?: number;
  /** Whether EKS refuses to delete the cluster. @default true */
  readonly deletionProtection?: boolean;
}

const ARGUMENTS: ArgumentRules<TrainingClusterArgs> = {
  ...COMPONENT_ARGUMENTS,
  network: 'required',
  addOnVersions: 'optional',
  systemNodes: 'optional',
  logRetentionDays: 'optional',
  deletionProtection: 'optional',
};

/** What EKS can log (https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html). */
const CONTROL_PLANE_LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/**
 * A cluster whose API is private, whose people come by access entries alone, whose Secrets have a key of their own and
 * whose control plane logs everything. There is no node but a few for DNS and controllers; training nodes come with a
 * `GpuNodePool`.
 *
 * @throws InvalidInputError with every fault of the args, and with what the description lacks or AWS does not allow for it
 */
export class TrainingCluster extends IsolationComponent implements ClusterFacts {
  /** Role of the control plane. */
  readonly role: RoleResources;
  /** KMS key of the cluster's Secrets. */
  readonly secretsKey: EncryptionKey;
  /** Key of node volumes; undefined where the description names one. */
  readonly volumesKey?: EncryptionKey;
  /** Log of the control plane, audit log included. */
  readonly log: EncryptedLogGroup;
  /** The cluster of EKS. */
  readonly cluster: eks.Cluster;
  /** Access entries of administrators and people. */
  readonly access: AccessResources;
  /** Add-ons by name: `vpc-cni`. */
  readonly addOns: Readonly<Record<string, AddOnResources>>;
  /** Nodes for DNS, controllers and shared services. */
  readonly systemNodes: SystemNodeResources;
  /** Role of the cluster autoscaler; undefined where the description names none. */
  readonly autoscaler?: AutoscalerIdentity;

  /** Name of the cluster, known once it is made. */
  readonly name: pulumi.Output<string>;
  /** The group that EKS makes for the control plane. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Issuer of the cluster's tokens, without `https://`. */
  readonly oidcIssuer: pulumi.Output<string>;
  /** Key of node volumes, of ours or of the description. */
  readonly volumeKeyArn: pulumi.Output<string>;

  constructor(name: string, args: TrainingClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super('TrainingCluster', name, args, opts, ARGUMENTS, (platform) => clusterArgFaults(platform, args));
    const { platform } = this;
    const { aws } = platform;
    const tags = this.tags();
    // Without its keys a cluster reads neither its Secrets nor its volumes.
    const kept = this.within({ protect: args.deletionProtection ?? true });
    const roleName = platformRole(platform.name, aws, 'cluster');
    this.role = roleResources(
      this.child('role'),
      {
        role: roleName,
        description: 'Control plane of the training cluster',
        trust: serviceTrust('eks.amazonaws.com'),
        managed: [awsPolicy(platform, 'AmazonEKSClusterPolicy')],
        tags,
      },
      this.within(),
    );
    this.secretsKey = encryptionKey(
      this.child('secrets-key'),
      keyAlias(aws.cluster.name, platform.name, 'secrets'),
      `Wraps the Secrets of cluster ${aws.cluster.name}`,
      secretsKeyPolicy(aws, `${roleName.path}${roleName.name}`),
      tags,
      kept,
    );
    // EKS would make the group itself, without key and without end.
    this.log = encryptedLogGroup(
      this.child('log'),
      {
        platform: platform.name,
        aws,
        use: 'cluster-log',
        group: `/aws/eks/${aws.cluster.name}/cluster`,
        retentionDays: args.logRetentionDays,
      },
      tags,
      this.within(),
    );
    this.cluster = new eks.Cluster(name, this.#clusterArgs(args), {
      ...kept,
      dependsOn: [...this.role.parts, this.log.group],
    });
    this.name = this.cluster.name;
    this.securityGroupId = this.cluster.vpcConfig.clusterSecurityGroupId;
    this.oidcIssuer = this.cluster.identities.apply(([identity]) => withoutScheme(identity?.oidcs[0]?.issuer ?? ''));
    if (aws.volumeKeyArn === undefined) {
      this.volumesKey = encryptionKey(
        this.child('volumes-key'),
        keyAlias(aws.cluster.name, platform.name, 'volumes'),
        `Encrypts the volumes of nodes and pods of cluster ${aws.cluster.name}`,
        volumeKeyPolicy(aws, volumeUsers(platform)),
        tags,
        kept,
      );
    }
    this.volumeKeyArn = this.volumesKey?.key.arn ?? pulumi.output(aws.volumeKeyArn ?? '');
    this.access = accessResources(name, this.name, platform, tags, this.within());
    const planned = addOns(platform);
    const addOn = (needsNodes: boolean, needs: readonly pulumi.Resource[]): Record<string, AddOnResources> =>
      Object.fromEntries(
        planned
          .filter((candidate) => candidate.needsNodes === needsNodes)
          .map((candidate) => [
            candidate.name,
            addOnResources(
              this.child(candidate.name),
              this.name,
              candidate,
              args.addOnVersions?.[candidate.name],
              needs,
              tags,
              this.within(),
            ),
          ]),
      );
    // Without the CNI no node becomes ready, and without nodes no pod of the others.
    const first = addOn(false, []);
    this.systemNodes = systemNodes(
      this.child('system'),
      platform,
      args.systemNodes ?? {},
      {
        clusterName: this.name,
        subnetIds: args.network.nodeSubnetIds,
        volumeKeyArn: this.volumeKeyArn,
        needs: Object.values(first).map((made) => made.addOn),
      },
      tags,
      this.within(),
    );
    this.addOns = { ...first, ...addOn(true, Object.values(this.systemNodes.nodeGroups)) };
    const autoscaler = autoscalerIdentity(this.child('autoscaler'), this.name, platform, tags, this.within());
    if (autoscaler !== undefined) this.autoscaler = autoscaler;
    this.registerOutputs({ name: this.name, securityGroupId: this.securityGroupId, oidcIssuer: this.oidcIssuer });
  }

  #clusterArgs(args: TrainingClusterArgs): eks.ClusterArgs {
    const { aws, kubernetesVersion } = this.platform;
    const { publicApi } = aws.unsafe;
    return {
      name: aws.cluster.name,
      version: kubernetesVersion,
      roleArn: this.role.arn,
      accessConfig: {
        // Access entries alone: a ConfigMap that whoever may write kube-system could edit is not asked.
        authenticationMode: 'API',
        // Whoever deploys is not an administrator for ever; the description names those who are.
        bootstrapClusterCreatorAdminPermissions: false,
      },
      // Add-ons are resources with a configuration; the built-in ones start without network policies.
      bootstrapSelfManagedAddons: false,
      vpcConfig: {
        subnetIds: [...args.network.controlPlaneSubnetIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: publicApi !== undefined,
        ...(publicApi === undefined ? {} : { publicAccessCidrs: [...publicApi.cidrs] }),
      },
      enabledClusterLogTypes: CONTROL_PLANE_LOGS,
      encryptionConfig: { resources: ['secrets'], provider: { keyArn: this.secretsKey.key.arn } },
      // A version out of standard support costs six times as much; EKS then upgrades instead.
      upgradePolicy: { supportType: 'STANDARD' },
      deletionProtection: args.deletionProtection ?? true,
      tags: this.tags({ Name: aws.cluster.name }),
    };
  }
}

/** Roles beside those of launches that attach volumes. */
function volumeUsers(platform: AwsPlatform): readonly string[] {
  const drivers = addOns(platform).flatMap(({ name, identity }) =>
    name === 'aws-ebs-csi-driver' && identity !== undefined ? [identity.role.arn] : [],
  );
  return [...drivers, ...platform.aws.access.nodeLaunchers];
}

function clusterArgFaults(platform: AwsPlatform, args: TrainingClusterArgs): Fault[] {
  const faults = addOnVersionFaults(platform, args.addOnVersions);
  if (platform.aws.access.administrators.length === 0) {
    faults.push({
      path: 'platform.aws.access.administrators',
      given: '[]',
      allowed: 'at least one role',
      fix: 'who deploys is no administrator of the cluster: name the role that applies the manifests',
    });
  }
  // https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html: subnets in at least two zones.
  const subnets = args.network.controlPlaneSubnetIds.length;
  if (subnets < 2) {
    faults.push({
      path: 'network.controlPlaneSubnetIds',
      given: subnets === 1 ? 'one subnet' : 'none',
      allowed: 'at least two, in different zones',
      fix: 'name another zone in aws.zones, or another subnet',
    });
  }
  return faults;
}
