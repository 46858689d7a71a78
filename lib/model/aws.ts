import * as v from 'valibot';
import { cidrFaults } from './cidr';
import type { Fault } from './fault';
import { shown } from './fault';
import { duplicateFaults } from './names';
import { optionalText, shape, text, textList, type Draft } from './shape';
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
   * ARN of the KMS key for the volumes of the platform's StorageClass.
   * @default - the account's default key for EBS
   */
  readonly volumeKeyArn?: string;
}

/** An existing VPC, as seen from inside: blocks and addresses, no ids (ids belong to the Pulumi side). */
export interface ExistingVpcProps {
  /**
   * Blocks or single addresses (/32) of the interface endpoints for S3, STS, logs and so on. Everything else in these
   * blocks becomes reachable for training pods: name the endpoints' own addresses where they share a subnet.
   */
  readonly endpointCidrs: readonly string[];
  /** Blocks with the control plane's network interfaces, for operators that talk to the API server. */
  readonly controlPlaneCidrs: readonly string[];
  /** Blocks of the nodes, for components that talk to kubelets. */
  readonly nodeCidrs?: readonly string[];
  /** Resolver that the nodes use and the cluster's DNS forwards to: the third address of the VPC's block, as a /32. */
  readonly resolverCidrs?: readonly string[];
}

export const existingVpcShape = shape<ExistingVpcProps>({
  endpointCidrs: textList,
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
    volumeKeyArn: optionalText,
  }),
);

export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

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
  readonly volumeKeyArn?: string;
}

/** The partition of a region; never write `arn:aws` (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). */
export function partitionOf(region: string): Partition {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

export function resolveAws(props: AwsProps): Aws {
  const zones = props.zones ?? [];
  const subnets: SubnetPlan =
    props.existing === undefined
      ? planSubnets(props.vpcCidr ?? '', zones.length)
      : {
          nodes: props.existing.nodeCidrs ?? [],
          endpoints: props.existing.endpointCidrs,
          controlPlane: props.existing.controlPlaneCidrs,
        };
  return {
    account: props.account,
    region: props.region,
    partition: partitionOf(props.region),
    zones,
    ...(props.vpcCidr === undefined ? {} : { vpcCidr: props.vpcCidr }),
    subnets,
    resolverCidrs:
      props.existing === undefined ? [vpcResolver(props.vpcCidr ?? '')] : (props.existing.resolverCidrs ?? []),
    ...(props.volumeKeyArn === undefined ? {} : { volumeKeyArn: props.volumeKeyArn }),
  };
}

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

export function awsFaults(props: Draft<AwsProps>, path: string): Fault[] {
  const faults: Fault[] = [];
  const refuse = (field: string, given: unknown, allowed: string, fix: string): void => {
    faults.push({ path: field === '' ? path : `${path}.${field}`, given: shown(given), allowed, fix });
  };
  if (props.account !== undefined && !/^\d{12}$/.test(props.account)) {
    refuse('account', props.account, 'twelve digits as a text', 'quote it: a number loses its leading zeros');
  }
  if (props.region !== undefined && !REGION.test(props.region))
    refuse('region', props.region, 'a region such as "us-west-2"', 'write the region, not a zone');
  if (
    props.volumeKeyArn !== undefined &&
    !/^arn:aws[-a-z]*:kms:[-a-z0-9]+:\d{12}:key\/[-0-9a-z]+$/.test(props.volumeKeyArn)
  ) {
    refuse(
      'volumeKeyArn',
      props.volumeKeyArn,
      'the ARN of a KMS key (not of an alias)',
      'arn:<partition>:kms:<region>:<account>:key/<id>',
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
  faults.push(...zoneFaults(props, path), ...existingFaults(props.existing, `${path}.existing`));
  return faults;
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
  const lists: (readonly [keyof ExistingVpcProps, readonly (string | undefined)[]])[] = [
    ['endpointCidrs', existing.endpointCidrs ?? []],
    ['controlPlaneCidrs', existing.controlPlaneCidrs ?? []],
    ['nodeCidrs', existing.nodeCidrs ?? []],
    ['resolverCidrs', existing.resolverCidrs ?? []],
  ];
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
    ...lists.flatMap(([field, cidrs]) =>
      cidrs.flatMap((cidr, index) => cidrFaults(cidr, `${path}.${field}[${index}]`)),
    ),
  ];
}
