/**
 * The AWS side: Pulumi components over resources of `@pulumi/aws`. Each works alone, with ids of what exists already, and
 * together with the others. Loads no cdk8s.
 */
export type { ComponentArgs } from './component';
export { AuditTrail } from './audit/audit-trail';
export type { AuditTrailArgs } from './audit/audit-trail';
export { TrainingCluster } from './cluster/training-cluster';
export type { TrainingClusterArgs } from './cluster/training-cluster';
export type { ClusterFacts, ClusterSource, EksPackageCluster } from './cluster/cluster-source';
export type { SystemNodesProps } from './cluster/system-nodes';
export { ProjectFileSystem } from './file-system/project-file-system';
export type { ElasticProps, LustreProps, ProjectFileSystemArgs } from './file-system/project-file-system';
export { ProjectIdentity } from './identity/project-identity';
export type { ProjectIdentityArgs } from './identity/project-identity';
export { SharedIdentity } from './identity/shared-identity';
export type { SharedIdentityArgs } from './identity/shared-identity';
export { TrainingNetwork } from './network/training-network';
export type { TrainingNetworkArgs } from './network/training-network';
export type { ExistingNetwork, NetworkSource } from './network/network-source';
export { GpuNodePool } from './node-pool/gpu-node-pool';
export type { GpuNodePoolArgs } from './node-pool/gpu-node-pool';
export type { ProjectNodes } from './node-pool/project-nodes';
export { TrainingStorage } from './storage/training-storage';
export type { TrainingStorageArgs } from './storage/training-storage';
export type { BucketResources } from './storage/bucket';
