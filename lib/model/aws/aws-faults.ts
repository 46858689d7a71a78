import { weakeningFaults } from '../risk/accepted-risk';
import type { AwsProps, AwsWeakenings, ExistingVpcProps } from './aws';
import { awsAccessFaults } from './aws-access';
import { cidrFaults } from '../network/cidr';
import { dnsServerFaults } from '../network/dns-server';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { agentImageFaults } from './image-registry';
import { VPC_RESOLVER } from '../network/link-local';
import {
  ACCOUNT,
  BUCKET_NAME,
  BUCKET_NAME_RULE,
  CLUSTER_NAME,
  duplicateFaults,
  keyArnFaults,
  REGION,
  VPC_ENDPOINT_ID,
} from '../names';
import { podCredentialsFaults } from './pod-credentials';
import type { Draft } from '../fault/shape';
import { storageKeyFaults } from '../storage/storage-keys';
import { MAX_ZONES, vpcCidrFaults } from '../network/subnets';

/** Every fault of where the platform runs on AWS. */
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
