import { accountOfArn, nameInArn } from '../../model/aws/arn';
import type { AccessFacts, EndpointFacts, LoosePolicy, Role } from './facts/role';
import { isPolicyOfBucket, missingRights, type Missing } from './missing';
import type { Policy } from './policy/policy';
import type { KeyValue } from './policy/variables';
import { sessionPolicy } from './session-policy';
import type { Request } from './request';

/** Policies that bear on a request, layer by layer. */
export interface Layers {
  readonly identity: readonly Policy[];
  readonly session: Policy | undefined;
  readonly boundary: Policy | undefined;
  readonly resource: Policy | undefined;
  readonly endpoint: readonly EndpointLayer[];
  /** Whether the resource is of another account, where both sides have to allow. */
  readonly isForeign: boolean;
  /** What is not known of them, but for the resource's. */
  readonly missing: readonly Missing[];
  /** The resource's, where it should be known and is not. */
  readonly unread: readonly Missing[];
}

/** The policy of an endpoint, and whether that is a gateway, as far as it is known. */
export type EndpointLayer = { readonly policy: Policy } & Pick<EndpointFacts, 'name' | 'isGateway'>;

/** Every policy whose text is known and that bears on a request, or may. */
export function policiesOf(facts: AccessFacts, role: Role, request: Request): readonly Policy[] {
  const { identity, session, boundary, resource, endpoint } = layersOf(facts, role, request);
  const loose = facts.loose.resources.map(({ policy }) => policy);
  const known = [...identity, session, boundary, resource, ...endpoint.map(({ policy }) => policy), ...loose];
  return known.filter((policy) => policy !== undefined);
}

export function layersOf(facts: AccessFacts, role: Role, { action, resource, context }: Request): Layers {
  const service = serviceOf(action);
  const session = sessionPolicy(facts, role);
  const endpoints = endpointsOf(facts, service, context);
  const onResource = isAlias(action, resource) ? undefined : resourcePolicy(facts, role, service, resource);
  const owner = accountOfArn(resource) ?? OWNER_KEYS.map((key) => context.single(key)).find(isText)?.text;
  const isForeign = role.account !== undefined && owner !== undefined && owner !== role.account;
  return {
    identity: role.identity,
    session: session === 'unknown' ? undefined : session,
    boundary: role.boundary,
    resource: onResource,
    endpoint: endpoints.flatMap(({ name, policy, isGateway }) =>
      policy === undefined ? [] : { name, policy, isGateway },
    ),
    isForeign,
    missing: [
      ...missingRights(role.missing),
      ...(session === 'unknown' ? [{ kind: 'session-policy', of: `role ${role.name}` } as const] : []),
      ...endpoints
        .filter(({ policy }) => policy === undefined)
        .map(({ name }) => ({ kind: 'endpoint-policy', endpoint: name }) as const),
    ],
    unread: isAlias(action, resource)
      ? []
      : unread(facts, service, resource, { isKnown: onResource !== undefined, isForeign }),
  };
}

/** Endpoints that a request may go through: the one that it names, if it names one. */
function endpointsOf(
  { endpoints }: AccessFacts,
  service: string,
  context: Request['context'],
): readonly EndpointFacts[] {
  const through = context.single('aws:SourceVpce');
  return endpoints.filter(
    (endpoint) =>
      endpoint.service === service &&
      endpoint.hasPolicy &&
      (!isText(through) || endpoint.id === undefined || endpoint.id === through.text),
  );
}

/** What the layers would be if a policy that does not say whose it is were of the resource, or of an endpoint. */
export function* supposedLayers(layers: Layers, { action, resource }: Request, loose: LoosePolicy): Generator<Layers> {
  const { policy, mayBeEndpoint } = loose;
  const service = serviceOf(action);
  if (!speaksOf(policy, service)) return;
  if (layers.resource === undefined && mayBeOf(loose, resource)) yield { ...layers, resource: policy, unread: [] };
  if (!mayBeEndpoint) return;
  const isGateway = GATEWAYS.has(service) ? undefined : false;
  yield { ...layers, endpoint: [...layers.endpoint, { name: policy.place.name, policy, isGateway }] };
}

/** Services that have gateway endpoints (https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html). */
const GATEWAYS: ReadonlySet<string> = new Set(['s3', 'dynamodb']);

/** Keys that say whose the resource is; those of the role's own account unless somebody says otherwise. */
export const OWNER_KEYS = ['aws:ResourceAccount', 's3:ResourceAccount'] as const;

function isText(value: KeyValue): value is Exclude<KeyValue, string> {
  return typeof value !== 'string';
}

/**
 * Aliases have no policy of their own: who makes one needs a right to the alias and, by the key's policy, one to the key
 * (https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html).
 */
function isAlias(action: string, resource: string): boolean {
  return /^kms:(?:create|update|delete)alias$/i.test(action) && !resource.includes(':key/');
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':')).toLowerCase();
}

function resourcePolicy(facts: AccessFacts, role: Role, service: string, resource: string): Policy | undefined {
  const named = facts.named.get(resource);
  if (named !== undefined) return named;
  switch (service) {
    case 's3':
      return facts.buckets.get(bucketOf(resource));
    case 'kms':
      return facts.keys.get(resource) ?? facts.keys.get(nameInArn(resource));
    case 'sts':
      return (facts.roles.find(({ arn }) => arn === resource) ?? (role.arn === resource ? role : undefined))?.trust;
    default:
      return undefined;
  }
}

/**
 * Policies of the resource that the input should hold and does not. A bucket may have none. Every key and every role has
 * one, without which nothing is allowed (https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html), and so
 * it is with whatever is of another account.
 */
function unread(
  { missing }: AccessFacts,
  service: string,
  resource: string,
  { isKnown, isForeign }: { readonly isKnown: boolean; readonly isForeign: boolean },
): readonly Missing[] {
  const itsOwn: Missing = { kind: 'resource-policy', resource };
  // An access point has a policy, and so has the bucket behind it, of which its ARN says nothing.
  if (service === 's3' && /:accesspoint\//.test(resource)) return [itsOwn];
  const ofBucket = service === 's3' ? missing.filter(isPolicyOfBucket(bucketOf(resource))) : [];
  if (isKnown) return ofBucket;
  if (service === 'kms' && /:(?:key|alias)\//.test(resource)) return [{ kind: 'key-policy', key: resource }];
  if (service === 'sts' && resource.includes(':role/')) return [{ kind: 'trust-policy', role: resource }];
  return isForeign ? [itsOwn] : ofBucket;
}

/** The policy of a resource or an endpoint speaks of its service. */
function speaksOf({ statements }: Policy, service: string): boolean {
  const ofService = (pattern: string): boolean => pattern === '*' || pattern.toLowerCase().startsWith(`${service}:`);
  return statements.some(({ actions }) => actions.negated || actions.patterns.some(ofService));
}

/** Policies of buckets name theirs, or S3 refuses them. */
function mayBeOf({ bucket }: LoosePolicy, resource: string): boolean {
  if (resource === '*') return false;
  return bucket === undefined ? !/^arn:[^:]*:s3:::/.test(resource) : bucketOf(resource) === bucket;
}

/** `arn:aws:s3:::data/alpha/x` is in bucket `data`. */
export function bucketOf(arn: string): string {
  return arn.split(':').slice(5).join(':').split('/')[0] as string;
}
