import * as v from 'valibot';
import type { AcceptedRisk } from './accepted-risk';
import { awsShape, resolveAws, type Aws, type AwsProps } from './aws';
import {
  cniShape,
  controlPlaneShape,
  dnsShape,
  resolveClusterNetwork,
  type ClusterNetwork,
  type CniKind,
  type ControlPlaneProps,
  type DnsProps,
  type OpenStartCni,
} from './cluster-network';
import { componentShape, defaultComponents, resolveComponent, type Component, type ComponentProps } from './component';
import { refuseFaults } from './fault';
import type { KnownComponent } from './known-components';
import { DEFAULT_KEY_PREFIX, labelKeys, labelShape, type LabelKeys, type LabelProps } from './label-keys';
import { adminGroup } from './persona';
import { platformFaults } from './platform-faults';
import { platformRisks } from './platform-risks';
import { poolShape, resolvePool, type Pool, type PoolProps } from './pool';
import { priorities, type Priorities } from './priority';
import {
  projectShape,
  projectStorageShape,
  resolveProject,
  type Project,
  type ProjectProps,
  type ProjectStorageProps,
} from './project';
import { DEFAULT_RUN_AS, runAsShape, type RunAs } from './run-as';
import { shape, text } from './shape';
import {
  resolveSharedService,
  sharedServiceShape,
  type SharedService,
  type SharedServiceProps,
} from './shared-service';
import {
  resolveStorageClasses,
  storageClassesShape,
  type StorageClasses,
  type StorageClassesProps,
} from './storage-classes';
import { trainingTaint, type Taint } from './training-taint';

/**
 * Minor versions of Kubernetes that the library writes for. EKS has them in standard support at the end of 2026
 * (https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html).
 */
export const KUBERNETES_VERSIONS = ['1.34', '1.35', '1.36'] as const;
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

/** The description of a platform: the one truth from which manifests, infrastructure and proof derive. */
export interface PlatformProps {
  /** Short name; stands in front of every namespace, role and group. */
  readonly name: string;
  /** Facts of the AWS account. @default - the cluster is not on AWS */
  readonly aws?: AwsProps;
  /** Minor version of the cluster; Pod Security is pinned to it. @default "1.36" */
  readonly kubernetesVersion?: KubernetesVersion;
  /** What enforces NetworkPolicies. @default - on AWS the VPC CNI in strict mode; required elsewhere */
  readonly cni?: CniKind | OpenStartCni;
  /** Where DNS answers. @default "pods" */
  readonly dns?: DnsProps;
  /** Where the API server answers. @default - on AWS the control plane's subnets, port 443 */
  readonly controlPlane?: ControlPlaneProps;
  /** Keys of labels and taints. */
  readonly labels?: LabelProps;
  readonly pools: readonly PoolProps[];
  /** What is behind the claims of every project that does not say otherwise. @default - no claims */
  readonly storage?: ProjectStorageProps;
  readonly storageClasses?: StorageClassesProps;
  /** Services that projects may use. @default - none */
  readonly services?: readonly SharedServiceProps[];
  /**
   * What runs beside the projects.
   * @default - CoreDNS and the device plugins and drivers that the pools and claims need
   */
  readonly components?: readonly (KnownComponent | ComponentProps)[];
  /** User and group of training processes. @default - 10001 for both */
  readonly runAs?: RunAs;
  readonly projects: readonly ProjectProps[];
}

const platformShape = shape<PlatformProps>({
  name: text,
  aws: awsShape,
  kubernetesVersion: v.optional(v.picklist(KUBERNETES_VERSIONS)),
  cni: cniShape,
  dns: dnsShape,
  controlPlane: controlPlaneShape,
  labels: labelShape,
  pools: v.array(poolShape),
  storage: projectStorageShape,
  storageClasses: storageClassesShape,
  services: v.optional(v.array(sharedServiceShape)),
  components: v.optional(v.array(componentShape)),
  runAs: runAsShape,
  projects: v.array(projectShape),
});

/** A platform with every shared value derived once. Plain data: it can be printed, compared and sent. */
export interface Platform {
  readonly name: string;
  readonly aws?: Aws;
  readonly kubernetesVersion: KubernetesVersion;
  readonly network: ClusterNetwork;
  readonly keys: LabelKeys;
  /** Taint of every training node. */
  readonly taint: Taint;
  readonly pools: readonly Pool[];
  readonly storageClasses: StorageClasses;
  readonly services: readonly SharedService[];
  readonly components: readonly Component[];
  readonly priorities: Priorities;
  readonly runAs: RunAs;
  readonly projects: readonly Project[];
  /** Group that administers the platform. */
  readonly adminGroup: string;
  /** Every weakening that the description accepts, in its order. */
  readonly acceptedRisks: readonly AcceptedRisk[];
}

/**
 * Checks a description and derives everything that the two sides must agree on.
 *
 * @throws InvalidInputError with every fault of the description at once
 */
export function definePlatform(props: PlatformProps): Platform {
  refuseFaults('the platform description', platformFaults(platformShape, props));
  return freeze(resolvePlatform(props));
}

function resolvePlatform(props: PlatformProps): Platform {
  const { name } = props;
  const aws = props.aws === undefined ? undefined : resolveAws(props.aws);
  const keys = labelKeys(props.labels?.keyPrefix ?? DEFAULT_KEY_PREFIX);
  const taint = trainingTaint(props.labels);
  const pools = props.pools.map((pool) => resolvePool(pool, aws !== undefined));
  const context = { platform: name, keys, taint, pools, storage: props.storage ?? {}, aws };
  const projects = props.projects.map((project) => resolveProject(project, context));
  const usersOf = (service: string): string[] =>
    projects.filter(({ uses }) => uses.includes(service)).map((project) => project.name);
  const components =
    props.components ??
    defaultComponents({
      efa: pools.some(({ fabric }) => fabric === 'efa'),
      s3Volumes: projects.some(
        ({ data, checkpoints }) => data?.source.kind === 's3' || checkpoints?.source.kind === 's3',
      ),
    });
  return {
    name,
    ...(aws === undefined ? {} : { aws }),
    kubernetesVersion: props.kubernetesVersion ?? '1.36',
    network: resolveClusterNetwork(props, aws),
    keys,
    taint,
    pools,
    storageClasses: resolveStorageClasses(name, aws !== undefined, props.storageClasses),
    services: (props.services ?? []).map((service) => resolveSharedService(service, usersOf(service.name))),
    components: components.map(resolveComponent),
    priorities: priorities(name),
    runAs: props.runAs ?? DEFAULT_RUN_AS,
    projects,
    adminGroup: adminGroup(name),
    acceptedRisks: platformRisks(props),
  };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
