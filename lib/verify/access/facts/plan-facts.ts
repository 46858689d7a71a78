import { nameInArn } from '../../../model/aws/arn';
import { endpointService, serviceBehind } from './endpoint-service';
import { KUBE_SYSTEM } from '../../../model/kubernetes/kubernetes-namespaces';
import type { Inputs } from '../../input/inputs';
import { cloudName, linksOf, type PlanLinks } from '../../input/pulumi/plan-links';
import { BUCKETS } from '../../input/pulumi/bucket-setting';
import { propertyOf, type Plan, type PlannedResource } from '../../input/pulumi/planned-resource';
import { knownField, knownList, knownText } from '../../input/pulumi/plan-value';
import type { NamedPolicy } from '../policy/named-policy';
import { KEYS } from './key-resources';
import { onePolicyEach, type PlacedPolicy } from './one-policy';
import { planRoles } from './plan-roles';
import { planRolesElsewhere, planUsers } from './plan-users';
import { PolicyReader } from './policy-reader';
import { NO_FACTS, type AccessFacts, type EndpointFacts, type PodIdentity } from './role';
import { ADD_ON, ENDPOINT, ROLE } from '../../input/pulumi/resource-types';

/** The IAM side of a plan. */
export function planFacts(plan: Plan, faults: Inputs['faults']): AccessFacts {
  const links = linksOf(plan);
  const reader = new PolicyReader(faults);
  const podIdentities = [...podIdentitiesOf(links, reader), ...addonIdentitiesOf(links)];
  return {
    roles: planRoles(links, plan.account, podIdentities, faults),
    users: planUsers(links, plan.account, faults),
    rolesElsewhere: planRolesElsewhere(links, plan.account, faults),
    podIdentities,
    buckets: onePolicyEach(bucketPolicies(links, reader), 'bucket', faults),
    keys: onePolicyEach(keyPolicies(links, reader), 'key', faults),
    named: NO_FACTS.named,
    endpoints: endpointsOf(links, reader, faults),
    loose: NO_FACTS.loose,
    missing: reader.missing,
  };
}

function* bucketPolicies(links: PlanLinks, reader: PolicyReader): Generator<readonly [string, PlacedPolicy]> {
  const separate = links.of('aws:s3/bucketPolicy:BucketPolicy');
  for (const resource of [
    ...separate,
    ...links.of(...BUCKETS).filter((bucket) => isOwn(links, bucket, separate, 'bucket')),
  ]) {
    const document = propertyOf(resource, 'policy');
    if (document === undefined) continue;
    const referenced = links.referenced(resource, 'bucket', ...BUCKETS);
    const bucket =
      knownText(propertyOf(resource, 'bucket')) ??
      (referenced === undefined ? undefined : knownText(propertyOf(referenced, 'bucket')));
    const policy = reader.read(document, resource, 'policy', {
      kind: 'bucket-policy',
      bucket: bucket ?? resource.name,
    });
    if (bucket === undefined)
      reader.missing.push(
        referenced === undefined
          ? { kind: 'bucket-meant', by: resource.name }
          : { kind: 'bucket-name', in: resource.name },
      );
    else yield [bucket, { policy, place: placeOf(resource) }];
  }
}

function* keyPolicies(links: PlanLinks, reader: PolicyReader): Generator<readonly [string, PlacedPolicy]> {
  const separate = links.of('aws:kms/keyPolicy:KeyPolicy');
  const keys = links.of(...KEYS).filter((key) => isOwn(links, key, separate, 'keyId'));
  for (const resource of [...separate, ...keys]) {
    const document = propertyOf(resource, 'policy');
    if (document === undefined) continue;
    const policy = reader.read(document, resource, 'policy', { kind: 'key-policy', key: resource.name });
    const key = KEYS.includes(resource.type) ? resource : links.referenced(resource, 'keyId', ...KEYS);
    const id = knownText(propertyOf(key ?? resource, 'arn')) ?? (key ?? resource).name;
    yield [id, { policy, place: placeOf(resource) }];
  }
}

/**
 * Whether the policy that stands in a resource counts beside those that stand by themselves: what the program gave does.
 * What a provider only reports is the policy that the resource has from elsewhere.
 */
function isOwn(
  links: PlanLinks,
  resource: PlannedResource,
  separate: readonly PlannedResource[],
  property: string,
): boolean {
  if (Object.hasOwn(resource.inputs, 'policy')) return true;
  return !separate.some((item) => links.isTarget(item, property, resource));
}

function placeOf({ document, path }: PlannedResource): PlacedPolicy['place'] {
  return { document, path: [...path, 'inputs', 'policy'] };
}

function endpointsOf(links: PlanLinks, reader: PolicyReader, faults: Inputs['faults']): readonly EndpointFacts[] {
  const separate = links.of('aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy');
  return links.of(ENDPOINT).map((resource) => {
    const holders = [
      ...separate.filter((item) => links.refersTo(item, 'vpcEndpointId', resource)),
      ...(isOwn(links, resource, separate, 'vpcEndpointId') ? [resource] : []),
    ].filter((item) => propertyOf(item, 'policy') !== undefined);
    const read = holders.map((from) => {
      const named: NamedPolicy = { kind: 'endpoint-policy', endpoint: resource.name };
      const policy = reader.read(propertyOf(from, 'policy'), from, 'policy', named);
      return [resource.name, { policy, place: placeOf(from) }] as const;
    });
    return {
      name: resource.name,
      service: endpointService(knownText(propertyOf(resource, 'serviceName')) ?? ''),
      ...serviceBehind(leadsTo(resource)),
      id: knownText(propertyOf(resource, 'id')),
      vpc: knownText(propertyOf(resource, 'vpcId')),
      isGateway: isGateway(resource),
      policy: onePolicyEach(read, 'endpoint', faults).get(resource.name),
      hasPolicy: holders.length > 0,
    };
  });
}

/** Endpoints of resources and of service networks name no service. */
function leadsTo(endpoint: PlannedResource): string | undefined {
  const type = knownText(propertyOf(endpoint, 'vpcEndpointType'));
  if (type === 'Resource' || type === 'ServiceNetwork') return type;
  return knownText(propertyOf(endpoint, 'serviceName'));
}

/** One without a type is a gateway (https://www.pulumi.com/registry/packages/aws/api-docs/ec2/vpcendpoint/). */
function isGateway(endpoint: PlannedResource): boolean | undefined {
  const type = propertyOf(endpoint, 'vpcEndpointType');
  if (type === undefined) return true;
  const known = knownText(type);
  return known === undefined ? undefined : known === 'Gateway';
}

function* podIdentitiesOf(links: PlanLinks, reader: PolicyReader): Generator<PodIdentity> {
  for (const resource of links.of('aws:eks/podIdentityAssociation:PodIdentityAssociation')) {
    const namespace = knownText(propertyOf(resource, 'namespace'));
    const serviceAccount = knownText(propertyOf(resource, 'serviceAccount'));
    if (namespace === undefined || serviceAccount === undefined) {
      reader.missing.push({ kind: 'association-accounts', association: resource.name });
      continue;
    }
    const arn = knownText(propertyOf(resource, 'roleArn'));
    const role = links.referenced(resource, 'roleArn', ROLE);
    const session = propertyOf(resource, 'policy');
    const named: NamedPolicy = { kind: 'session-policy', of: `association ${resource.name}` };
    yield {
      cluster: knownText(propertyOf(resource, 'clusterName')),
      namespace,
      serviceAccount,
      role: role !== undefined ? cloudName(role) : arn && nameInArn(arn),
      ...(arn === undefined ? {} : { roleArn: arn }),
      sessionTags: propertyOf(resource, 'disableSessionTags') !== true,
      session: session === undefined ? undefined : (reader.read(session, resource, 'policy', named) ?? 'unknown'),
    };
  }
}

/** An add-on may bring the associations of its own accounts, in its namespace. */
function* addonIdentitiesOf(links: PlanLinks): Generator<PodIdentity> {
  for (const addon of links.of(ADD_ON)) {
    for (const association of knownList(propertyOf(addon, 'podIdentityAssociations'))) {
      const serviceAccount = knownText(knownField(association, 'serviceAccount'));
      const arn = knownText(knownField(association, 'roleArn'));
      if (serviceAccount === undefined) continue;
      yield {
        cluster: knownText(propertyOf(addon, 'clusterName')),
        namespace: knownText(knownField(propertyOf(addon, 'namespaceConfig'), 'namespace')) ?? KUBE_SYSTEM,
        serviceAccount,
        role: arn && nameInArn(arn),
        sessionTags: true,
        session: undefined,
      };
    }
  }
}
