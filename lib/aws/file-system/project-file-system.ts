import * as fsx from '@pulumi/aws/fsx';
import type * as pulumi from '@pulumi/pulumi';
import type { Project } from '../../model';
import { shown, suggestion, type Fault } from '../../model/fault/fault';
import { unknownProjectFaults } from '../../model/project/find-project';
import type { AwsPlatform } from '../../model/iam';
import { COMPONENT_ARGUMENTS, IsolationComponent, type ArgumentRules, type ComponentArgs } from '../component';
import type { NetworkSource } from '../network/network-source';
import type { GpuNodePool } from '../node-pool/gpu-node-pool';
import { elasticFileSystem, type ElasticFileSystem } from './elastic';
import { fileSystemGroup, type FileSystemGroup } from './file-system-group';
import { lustreArgs } from './lustre';

/** A Lustre file system, whose clients are the kernels of nodes: Lustre itself knows no tenants and no IAM. */
export interface LustreProps {
  /** Tells it from an elastic file system. */
  readonly kind: 'fsx-lustre';
  /** A multiple of 2400, or 1200. */
  readonly sizeGiB: number;
  /** MB/s for each TiB. @default 250 */
  readonly throughputPerTiB?: 125 | 250 | 500 | 1000;
  /** Zone of its servers: that of the nodes. */
  readonly availabilityZone: string;
}

/** An elastic file system with one access point. */
export interface ElasticProps {
  /** Tells it from a Lustre file system. */
  readonly kind: 'efs';
}

/** A file system of one project. */
export interface ProjectFileSystemArgs extends ComponentArgs {
  /** Name of a project of the description. */
  readonly project: string;
  /** Which kind, and how large. */
  readonly fileSystem: LustreProps | ElasticProps;
  /** A `TrainingNetwork`, or the VPC and the subnets of its nodes. */
  readonly network: Pick<NetworkSource, 'vpcId' | 'nodeSubnetIds'>;
  /** Pools whose nodes of this project mount it; nothing else gets in. */
  readonly pools: readonly GpuNodePool[];
  /** KMS key. @default - the account's default key for the service */
  readonly keyArn?: pulumi.Input<string>;
  /** Whether Pulumi refuses to delete it, and keeps it when it is told to. @default true */
  readonly deletionProtection?: boolean;
}

const ARGUMENTS: ArgumentRules<ProjectFileSystemArgs> = {
  ...COMPONENT_ARGUMENTS,
  project: 'required',
  fileSystem: 'required',
  network: 'required',
  pools: 'required',
  keyArn: 'optional',
  deletionProtection: 'optional',
};

/**
 * A file system of one project. The node mounts it, so after an escape IAM holds nothing back: it is kept apart by its
 * security group, which lets in the nodes of this project only. On a pool that projects share that says nothing, and it is
 * refused.
 *
 * @throws InvalidInputError with every fault of the args, and with what the description lacks or AWS does not allow for it
 */
export class ProjectFileSystem extends IsolationComponent {
  /** The project that it is of. */
  readonly project: Project;
  /** Lets in the nodes of the project and nobody else. */
  readonly securityGroup: FileSystemGroup;
  /** The file system, where it is of Lustre. */
  readonly lustre?: fsx.LustreFileSystem;
  /** The file system and its access point, where it is of EFS. */
  readonly elastic?: ElasticFileSystem;

  /** For the description's claim: `fs-0123456789abcdef0`. */
  readonly fileSystemId: pulumi.Output<string>;
  /** What FSx calls its root; Lustre only. */
  readonly mountName?: pulumi.Output<string>;
  /** Id of the access point; EFS only. */
  readonly accessPointId?: pulumi.Output<string>;

  constructor(name: string, args: ProjectFileSystemArgs, opts?: pulumi.ComponentResourceOptions) {
    super('ProjectFileSystem', name, args, opts, ARGUMENTS, (platform) => fileSystemFaults(platform, args));
    const { platform } = this;
    this.project = platform.projects.find((candidate) => candidate.name === args.project) as Project;
    const tags = this.tags({ [platform.keys.project]: args.project, Name: name });
    const { fileSystem, network, pools } = args;
    const protect = args.deletionProtection ?? true;
    const kept = this.within({ protect, retainOnDelete: protect });
    this.securityGroup = fileSystemGroup(
      name,
      fileSystem.kind,
      network.vpcId,
      pools.flatMap((pool) => pool.securityGroupIds(args.project)),
      tags,
      this.within(),
    );
    const securityGroupIds = [this.securityGroup.group.id];
    if (fileSystem.kind === 'fsx-lustre') {
      this.lustre = new fsx.LustreFileSystem(
        name,
        {
          ...lustreArgs(fileSystem, platform.runAs),
          subnetIds: network.nodeSubnetIds[fileSystem.availabilityZone] ?? '',
          securityGroupIds,
          ...(args.keyArn === undefined ? {} : { kmsKeyId: args.keyArn }),
          tags,
        },
        { ...kept, dependsOn: [...this.securityGroup.rules] },
      );
      this.fileSystemId = this.lustre.id;
      this.mountName = this.lustre.mountName;
    } else {
      this.elastic = elasticFileSystem(
        name,
        {
          platform,
          project: this.project,
          subnetIds: network.nodeSubnetIds,
          securityGroupIds,
          keyArn: args.keyArn,
          tags,
        },
        kept,
        this.within(),
      );
      this.fileSystemId = this.elastic.fileSystem.id;
      this.accessPointId = this.elastic.accessPoint.id;
    }
    this.registerOutputs({
      fileSystemId: this.fileSystemId,
      ...(this.mountName && { mountName: this.mountName }),
      ...(this.accessPointId && { accessPointId: this.accessPointId }),
    });
  }
}

function fileSystemFaults(platform: AwsPlatform, args: ProjectFileSystemArgs): Fault[] {
  const faults = unknownProjectFaults(platform, args.project);
  args.pools.forEach(({ pool }, index) => {
    if (pool.shared === undefined) return;
    faults.push({
      path: `pools[${index}]`,
      given: `pool ${shown(pool.name)}, which projects share`,
      allowed: 'pools whose nodes serve one project each',
      fix: 'a node of a shared pool belongs to every project: use S3, or take pools[].shared back',
    });
  });
  if (args.pools.length === 0) {
    faults.push({ path: 'pools', given: '[]', allowed: 'at least one pool', fix: 'nobody could mount it' });
  }
  const { fileSystem, network } = args;
  if (fileSystem.kind === 'fsx-lustre') {
    const zones = Object.keys(network.nodeSubnetIds);
    if (!zones.includes(fileSystem.availabilityZone)) {
      faults.push({
        path: 'fileSystem.availabilityZone',
        given: shown(fileSystem.availabilityZone),
        allowed: `a zone with a subnet: ${zones.join(', ')}`,
        fix: suggestion(fileSystem.availabilityZone, zones, 'take the zone of the nodes'),
      });
    }
    if (fileSystem.sizeGiB !== 1200 && (fileSystem.sizeGiB <= 0 || fileSystem.sizeGiB % 2400 !== 0)) {
      faults.push({
        path: 'fileSystem.sizeGiB',
        given: shown(fileSystem.sizeGiB),
        allowed: '1200 or a multiple of 2400',
        fix: 'https://docs.aws.amazon.com/fsx/latest/LustreGuide/managing-storage-capacity.html',
      });
    }
  }
  return faults;
}
