import { endpointService } from './endpoint-service';
import type { Inputs } from '../../input/inputs';
import { cloudName, PlanLinks } from '../../input/pulumi/plan-links';
import { propertyOf, type Plan, type PlannedResource } from '../../input/pulumi/planned-resource';
import { knownField, knownList, knownText } from '../../input/pulumi/plan-value';
import type { Policy } from '../policy/policy';
import { accountOf } from './plan-account';
import { planRoles } from './plan-roles';
import { PolicyReader } from './policy-reader';
import { NO_FACTS, type AccessFacts, type EndpointFacts, type PodIdentity } from './role';

/** The IAM side of a plan. */
export function planFacts(plan: Plan, faults: Inputs['faults']): AccessFacts {
  const links = new PlanLinks(plan);
  const reader = new PolicyReader(faults);
  const podIdentities = [...podIdentitiesOf(links, reader), ...addonIdentitiesOf(links)];
  return {
    roles: planRoles(links, accountOf(plan), podIdentities, faults),
    podIdentities,
    buckets: new Map(bucketPolicies(links, reader)),
    keys: new Map(keyPolicies(links, reader)),
    named: NO_FACTS.named,
    endpoints: endpointsOf(links, reader),
    loose: NO_FACTS.loose,
    missing: reader.missing,
  };
}

const BUCKETS = ['aws:s3/bucket:Bucket', 'aws:s3/bucketV2:BucketV2'];

function* bucketPolicies(links: PlanLinks, reader: PolicyReader): Generator<readonly [string, Policy]> {
  for (const resource of links.of('aws:s3/bucketPolicy:BucketPolicy', ...BUCKETS)) {
    const document = propertyOf(resource, 'policy');
    if (document === undefined) continue;
    const referenced = links.referenced(resource, 'bucket', ...BUCKETS);
    const bucket =
      knownText(propertyOf(resource, 'bucket')) ??
      (referenced === undefined ? undefined : knownText(propertyOf(referenced, 'bucket')));
    const policy = reader.read(document, resource, 'policy', `policy of bucket ${bucket ?? resource.name}`);
    if (bucket === undefined) reader.missing.push(`name of the bucket of ${resource.name}`);
    else if (policy !== undefined) yield [bucket, policy];
  }
}

function* keyPolicies(links: PlanLinks, reader: PolicyReader): Generator<readonly [string, Policy]> {
  for (const resource of links.of('aws:kms/key:Key', 'aws:kms/keyPolicy:KeyPolicy')) {
    const document = propertyOf(resource, 'policy');
    if (document === undefined) continue;
    const policy = reader.read(document, resource, 'policy', `policy of key ${resource.name}`);
    if (policy !== undefined) yield [knownText(propertyOf(resource, 'arn')) ?? resource.name, policy];
  }
}

function endpointsOf(links: PlanLinks, reader: PolicyReader): readonly EndpointFacts[] {
  const separate = links.of('aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy');
  return links.of('aws:ec2/vpcEndpoint:VpcEndpoint').map((resource) => {
    const from = [resource, ...separate.filter((item) => links.refersTo(item, 'vpcEndpointId', resource))].find(
      (item) => propertyOf(item, 'policy') !== undefined,
    );
    return {
      name: resource.name,
      service: endpointService(knownText(propertyOf(resource, 'serviceName')) ?? ''),
      id: knownText(propertyOf(resource, 'id')),
      isGateway: isGateway(resource),
      policy:
        from === undefined
          ? undefined
          : reader.read(propertyOf(from, 'policy'), from, 'policy', `policy of endpoint ${resource.name}`),
      hasPolicy: from !== undefined,
    };
  });
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
      reader.missing.push(`namespace and service account of association ${resource.name}`);
      continue;
    }
    const arn = knownText(propertyOf(resource, 'roleArn'));
    const role = links.referenced(resource, 'roleArn', 'aws:iam/role:Role');
    const session = propertyOf(resource, 'policy');
    yield {
      cluster: knownText(propertyOf(resource, 'clusterName')),
      namespace,
      serviceAccount,
      role: role !== undefined ? cloudName(role) : arn?.slice(arn.lastIndexOf('/') + 1),
      sessionTags: propertyOf(resource, 'disableSessionTags') !== true,
      session:
        session === undefined
          ? undefined
          : (reader.read(session, resource, 'policy', `session policy of association ${resource.name}`) ?? 'unknown'),
    };
  }
}

/** An add-on may bring the associations of its own accounts, in its namespace. */
function* addonIdentitiesOf(links: PlanLinks): Generator<PodIdentity> {
  for (const addon of links.of('aws:eks/addon:Addon')) {
    for (const association of knownList(propertyOf(addon, 'podIdentityAssociations'))) {
      const serviceAccount = knownText(knownField(association, 'serviceAccount'));
      const arn = knownText(knownField(association, 'roleArn'));
      if (serviceAccount === undefined) continue;
      yield {
        cluster: knownText(propertyOf(addon, 'clusterName')),
        namespace: knownText(knownField(propertyOf(addon, 'namespaceConfig'), 'namespace')) ?? 'kube-system',
        serviceAccount,
        role: arn?.slice(arn.lastIndexOf('/') + 1),
        sessionTags: true,
        session: undefined,
      };
    }
  }
}
