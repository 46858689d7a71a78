import type { Platform } from '../../model';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { knownText } from '../input/pulumi/plan-value';
import {
  blocks,
  eitherAddresses,
  isEmpty,
  NO_ADDRESSES,
  withoutAddresses,
  type Addresses,
} from '../reachability/addresses';
import { CLUSTER, ENDPOINT, NODE_GROUP } from '../input/pulumi/resource-types';

/** What stands behind addresses of the network, by a plan or by the description. Empty where nothing says it. */
export interface AddressPlan {
  /** Where nodes, and with the VPC CNI their pods, have their addresses. */
  readonly pods: Addresses;
  /** Interface endpoints and nothing else. */
  readonly endpoints: Addresses;
  /** The endpoints of S3 among them, which data and checkpoints go through. */
  readonly s3: Addresses;
  /** Those of STS, by which roles are taken on with the token of a pod. */
  readonly sts: Addresses;
  readonly controlPlane: Addresses;
  /** `plan`, `description`; undefined where nothing is known. */
  readonly source: 'plan' | 'description' | undefined;
}

const NOTHING: AddressPlan = {
  pods: NO_ADDRESSES,
  endpoints: NO_ADDRESSES,
  s3: NO_ADDRESSES,
  sts: NO_ADDRESSES,
  controlPlane: NO_ADDRESSES,
  source: undefined,
};

const SUBNET = 'aws:ec2/subnet:Subnet';

/**
 * Reads the subnets of plans: by what is put into them, not by their names. A subnet of endpoints counts as one only if
 * nothing else is in it, since a policy opens the whole block.
 */
export function addressPlan(plans: readonly PlanLinks[], platform: Platform | undefined): AddressPlan {
  const found = plans.map(subnetsOf).filter(({ source }) => source !== undefined);
  if (found.length > 0) return together(found);
  const aws = platform?.aws;
  if (aws === undefined) return NOTHING;
  const endpoints = blocks(
    // In a VPC that the description plans these subnets hold nothing else; of an existing one only single addresses are sure.
    aws.subnets.endpoints.filter((block) => aws.vpcCidr !== undefined || block.endsWith('/32')),
  );
  return {
    pods: blocks(aws.subnets.nodes),
    endpoints,
    s3: endpoints,
    sts: endpoints,
    controlPlane: blocks(aws.subnets.controlPlane),
    source: 'description',
  };
}

/** Subnets of a plan, with those that hold more than endpoints. */
interface PlannedSubnets extends AddressPlan {
  readonly mixed: Addresses;
}

/** Several plans may use one block: what one of them puts there beside endpoints is there. */
function together(found: readonly PlannedSubnets[]): AddressPlan {
  const all = (of: (plan: PlannedSubnets) => Addresses): Addresses =>
    found.map(of).reduce(eitherAddresses, NO_ADDRESSES);
  return {
    pods: all(({ pods }) => pods),
    endpoints: withoutAddresses(
      all(({ endpoints }) => endpoints),
      all(({ mixed }) => mixed),
    ),
    s3: all(({ s3 }) => s3),
    sts: all(({ sts }) => sts),
    controlPlane: all(({ controlPlane }) => controlPlane),
    source: 'plan',
  };
}

function subnetsOf(links: PlanLinks): PlannedSubnets {
  const subnets = links.of(SUBNET);
  if (subnets.length === 0) return { ...NOTHING, mixed: NO_ADDRESSES };
  const users = new Map<PlannedResource, Set<string>>(subnets.map((subnet) => [subnet, new Set()]));
  for (const resource of links.plan.resources) {
    if (resource.type === SUBNET || WITHOUT_ADDRESSES.some((end) => resource.type.endsWith(end))) continue;
    for (const subnet of subnets) if (uses(resource, subnet)) users.get(subnet)?.add(resource.type);
  }
  const of = (test: (types: ReadonlySet<string>) => boolean): Addresses =>
    blocksOf(subnets.filter((subnet) => test(users.get(subnet) as ReadonlySet<string>)));
  const serving = (service: string): Addresses => {
    const endpoints = links
      .of(ENDPOINT)
      .filter((endpoint) => knownText(propertyOf(endpoint, 'serviceName'))?.endsWith(`.${service}`) === true);
    return blocksOf(subnets.filter((subnet) => endpoints.some((endpoint) => uses(endpoint, subnet))));
  };
  return {
    pods: of((types) => types.has(NODE_GROUP)),
    endpoints: of(holdsEndpointsOnly),
    mixed: of((types) => !holdsEndpointsOnly(types)),
    s3: serving('s3'),
    sts: serving('sts'),
    controlPlane: of((types) => types.has(CLUSTER)),
    source: 'plan',
  };
}

/** What is about a subnet and has no address in it; whom tags let in is asked in `subnet-users.ts`. */
const WITHOUT_ADDRESSES = [':RouteTableAssociation', ':Tag'];

function holdsEndpointsOnly(types: ReadonlySet<string>): boolean {
  return types.size === 1 && types.has(ENDPOINT);
}

function blocksOf(subnets: readonly PlannedResource[]): Addresses {
  return subnets.map(blockOf).reduce(eitherAddresses, NO_ADDRESSES);
}

/** The addresses of a subnet, as far as they are known. */
export function blockOf(subnet: PlannedResource): Addresses {
  const block = knownText(propertyOf(subnet, 'cidrBlock'));
  return block === undefined ? NO_ADDRESSES : blocks([block]);
}

function uses(resource: PlannedResource, subnet: PlannedResource): boolean {
  if (Object.values(resource.propertyDependencies).some((urns) => urns.includes(subnet.urn))) return true;
  const id = knownText(propertyOf(subnet, 'id'));
  // An ARN ends in the id.
  return id !== undefined && JSON.stringify(resource.inputs).includes(`${id}"`);
}

/** Undefined for no addresses, for options that are absent then. */
export function orNothing(addresses: Addresses): Addresses | undefined {
  return isEmpty(addresses) ? undefined : addresses;
}
