import { ownValue } from '../record';

/** Every kind of a service. */
const ALL = /./;

/**
 * Services of AWS whose resources give rights or data, make nodes, or lead out of a network, each with the kinds that do, as
 * CloudFormation, the providers made of it, and operators in the cluster call them. What one of these makes is not read.
 */
const KINDS: Readonly<Record<string, RegExp>> = {
  autoscaling: ALL,
  budgets: /Action/,
  cloudcontrol: ALL,
  cloudformation: ALL,
  dlm: ALL,
  ec2: ALL,
  ecr: /Policy|Replication|Template|Cache/,
  efs: ALL,
  eks: ALL,
  emrcontainers: /VirtualCluster/i,
  fsx: ALL,
  iam: ALL,
  kms: ALL,
  lakeformation: ALL,
  ram: ALL,
  route53profiles: /Association/,
  route53resolver: /Association/,
  s3: ALL,
  s3control: ALL,
  sagemaker: /^Cluster$/,
  servicecatalog: /Provisioned/,
  sso: ALL,
  ssoadmin: ALL,
  vpclattice: /VpcAssociation/i,
};

export const GIVING_SERVICES: readonly string[] = Object.keys(KINDS);

/** Whether a kind of a service does; `iam`, `Role`. */
export function mayGive(service: string, kind: string): boolean {
  return ownValue(KINDS, service)?.test(kind) === true;
}
