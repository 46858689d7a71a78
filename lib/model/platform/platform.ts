import type { AcceptedRisk } from '../risk/accepted-risk';
import { resolveAws, type Aws } from '../aws/aws';
import { resolveClusterNetwork, type ClusterNetwork } from '../network/cluster-network';
import { resolveComponent, type Component } from '../component/component';
import type { ComponentProps } from '../component/component-props';
import { refuseFaults } from '../fault/fault';
import type { KnownComponent } from '../component/known-components';
import { DEFAULT_KUBERNETES_VERSION, type KubernetesVersion } from '../kubernetes/kubernetes-version';
import { DEFAULT_KEY_PREFIX, labelKeys, type LabelKeys } from '../kubernetes/label-keys';
import { adminGroup } from '../people/persona';
import { platformComponents } from '../component/platform-components';
import { platformFaults } from './platform-faults';
import { platformShape, type PlatformProps } from './platform-props';
import { platformRisks } from '../risk/platform-risks';
import { resolvePolicies, type Policies } from '../policies';
import { resolvePool, type Pool } from '../nodes/pool';
import { priorities, type Priorities } from '../project/priority';
import { resolveProject, type Project } from '../project/project';
import { DEFAULT_RUN_AS, type RunAs } from '../project/run-as';
import { resolveSharedService, type SharedService } from '../network/shared-service';
import { resolveStorageClasses, type StorageClasses } from '../storage/storage-classes';
import { trainingTaint, type Taint } from '../nodes/training-taint';

/** A platform with every shared value derived once. Plain data: it can be printed, compared and sent. */
export interface Platform {
  /** Short name, in front of every derived one: `ml`. */
  readonly name: string;
  /** Undefined for clusters elsewhere. */
  readonly aws?: Aws;
  /** Minor version of the cluster, which decides the forms of some objects. */
  readonly kubernetesVersion: KubernetesVersion;
  /** What network policies are written for. */
  readonly network: ClusterNetwork;
  /** Keys of the labels and annotations that carry the isolation. */
  readonly keys: LabelKeys;
  /** Taint of every training node. */
  readonly taint: Taint;
  /** GPU nodes, in the order of the description. */
  readonly pools: readonly Pool[];
  /** Which StorageClasses projects may claim from. */
  readonly storageClasses: StorageClasses;
  /** Services that projects may use, in the order of the description. */
  readonly services: readonly SharedService[];
  /** What runs outside the projects and makes training work: what the description needs, then what it names. */
  readonly components: readonly Component[];
  /** PriorityClasses of training pods. */
  readonly priorities: Priorities;
  /** User and group of training processes. */
  readonly runAs: RunAs;
  /** What the cluster refuses, whatever tool asks for it. */
  readonly policies: Policies;
  /** Teams' training work, in the order of the description. */
  readonly projects: readonly Project[];
  /** `ml:platform-admins`: whom the admission policies let change what isolates. They give it no right. */
  readonly adminGroup: string;
  /** Every weakening that the description accepts, in its order. */
  readonly acceptedRisks: readonly AcceptedRisk[];
}

/**
 * Checks a description and derives everything that the two sides must agree on. The description stays as it is: the
 * result holds copies, and is frozen.
 *
 * @throws InvalidInputError with every fault of the description at once
 */
export function definePlatform(props: PlatformProps): Platform {
  refuseFaults('the platform description', platformFaults(platformShape, props));
  // A copy: what is frozen, or changed later by the caller, is not the caller's own object.
  return freeze(resolvePlatform(structuredClone(props)));
}

function resolvePlatform(props: PlatformProps): Platform {
  const { name } = props;
  const aws = props.aws === undefined ? undefined : resolveAws(props.aws, name);
  const keys = labelKeys(props.labels?.keyPrefix ?? DEFAULT_KEY_PREFIX);
  const taint = trainingTaint(props.labels);
  const kubernetesVersion = props.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
  const pools = props.pools.map((pool) => resolvePool(pool, aws === undefined ? undefined : kubernetesVersion));
  const context = { platform: name, keys, taint, pools, storage: props.storage ?? {}, aws };
  const projects = props.projects.map((project) => resolveProject(project, context));
  const usersOf = (service: string): string[] =>
    projects.filter(({ uses }) => uses.includes(service)).map((project) => project.name);
  const policies = resolvePolicies(name, aws, props.policies);
  const components = platformComponents(props) as readonly (KnownComponent | ComponentProps)[];
  return {
    name,
    ...(aws === undefined ? {} : { aws }),
    kubernetesVersion,
    network: resolveClusterNetwork(props, aws),
    keys,
    taint,
    pools,
    storageClasses: resolveStorageClasses(name, aws !== undefined, props.storageClasses),
    services: (props.services ?? []).map((service) => resolveSharedService(service, usersOf(service.name))),
    components: components.flatMap(resolveComponent),
    priorities: priorities(name),
    runAs: props.runAs ?? DEFAULT_RUN_AS,
    policies,
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
