import * as v from 'valibot';
import { awsShape, type AwsProps } from '../aws/aws';
import {
  cniShape,
  controlPlaneShape,
  type CniKind,
  type ControlPlaneProps,
  type OpenStartCni,
} from '../network/cluster-network';
import { componentShape } from '../component/component';
import type { ComponentProps } from '../component/component-props';
import { KNOWN_COMPONENTS, type KnownComponent } from '../component/known-components';
import { dnsShape, type DnsProps } from '../network/dns-server';
import { KUBERNETES_VERSIONS, type KubernetesVersion } from '../kubernetes/kubernetes-version';
import { labelShape, type LabelProps } from '../kubernetes/label-keys';
import { policiesShape, type PoliciesProps } from '../policies';
import { poolShape, type PoolProps } from '../nodes/pool';
import { projectShape, projectStorageShape, type ProjectProps, type ProjectStorageProps } from '../project/project';
import { runAsShape, type RunAs } from '../project/run-as';
import { optionalText, shape, text } from '../fault/shape';
import { sharedServiceShape, type SharedServiceProps } from '../network/shared-service';
import { storageClassesShape, type StorageClassesProps } from '../storage/storage-classes';

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
  /** Domain of the cluster's own names, as its kubelets have it; ranks find each other by it. @default "cluster.local" */
  readonly clusterDomain?: string;
  /** Where the API server answers. @default - on AWS the control plane's subnets, port 443 */
  readonly controlPlane?: ControlPlaneProps;
  /**
   * Keys of labels and taints.
   * @default - keys below `training-isolation/`, and the taint `workload-type=ai-training`
   */
  readonly labels?: LabelProps;
  /** Kinds of nodes that training runs on; each project gets nodes of its own from them. */
  readonly pools: readonly PoolProps[];
  /** What is behind the claims of every project that does not say otherwise. @default - no claims */
  readonly storage?: ProjectStorageProps;
  /**
   * StorageClasses that projects may claim from, besides their data and checkpoints.
   * @default - on AWS the platform's own, elsewhere none
   */
  readonly storageClasses?: StorageClassesProps;
  /** Services that projects may use. @default - none */
  readonly services?: readonly SharedServiceProps[];
  /**
   * What runs beside the projects, beyond what the description needs anyway: CoreDNS, the device plugins of the pools, the
   * drivers of the claims, Kyverno for its dialects. With a CNI that starts pods closed, name everything that is there.
   * @default - only what the description needs
   */
  readonly components?: readonly (KnownComponent | ComponentProps)[];
  /** Needed components whose namespace and policies another tool writes. @default - none */
  readonly withoutComponents?: readonly KnownComponent[];
  /** User and group of training processes. @default - 10001 for both */
  readonly runAs?: RunAs;
  /**
   * What the cluster refuses, whatever tool asks for it.
   * @default - all rules, enforced by Kyverno; off AWS `registries` has to be given
   */
  readonly policies?: PoliciesProps;
  /** Teams that train, kept apart from each other. At least one. */
  readonly projects: readonly ProjectProps[];
}

export const platformShape = shape<PlatformProps>({
  name: text,
  aws: awsShape,
  kubernetesVersion: v.optional(v.picklist(KUBERNETES_VERSIONS)),
  cni: cniShape,
  dns: dnsShape,
  clusterDomain: optionalText,
  controlPlane: controlPlaneShape,
  labels: labelShape,
  pools: v.array(poolShape),
  storage: projectStorageShape,
  storageClasses: storageClassesShape,
  services: v.optional(v.array(sharedServiceShape)),
  components: v.optional(v.array(componentShape)),
  withoutComponents: v.optional(v.array(v.picklist(Object.keys(KNOWN_COMPONENTS)))),
  runAs: runAsShape,
  policies: policiesShape,
  projects: v.array(projectShape),
});
