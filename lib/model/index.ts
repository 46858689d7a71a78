export { KUBERNETES_VERSIONS } from './kubernetes-version';
export { definePlatform } from './platform';
export type { KubernetesVersion } from './kubernetes-version';
export type { PlatformProps } from './platform-props';
export type { Platform } from './platform';
export type { AcceptedRisk, RiskId, Weakening } from './accepted-risk';
export { RISKS } from './accepted-risk';
export type { Partition, Place } from './arn';
export type { Aws, AwsProps, AwsWeakenings, CreateOnlyProps, ExistingVpcProps } from './aws';
export type { AwsAccess, AwsAccessProps, CheckpointReader } from './aws-access';
export type { AwsQuotas } from './aws-quotas';
export type { ClaimSource, DataSource } from './claim-source';
export type { ClusterNetwork, CniKind, ControlPlaneProps, OpenStartCni } from './cluster-network';
export type { Component } from './component';
export type { ComponentNeeds, ComponentProps, ServedPort } from './component-props';
export type { DnsProps } from './dns-server';
export { InvalidInputError, isInvalidInput } from './fault';
export type { Fault } from './fault';
export { INSTANCE_TYPES } from './instance-types';
export type { InstanceType, KnownInstanceType } from './instance-types';
export type { KnownComponent } from './known-components';
export { NAMESPACE_NAME_LABEL } from './label-keys';
export type { LabelKeys, LabelProps, Tier } from './label-keys';
export type { NodeGroup } from './node-group';
export type { ImageFamily, NodeImage, NodeImageProps } from './node-image';
export { IMAGE_RELEASES } from './node-image';
export { agentImage } from './image-registry';
export type { ImageRegistry, RegistryImage } from './image-registry';
export { missedFloors, SOFTWARE_FLOORS } from './node-software';
export type { NodeSoftware, SoftwareFloor } from './node-software';
export { ephemeralStorageGiB, nodeShare } from './node-share';
export type { NodeShare } from './node-share';
export type { PeopleProps, Persona } from './persona';
export type { CustomInstanceType, Fabric, Pool, PoolProps, Provisioner } from './pool';
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
export type { IrsaCredentials, PodCredentials, PodCredentialsProps, SharedRoleCredentials } from './pod-credentials';
export type { PodSelection } from './pod-selection';
export type { Priorities, Priority } from './priority';
export type { CapacityBlockPurchase, Purchase, PurchaseProps, ReservationPurchase, SpotPurchase } from './purchase';
export type { KeyReference, StorageKeyProps, StorageKeys } from './storage-keys';
export type {
  Project,
  PeopleRolesProps,
  ProjectClaim,
  ProjectProps,
  ProjectStorageProps,
  ProjectWeakenings,
} from './project';
export { findProject } from './find-project';
export type { Quota, QuotaProps } from './quota';
export type { RunAs } from './run-as';
export type {
  AddressSelection,
  PodDestination,
  ServiceEgress,
  SharedService,
  SharedServiceProps,
  Tenancy,
} from './shared-service';
export type { AllowedStorageClass, StorageClasses, StorageClassesProps } from './storage-classes';
export { nodeAgentTolerations, tolerationOf } from './training-taint';
export type { ExactToleration, Taint } from './training-taint';
export {
  LONGEST_STOP_SECONDS,
  LOSS_MEMORY_SECONDS,
  LOST_PEER_EXIT_CODE,
  RANK_GUARD_PORT,
  RENDEZVOUS_PORT,
} from './rendezvous';
export { helmValues } from './helm-values';
export type { ChartValues } from './helm-values';
/** Policy documents of the AWS side, as pure functions of plain data. */
export * as iam from './iam';
