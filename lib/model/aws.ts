import * as v from 'valibot';
import { optionalWeakening, weakeningFaults, type Weakening } from './accepted-risk';
import { arn, partitionOf, type Partition } from './arn';
import { awsAccessFaults, awsAccessShape, resolveAwsAccess, type AwsAccess, type AwsAccessProps } from './aws-access';
import { quotasShape, resolveQuotas, type AwsQuotas } from './aws-quotas';
import { cidrFaults } from './cidr';
import { dnsServerFaults } from './dns-server';
import type { Fault } from './fault';
import { shown } from './fault';
import { agentImageFaults, imageRegistry, type ImageRegistry } from './image-registry';
import { VPC_RESOLVER } from './link-local';
import {
  ACCOUNT,
  BUCKET_NAME,
  BUCKET_NAME_RULE,
  CLUSTER_NAME,
  duplicateFaults,
  keyArnFaults,
  REGION,
  VPC_ENDPOINT_ID,
} from './names';
import {
  podCredentialsFaults,
  podCredentialsShape,
  resolvePodCredentials,
  type PodCredentials,
  type PodCredentialsProps,
} from './pod-credentials';
import { optionalText, shape, text, textList, type Draft } from './shape';
import {
  resolveStorageKeys,
  storageKeyFaults,
  storageKeyShape,
  type StorageKeyProps,
  type StorageKeys,
} from './storage-keys';
import { MAX_ZONES, planSubnets, vpcCidrFaults, vpcResolver, type SubnetPlan } from './subnets';

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
  /** Addresses inside a VPC that exists already. */
  readonly existing?: ExistingVpcProps;
  /**
   * Name of the EKS cluster; trust policies, fences and the path of the roles name it.
   * @default - the platform's name
   */
  readonly clusterName?: string;
  /** Roles beside the projects' own that the fences of the buckets let through. */
  readonly access?: AwsAccessProps;
  /**
   * How training pods get their role.
   * @default "pod-identity", one role a project
   */
  readonly credentials?: PodCredentialsProps;
  /** KMS keys of the training buckets. */
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
  /** Images beside those of the node agents that the own registry holds, as published and without tag. @default - none */
  readonly images?: readonly string[];
  /**
   * ARN of the KMS key for the volumes of the platform's StorageClass.
   * @default - the account's default key for EBS
   */
  readonly volumeKeyArn?: string;
  /** Quotas of the account that have been raised. */
  readonly quotas?: Partial<AwsQuotas>;
  /** Weakenings, each with its reason. */
  readonly unsafe?: AwsWeakenings;
}

export interface CreateOnlyProps {
  /** Names of files that may be replaced. @default - none */
  readonly exceptFiles?: readonly string[];
}

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
   * @default - none beside `endpointCidrs`
   */
  readonly platformEndpointCidrs?: readonly string[];
  /** Blocks with the control plane's network interfaces, for operators that talk to the API server. */
  readonly controlPlaneCidrs: readonly string[];
  /** Blocks of the nodes, for components that talk to kubelets. */
  readonly nodeCidrs?: readonly string[];
  /** Resolver that the nodes use and the cluster's DNS forwards to: the third address of the VPC's block, as a /32. */
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
  readonly account: string;
  readonly region: string;
  readonly partition: Partition;
  readonly zones: readonly string[];
  readonly vpcCidr?: string;
  readonly subnets: SubnetPlan;
  /** Addresses of the resolver that the cluster's DNS forwards to. */
  readonly resolverCidrs: readonly string[];
  readonly cluster: { readonly name: string; readonly arn: string };
  readonly access: AwsAccess;
  readonly credentials: PodCredentials;
  readonly storageKeys: StorageKeys;
  /** Empty where every VPC endpoint of the account counts. */
  readonly s3EndpointIds: readonly string[];
  readonly serviceBuckets: readonly string[];
  readonly createOnlyCheckpoints?: Required<CreateOnlyProps>;
  /** Undefined where images come from where they are published. */
  readonly registry?: ImageRegistry;
  readonly volumeKeyArn?: string;
  readonly quotas: AwsQuotas;
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

export function awsFaults(props: Draft<AwsProps>, path: string): Fault[] {
  const faults: Fault[] = [];
  const refuse = (field: string, given: unknown, allowed: string, fix: string): void => {
    faults.push({ path: field === '' ? path : `${path}.${field}`, given: shown(given), allowed, fix });
  };
  if (props.account !== undefined && !ACCOUNT.test(props.account)) {
    refuse('account', props.account, 'twelve digits as a text', 'quote it: a number loses its leading zeros');
  }
  if (props.region !== undefined && !REGION.test(props.region))
    refuse('region', props.region, 'a region such as "us-west-2"', 'write the region, not a zone');
  if (props.clusterName !== undefined && !CLUSTER_NAME.test(props.clusterName)) {
    refuse(
      'clusterName',
      props.clusterName,
      'at most 100 letters, digits, dashes and underscores',
      'give the name as `aws eks list-clusters` shows it',
    );
  }
  if ((props.vpcCidr === undefined) === (props.existing === undefined)) {
    refuse(
      '',
      Object.keys(props).join(', '),
      'exactly one of vpcCidr and existing',
      'vpcCidr plans a VPC, existing describes the one you have',
    );
  }
  if (props.vpcCidr !== undefined) {
    faults.push(...vpcCidrFaults(props.vpcCidr, `${path}.vpcCidr`));
    if (props.zones === undefined || props.zones.length === 0) {
      refuse('zones', props.zones, `1 to ${MAX_ZONES} availability zones`, 'name the zones that the VPC spans');
    }
  }
  props.s3EndpointIds?.forEach((id, index) => {
    if (id !== undefined && !VPC_ENDPOINT_ID.test(id))
      refuse(`s3EndpointIds[${index}]`, id, 'the id of a VPC endpoint', 'for example "vpce-0a1b2c3d4e5f60718"');
  });
  props.serviceBuckets?.forEach((bucket, index) => {
    if (bucket !== undefined && !BUCKET_NAME.test(bucket))
      refuse(`serviceBuckets[${index}]`, bucket, BUCKET_NAME_RULE, 'correct the name: it ends up in a policy');
  });
  props.createOnlyCheckpoints?.exceptFiles?.forEach((file, index) => {
    if (file !== undefined && !/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(file)) {
      refuse(
        `createOnlyCheckpoints.exceptFiles[${index}]`,
        file,
        'the name of a file: letters, digits, dots, dashes, underscores',
        'a wildcard here would let every checkpoint be replaced',
      );
    }
  });
  return [
    ...faults,
    ...agentImageFaults(props.images, `${path}.images`),
    ...keyArnFaults(props.volumeKeyArn, `${path}.volumeKeyArn`),
    ...zoneFaults(props, path),
    ...existingFaults(props.existing, `${path}.existing`),
    ...awsAccessFaults(props.access, `${path}.access`, props),
    ...podCredentialsFaults(props.credentials, `${path}.credentials`, props.region),
    ...storageKeyFaults(props.storageKeys, `${path}.storageKeys`),
    ...weakenedFaults(props.unsafe, `${path}.unsafe`),
  ];
}

function weakenedFaults(unsafe: Draft<AwsWeakenings> | undefined, path: string): Fault[] {
  const faults = Object.entries(unsafe ?? {}).flatMap(([risk, weakening]) =>
    weakeningFaults(weakening, `${path}.${risk}`),
  );
  const cidrs = unsafe?.publicApi?.cidrs;
  if (cidrs?.length === 0) {
    faults.push({
      path: `${path}.publicApi.cidrs`,
      given: '[]',
      allowed: 'at least one block',
      fix: 'name the networks that administer; EKS reads an empty list as the whole internet',
    });
  }
  return [...faults, ...(cidrs ?? []).flatMap((cidr, index) => cidrFaults(cidr, `${path}.publicApi.cidrs[${index}]`))];
}

function zoneFaults({ zones = [], region }: Draft<AwsProps>, path: string): Fault[] {
  const faults = duplicateFaults(zones, (index) => `${path}.zones[${index}]`, 'zone');
  if (zones.length > MAX_ZONES) {
    faults.push({
      path: `${path}.zones`,
      given: `${zones.length} zones`,
      allowed: `at most ${MAX_ZONES}`,
      fix: 'leave out zones without GPU capacity',
    });
  }
  zones.forEach((zone, index) => {
    if (zone === undefined || region === undefined || !REGION.test(region)) return;
    if (zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length))) return;
    faults.push({
      path: `${path}.zones[${index}]`,
      given: shown(zone),
      allowed: `a zone of ${region}`,
      fix: `for example "${region}a"`,
    });
  });
  return faults;
}

function existingFaults(existing: Draft<ExistingVpcProps> | undefined, path: string): Fault[] {
  if (existing === undefined) return [];
  const fields = [
    'endpointCidrs',
    'platformEndpointCidrs',
    'controlPlaneCidrs',
    'nodeCidrs',
  ] as const satisfies readonly (keyof ExistingVpcProps)[];
  const empty = (['endpointCidrs', 'controlPlaneCidrs'] as const)
    .filter((field) => existing[field]?.length === 0)
    .map((field) => ({
      path: `${path}.${field}`,
      given: '[]',
      allowed: 'at least one block',
      fix: 'an empty list of peers would mean everybody',
    }));
  return [
    ...empty,
    ...fields.flatMap((field) =>
      (existing[field] ?? []).flatMap((cidr, index) => cidrFaults(cidr, `${path}.${field}[${index}]`)),
    ),
    ...(existing.resolverCidrs ?? []).flatMap((cidr, index) => resolverFaults(cidr, `${path}.resolverCidrs[${index}]`)),
  ];
}

function resolverFaults(cidr: string | undefined, path: string): Fault[] {
  if (cidr === undefined) return [];
  const faults = cidrFaults(cidr, path, [VPC_RESOLVER]);
  return faults.length > 0 ? faults : dnsServerFaults(cidr, cidr, path, '10.0.0.2/32');
}
