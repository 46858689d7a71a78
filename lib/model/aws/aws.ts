import * as v from 'valibot';
import { optionalWeakening, type Weakening } from '../risk/accepted-risk';
import { arn, partitionOf, type Partition } from './arn';
import { awsAccessShape, resolveAwsAccess, type AwsAccess, type AwsAccessProps } from './aws-access';
import { quotasShape, resolveQuotas, type AwsQuotas } from './aws-quotas';
import { imageRegistry, type ImageRegistry } from './image-registry';
import {
  podCredentialsShape,
  resolvePodCredentials,
  type PodCredentials,
  type PodCredentialsProps,
} from './pod-credentials';
import { optionalText, shape, text, textList } from '../fault/shape';
import { resolveStorageKeys, storageKeyShape, type StorageKeyProps, type StorageKeys } from '../storage/storage-keys';
import { planSubnets, vpcResolver, type SubnetPlan } from '../network/subnets';

/** Where the platform runs on AWS. Facts only: nothing here is looked up in an account. */
export interface AwsProps {
  /** Twelve digits. */
  readonly account: string;
  /** Region, such as `us-west-2`. The partition is derived from it. */
  readonly region: string;
  /** Availability zones of the subnets, at most four. Required with `vpcCidr`. */
  readonly zones?: readonly string[];
  /** Block of a VPC to be cut into subnets, /16 to /20. Either this or `existing`. */
  readonly vpcCidr?: string;
  /** Addresses inside a VPC that exists already. Either this or `vpcCidr`. */
  readonly existing?: ExistingVpcProps;
  /**
   * Name of the EKS cluster; trust policies, fences and the path of the roles name it.
   * @default - the platform's name
   */
  readonly clusterName?: string;
  /**
   * Roles besides the projects' own that the fences of the buckets let through.
   * @default - none; a cluster of ours needs an administrator
   */
  readonly access?: AwsAccessProps;
  /**
   * How training pods get their role.
   * @default "pod-identity", one role a project
   */
  readonly credentials?: PodCredentialsProps;
  /** KMS keys of the training buckets. @default - keys of ours, one for data and one for checkpoints */
  readonly storageKeys?: StorageKeyProps;
  /**
   * Ids of the VPC endpoints through which training reads its buckets. AWS chooses them, so they can stand here from the
   * second deployment on, and narrow the fence to exactly these endpoints.
   * @default - every VPC endpoint of this account
   */
  readonly s3EndpointIds?: readonly string[];
  /**
   * Further buckets that something behind the VPC's endpoint uses, such as the artifacts of a tracking service.
   * @default - the buckets of the claims only
   */
  readonly serviceBuckets?: readonly string[];
  /**
   * Lets no write replace a checkpoint, whatever client makes it: writes must be conditional (`If-None-Match`), except of
   * objects with one of these file names, such as `latest`. Mountpoint sends no such condition: jobs then write with a
   * client that does, and the mount only reads.
   * @default - the mount refuses to overwrite, other clients may
   */
  readonly createOnlyCheckpoints?: CreateOnlyProps;
  /**
   * Where nodes pull the images of their agents: `own` is the registry of the account, which caches or mirrors them.
   * @default - `own` in a planned VPC without a way to the internet, else `published`
   */
  readonly registry?: 'own' | 'published';
  /** Images besides those of the node agents that the own registry holds, as published and without tag. @default - none */
  readonly images?: readonly string[];
  /**
   * ARN of the KMS key for the volumes of nodes, and for those of the platform's StorageClass.
   * @default - for nodes a key of ours, for the StorageClass the account's default key for EBS
   */
  readonly volumeKeyArn?: string;
  /** Quotas of the account that have been raised. @default - what AWS gives to every account */
  readonly quotas?: Partial<AwsQuotas>;
  /** Weakenings, each with its reason. @default - none */
  readonly unsafe?: AwsWeakenings;
}

/** Checkpoints that no write replaces. */
export interface CreateOnlyProps {
  /** Names of files that may be replaced. @default - none */
  readonly exceptFiles?: readonly string[];
}

/** Weakenings of the AWS side, each with its reason; none is on by default. */
export interface AwsWeakenings {
  /** A way from the nodes to the internet, by address translation in subnets of their own. */
  readonly internet?: Weakening;
  /** The API server answers on the internet, to these blocks. */
  readonly publicApi?: Weakening & { readonly cidrs: readonly string[] };
  /** Shells on the nodes through Systems Manager. */
  readonly nodeAccess?: Weakening;
  /** Node ports answer on every address of a node, to the pods of that node as well. */
  readonly nodePorts?: Weakening;
}

/** An existing VPC, as seen from inside: blocks and addresses, no ids (ids belong to the Pulumi side). */
export interface ExistingVpcProps {
  /**
   * Blocks or single addresses (/32) of the interface endpoints for S3, STS, logs and so on. Everything else in these
   * blocks becomes reachable for training pods: name the endpoints' own addresses where they share a subnet.
   */
  readonly endpointCidrs: readonly string[];
  /**
   * Blocks or addresses of endpoints that operators need and training pods do not.
   * @default - none besides `endpointCidrs`
   */
  readonly platformEndpointCidrs?: readonly string[];
  /** Blocks with the control plane's network interfaces, for operators that talk to the API server. */
  readonly controlPlaneCidrs: readonly string[];
  /**
   * Blocks of the nodes, for components that talk to kubelets.
   * @default - none: required by components that talk to kubelets, where the CNI starts pods closed
   */
  readonly nodeCidrs?: readonly string[];
  /**
   * Resolver that the nodes use and the cluster's DNS forwards to: the third address of the VPC's block, as a /32.
   * @default - none: required by the cluster's DNS, where the CNI starts pods closed
   */
  readonly resolverCidrs?: readonly string[];
}

const existingVpcShape = shape<ExistingVpcProps>({
  endpointCidrs: textList,
  platformEndpointCidrs: v.optional(textList),
  controlPlaneCidrs: textList,
  nodeCidrs: v.optional(textList),
  resolverCidrs: v.optional(textList),
});

export const awsShape = v.optional(
  shape<AwsProps>({
    account: text,
    region: text,
    zones: v.optional(textList),
    vpcCidr: optionalText,
    existing: v.optional(existingVpcShape),
    clusterName: optionalText,
    access: awsAccessShape,
    credentials: podCredentialsShape,
    storageKeys: storageKeyShape,
    s3EndpointIds: v.optional(textList),
    serviceBuckets: v.optional(textList),
    createOnlyCheckpoints: v.optional(shape<CreateOnlyProps>({ exceptFiles: v.optional(textList) })),
    registry: v.optional(v.picklist(['own', 'published'])),
    images: v.optional(textList),
    volumeKeyArn: optionalText,
    quotas: quotasShape,
    unsafe: v.optional(
      shape<AwsWeakenings>({
        internet: optionalWeakening,
        publicApi: v.optional(shape<NonNullable<AwsWeakenings['publicApi']>>({ reason: text, cidrs: textList })),
        nodeAccess: optionalWeakening,
        nodePorts: optionalWeakening,
      }),
    ),
  }),
);

/** The AWS side as every other room reads it. */
export interface Aws {
  /** Twelve digits. */
  readonly account: string;
  /** `us-west-2`. */
  readonly region: string;
  /** Follows from the region. */
  readonly partition: Partition;
  /** Availability zones of the subnets; empty beside an existing VPC. */
  readonly zones: readonly string[];
  /** Block of the VPC that the library makes; undefined beside an existing one. */
  readonly vpcCidr?: string;
  /** Blocks by what lies in them. */
  readonly subnets: SubnetPlan;
  /** Addresses of the resolver that the cluster's DNS forwards to. */
  readonly resolverCidrs: readonly string[];
  /** The EKS cluster, by the name that trust policies and fences go by. */
  readonly cluster: { readonly name: string; readonly arn: string };
  /** Roles besides the projects' own that the fences let through. */
  readonly access: AwsAccess;
  /** How training pods get their role. */
  readonly credentials: PodCredentials;
  /** KMS keys of the training buckets. */
  readonly storageKeys: StorageKeys;
  /** Empty where every VPC endpoint of the account counts. */
  readonly s3EndpointIds: readonly string[];
  /** Further buckets that the VPC's endpoint lets through. */
  readonly serviceBuckets: readonly string[];
  /** Undefined where clients other than the mount may replace checkpoints. */
  readonly createOnlyCheckpoints?: Required<CreateOnlyProps>;
  /** Undefined where images come from where they are published. */
  readonly registry?: ImageRegistry;
  /** ARN of the KMS key for volumes; undefined for a key of ours. */
  readonly volumeKeyArn?: string;
  /** What the account may have of what a large platform needs. */
  readonly quotas: AwsQuotas;
  /** Weakenings, each with its reason; empty by default. */
  readonly unsafe: AwsWeakenings;
}

export function resolveAws(props: AwsProps, platform: string): Aws {
  const zones = props.zones ?? [];
  const { existing } = props;
  const place = { account: props.account, region: props.region, partition: partitionOf(props.region) };
  const cluster = props.clusterName ?? platform;
  const subnets: SubnetPlan =
    existing === undefined
      ? planSubnets(props.vpcCidr ?? '', zones.length)
      : {
          nodes: existing.nodeCidrs ?? [],
          endpoints: existing.endpointCidrs,
          platformEndpoints: existing.platformEndpointCidrs ?? [],
          controlPlane: existing.controlPlaneCidrs,
          public: [],
        };
  return {
    ...place,
    zones,
    ...(props.vpcCidr === undefined ? {} : { vpcCidr: props.vpcCidr }),
    subnets,
    resolverCidrs: existing === undefined ? [vpcResolver(props.vpcCidr ?? '')] : (existing.resolverCidrs ?? []),
    cluster: { name: cluster, arn: arn(place, 'eks', `cluster/${cluster}`) },
    access: resolveAwsAccess(props.access),
    credentials: resolvePodCredentials(props.credentials),
    storageKeys: resolveStorageKeys(cluster, platform, props.storageKeys),
    s3EndpointIds: props.s3EndpointIds ?? [],
    serviceBuckets: props.serviceBuckets ?? [],
    ...(props.createOnlyCheckpoints === undefined
      ? {}
      : { createOnlyCheckpoints: { exceptFiles: props.createOnlyCheckpoints.exceptFiles ?? [] } }),
    ...(props.volumeKeyArn === undefined ? {} : { volumeKeyArn: props.volumeKeyArn }),
    ...(hasOwnRegistry(props) ? { registry: imageRegistry(place, platform, props.images ?? []) } : {}),
    quotas: resolveQuotas(props.quotas),
    unsafe: props.unsafe ?? {},
  };
}

function hasOwnRegistry({ registry, vpcCidr, unsafe }: AwsProps): boolean {
  return registry === undefined ? vpcCidr !== undefined && unsafe?.internet === undefined : registry === 'own';
}
