import { arn, partitionOf, regionOfArn, type Place } from '../../../model/aws/arn';
import { ec2Principal } from '../../../model/iam';
import { decide } from '../../access/decision';
import { missingTexts } from '../../access/missing';
import { withManagedPolicies } from '../../access/managed-policies';
import { policyName } from '../../access/policy/named-policy';
import { NO_FACTS, type Role } from '../../access/facts/role';
import { serviceContext, serviceDecision } from '../../access/service-decision';
import { roleContext } from '../../access/role-context';
import { strangeAccount, supposedRole } from '../../access/supposed-role';
import { namedRole } from '../../cloud/named-role';
import { leaves, SUBNET } from '../../cloud/subnet-routes';
import type { PlannedNodes } from '../../cloud/planned-nodes';
import type { Evidence } from '../../evidence';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { containersOf } from '../../workload/containers';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';

export const nodesJoin: Check = {
  id: 'node/nodes-join',
  title: 'Training nodes may join their cluster, get roles for pods and pull the images of their jobs',
  why: 'A node that may not do one of these joins as not ready, or starts pods that wait for an image for ever.',
  stops: [],
  control: 'policies of the node role, and of the endpoints that its requests pass',
  fix: 'allow the node role eks:DescribeCluster, eks-auth:AssumeRoleForPodIdentity and pulls from ECR, and the endpoints to carry them, that of S3 layers of prod-<region>-starport-layer-bucket',
  positive: true,
  *judge(evidence) {
    for (const nodes of evidence.plannedNodes) {
      const { place } = evidence.cloud;
      const problems = place === undefined ? [cloudUnknown('region or account')] : roleProblems(evidence, nodes, place);
      yield { subject: resourceSubject(nodes.group), problems };
    }
  },
};

function roleProblems(evidence: Evidence, nodes: PlannedNodes, place: Place): readonly Problem[] {
  const { access } = evidence;
  const at = inputPlace(nodes.group, 'nodeRoleArn');
  const named = namedRole(nodes.links, access, nodes.group, 'nodeRoleArn');
  const cluster = knownText(propertyOf(nodes.group, 'clusterName'));
  if (named === undefined) return [notKnown('its node role is not in the plan', { at })];
  if (cluster === undefined) return [notKnown('its cluster is not known', { at: inputPlace(nodes.group) })];
  const role = withManagedPolicies(named);
  const context = roleContext(role, []);
  const refused = [...requests(evidence, nodes, place, cluster)].flatMap(([action, resource]): readonly Problem[] => {
    const { outcome, withheldBy, missing } = decide(access, role, { action, resource, context });
    if (outcome === 'allowed') return [];
    const what = `${role.name} may ${outcome === 'unknown' ? '' : 'not '}${action} on ${resource}`;
    return outcome === 'unknown'
      ? [notKnown(`whether ${what}; not known: ${missingTexts(missing)}`, { at })]
      : [
          fails(outcome === 'explicitDeny' ? `${what}: denied` : `${what}: not allowed by ${withheldBy.join(', ')}`, {
            at,
          }),
        ];
  });
  return [...trustProblems(named, place), ...refused, ...layerProblems(evidence, nodes, place)];
}

/**
 * Layers of images lie in a bucket of AWS, which nodes read by links that ECR signed: where all ways are endpoints, one of S3 has to
 * carry requests of another account (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms).
 */
function layerProblems(
  { access, scope }: Evidence,
  { project, links, group }: PlannedNodes,
  place: Place,
): readonly Problem[] {
  const subnets = links.targets(group, 'subnetIds', SUBNET);
  if (subnets.length === 0 || subnets.some((subnet) => leaves(links, subnet))) return [];
  const images = imagesOf({ scope }, project).flatMap((image) => repositoryArn(image) ?? []);
  if (!images.some((repository) => regionOfArn(repository) === place.region)) return [];
  const { partition, region } = place;
  const resource = `arn:${partition}:s3:::prod-${region}-starport-layer-bucket/layer`;
  const endpoints = access.endpoints.filter(({ service }) => service === 's3');
  const [first] = endpoints;
  // What the policies of endpoints are has checks of its own.
  if (first?.policy === undefined || endpoints.some(({ policy }) => policy === undefined)) return [];
  const account = strangeAccount(place.account);
  const registry = supposedRole('registry', account, { partition, everything: first.policy });
  const request = { action: 's3:GetObject', resource, context: roleContext(registry, []) };
  const { outcome, missing } = decide({ ...NO_FACTS, endpoints }, registry, request);
  if (outcome === 'allowed') return [];
  const at = first.policy.place;
  return outcome === 'unknown'
    ? [notKnown(`whether ${first.name} carries layers of images; not known: ${missingTexts(missing)}`, { at })]
    : [fails(`${first.name} carries no layers of images: s3:GetObject on ${resource}`, { at })];
}

/** A role that EC2 may not take on no instance starts with. */
function trustProblems({ trust, name, arn: roleArn }: Role, place: Place): readonly Problem[] {
  if (trust === undefined) return [notKnown(`not known: ${policyName({ kind: 'trust-policy', role: name })}`)];
  const service = ec2Principal(place);
  const answer = serviceDecision(trust, service, {
    action: 'sts:AssumeRole',
    resource: roleArn ?? '*',
    context: serviceContext(service, { account: place.account, arn: arn(place, 'ec2', 'instance/*') }),
  });
  const at = trust.place;
  if (answer === 'yes') return [];
  return answer === 'no'
    ? [fails(`${service} may not take on ${name}`, { at })]
    : [notKnown(`whether ${service} may take on ${name}`, { at })];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html */
function* requests(
  evidence: Evidence,
  { project }: PlannedNodes,
  place: Place,
  cluster: string,
): Generator<readonly [action: string, resource: string]> {
  const clusterArn = arn(place, 'eks', `cluster/${cluster}`);
  yield ['eks:DescribeCluster', clusterArn];
  yield ['ec2:DescribeInstances', '*'];
  if (evidence.access.podIdentities.length > 0) yield ['eks-auth:AssumeRoleForPodIdentity', clusterArn];
  const repositories = new Set(imagesOf(evidence, project).flatMap((image) => repositoryArn(image) ?? []));
  if (repositories.size > 0) yield ['ecr:GetAuthorizationToken', '*'];
  for (const repository of repositories)
    for (const action of ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']) yield [action, repository];
}

/** Images of the jobs that run on the nodes: those of the project, or all where projects share them. */
function imagesOf({ scope }: Pick<Evidence, 'scope'>, project: string | undefined): readonly string[] {
  return scope.namespaces
    .filter((namespace) => project === undefined || namespace.project === project)
    .flatMap(({ workloads }) => workloads.flatMap(({ spec }) => containersOf(spec)))
    .flatMap(({ field }) => {
      const image = field.get('image')?.value;
      return typeof image === 'string' ? [image] : [];
    });
}

/** `111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/train@sha256:...` lies in a repository of ECR. */
function repositoryArn(image: string): string | undefined {
  const match = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(image);
  if (match === null) return undefined;
  const [, account = '', region = '', repository = ''] = match;
  return arn({ partition: partitionOf(region), region, account }, 'ecr', `repository/${repository}`);
}
