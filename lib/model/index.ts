export { definePlatform, KUBERNETES_VERSIONS } from './platform';
export type { KubernetesVersion, Platform, PlatformProps } from './platform';
export type { AcceptedRisk, RiskId, Weakening } from './accepted-risk';
export { RISKS } from './accepted-risk';
export type { Aws, AwsProps, ExistingVpcProps, Partition } from './aws';
export type { ClaimSource } from './claim-source';
export type { ClusterNetwork, CniKind, ControlPlaneProps, DnsProps, OpenStartCni } from './cluster-network';
export type { Component, ComponentNeeds, ComponentProps, ServedPort } from './component';
export { InvalidInputError, isInvalidInput } from './fault';
export type { Fault } from './fault';
export { INSTANCE_TYPES } from './instance-types';
export type { InstanceType, KnownInstanceType } from './instance-types';
export type { KnownComponent } from './known-components';
export { NAMESPACE_NAME_LABEL } from './label-keys';
export type { LabelKeys, LabelProps, Tier } from './label-keys';
export type { NodeGroup } from './node-group';
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
export type { Priorities, Priority } from './priority';
export type { Project, ProjectClaim, ProjectProps, ProjectStorageProps, ProjectWeakenings } from './project';
export { findProject } from './find-project';
export type { Quota, QuotaProps } from './quota';
export type { RunAs } from './run-as';
export type {
  AddressSelection,
  PodDestination,
  PodSelection,
  ServiceEgress,
  SharedService,
  SharedServiceProps,
  Tenancy,
} from './shared-service';
export type { AllowedStorageClass, StorageClasses, StorageClassesProps } from './storage-classes';
export { nodeAgentTolerations, tolerationOf } from './training-taint';
export type { ExactToleration, Taint } from './training-taint';
export { LOST_PEER_EXIT_CODE, RANK_GUARD_PORT, RENDEZVOUS_PORT } from './rendezvous';
export { helmValues } from './helm-values';
export type { ChartValues } from './helm-values';
