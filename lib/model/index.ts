export { KUBERNETES_VERSIONS } from './kubernetes/kubernetes-version';
export { definePlatform } from './platform/platform';
export type { KubernetesVersion } from './kubernetes/kubernetes-version';
export type { PlatformProps } from './platform/platform-props';
export type { Platform } from './platform/platform';
export type { AcceptedRisk, RiskId, Weakening } from './risk/accepted-risk';
export { RISKS } from './risk/accepted-risk';
export type { Partition, Place } from './aws/arn';
export type { Aws, AwsProps, AwsWeakenings, CreateOnlyProps, ExistingVpcProps } from './aws/aws';
export type { AwsAccess, AwsAccessProps, CheckpointReader } from './aws/aws-access';
export type { AwsQuotas } from './aws/aws-quotas';
export type {
  ClaimSource,
  DataSource,
  EfsSource,
  ExistingClaimSource,
  FsxLustreSource,
  S3Source,
  StorageClassSource,
} from './storage/claim-source';
export type { ClusterNetwork, CniKind, ControlPlaneProps, OpenStartCni } from './network/cluster-network';
export type { Component } from './component/component';
export type { ComponentNeeds, ComponentProps, ServedPort } from './component/component-props';
export type { DnsProps } from './network/dns-server';
export { InvalidInputError, isInvalidInput } from './fault/fault';
export type { Fault } from './fault/fault';
export { INSTANCE_TYPES } from './nodes/instance-types';
export type { InstanceType, KnownInstanceType } from './nodes/instance-types';
export type { KnownComponent } from './component/known-components';
export { NAMESPACE_NAME_LABEL } from './kubernetes/label-keys';
export type { LabelKeys, LabelProps, Tier } from './kubernetes/label-keys';
export type { NodeGroup } from './nodes/node-group';
export type { ImageFamily, NodeImage, NodeImageProps } from './nodes/node-image';
export { IMAGE_RELEASES } from './nodes/node-image';
export { agentImage } from './aws/image-registry';
export type { ImageRegistry, RegistryImage } from './aws/image-registry';
export { missedFloors, SOFTWARE_FLOORS } from './nodes/node-software';
export type { NodeSoftware, SoftwareFloor } from './nodes/node-software';
export { ephemeralStorageGiB, nodeShare } from './nodes/node-share';
export type { NodeShare } from './nodes/node-share';
export type { PeopleProps, Persona } from './people/persona';
export type { CustomInstanceType, Fabric, Pool, PoolProps, Provisioner } from './nodes/pool';
export type { ReservedProps, ReservedSpace } from './nodes/reserved-space';
export { DIALECTS, RULE_IDS } from './policies';
export type {
  Dialect,
  KeylessIdentity,
  Mode,
  Policies,
  PoliciesProps,
  PolicyExceptionProps,
  RuleId,
  Signature,
  SignatureProps,
} from './policies';
export type {
  IrsaCredentials,
  PodCredentials,
  PodCredentialsProps,
  SharedRoleCredentials,
} from './aws/pod-credentials';
export type { PodSelection } from './network/pod-selection';
export type { Priorities, Priority } from './project/priority';
export type {
  CapacityBlockPurchase,
  Purchase,
  PurchaseProps,
  ReservationPurchase,
  SpotPurchase,
} from './nodes/purchase';
export type { KeyReference, StorageKeyProps, StorageKeys } from './storage/storage-keys';
export type {
  ExistingObjects,
  PeopleRolesProps,
  Project,
  ProjectClaim,
  ProjectProps,
  ProjectStorageProps,
  ProjectWeakenings,
} from './project/project';
export { findProject } from './project/find-project';
export type { Quota, QuotaProps } from './project/quota';
export type { RunAs } from './project/run-as';
export type {
  AddressSelection,
  PodDestination,
  ServiceEgress,
  SharedService,
  SharedServiceProps,
  Tenancy,
} from './network/shared-service';
export type { AllowedStorageClass, StorageClasses, StorageClassesProps } from './storage/storage-classes';
export { nodeAgentTolerations, tolerationOf } from './nodes/training-taint';
export type { ExactToleration, Taint } from './nodes/training-taint';
export {
  LONGEST_STOP_SECONDS,
  LOSS_MEMORY_SECONDS,
  LOST_PEER_EXIT_CODE,
  RANK_GUARD_PORT,
  RENDEZVOUS_PORT,
} from './network/rendezvous';
export { helmValues } from './helm-values';
export type { ChartValues } from './helm-values';
/** Policy documents of the AWS side, as pure functions of plain data. */
export * as iam from './iam';
