import type { Platform } from '../../model';
import { ATTACHING } from '../access/facts/role-attachments';
import { ADD_ON, FARGATE_PROFILE, ROLE } from '../input/pulumi/resource-types';
import { glob, globMatches } from '../glob/glob';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { isNothing, knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { UNKNOWN } from '../input/pulumi/wire-value';
import { ownValue } from '../record';
import type { TrainingScope } from '../scope/training-scope';
import type { CloudScope } from './cloud-scope';
import { GIVING_SERVICES, mayGive } from './giving-services';
import { unknownAddOn } from './known-add-ons';
import { allowsOnly } from './own-principals';
import { fillsImages, registryParts } from './registry-parts';

/** A resource that gives somebody rights or data, and that no evaluator reads. */
export interface UnreadResource {
  readonly resource: PlannedResource;
  /** What it does, and what would have to be known. */
  readonly what: string;
}

interface Around {
  readonly links: PlanLinks;
  readonly scope: TrainingScope;
  readonly buckets: CloudScope['buckets'];
  readonly account: string | undefined;
  readonly platform: Platform | undefined;
}

type Reader = (resource: PlannedResource, around: Around) => string | undefined;

/** One line for each type that matters and is not understood; undefined for a resource that is about something else. */
const UNREAD: Readonly<Record<string, Reader>> = {
  // https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html
  'aws:eks/identityProviderConfig:IdentityProviderConfig': (resource) =>
    `lets ${issuerOf(resource)} say who somebody is and of which groups, so that who has which right in the cluster is not known: name people by access entries`,
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html
  'aws:eks/podIdentityAssociation:PodIdentityAssociation': (resource) =>
    propertyOf(resource, 'targetRoleArn') === undefined
      ? undefined
      : `gives pods role ${shown(resource, 'targetRoleArn')} by way of the role of the association, and what that one may do is not judged: associate it itself`,
  [FARGATE_PROFILE]: (resource, { scope }) => {
    const names = scope.namespaces.map(({ name }) => name).filter((name) => selects(resource, name));
    return names.length === 0 ? undefined : `runs pods of ${names.join(', ')} on Fargate, which is not judged`;
  },
  'aws:s3/bucketReplicationConfig:BucketReplicationConfig': replicates('rules'),
  'aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration': replicates('rules'),
  'aws:s3/bucket:Bucket': either(replicates('replicationConfiguration'), tellsNames('another bucket', 'logging')),
  'aws:s3/bucketV2:BucketV2': either(replicates('replicationConfigurations'), tellsNames('another bucket', 'loggings')),
  'aws:s3/inventory:Inventory': tellsNames('another bucket'),
  'aws:s3/bucketLogging:BucketLogging': tellsNames('another bucket'),
  'aws:s3/bucketLoggingV2:BucketLoggingV2': tellsNames('another bucket'),
  'aws:s3/bucketMetadataConfiguration:BucketMetadataConfiguration': tellsNames('tables'),
  'aws:s3/bucketNotification:BucketNotification': tellsNames('queues, topics or functions'),
  'aws:s3/objectCopy:ObjectCopy': (resource, { buckets }) => {
    const source = knownText(propertyOf(resource, 'source'));
    const isOf = (bucket: string): boolean =>
      source === undefined || [':', '/'].some((before) => `/${source}`.includes(`${before}${bucket}/`));
    return buckets.some(({ name }) => isOf(name))
      ? 'copies an object of training, and who reads the copy is not judged'
      : undefined;
  },
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
  'aws:ssoadmin/accountAssignment:AccountAssignment': (resource, { account }) => {
    const target = knownText(propertyOf(resource, 'targetId'));
    return target !== undefined && account !== undefined && target !== account
      ? undefined
      : 'gives people of IAM Identity Center the rights of a permission set, which are not judged';
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants-location.html
  'aws:s3control/accessGrantsLocation:AccessGrantsLocation': handsOut('locationScope'),
  // https://docs.aws.amazon.com/lake-formation/latest/dg/register-data-lake.html
  'aws:lakeformation/resource:Resource': handsOut('arn'),
  // https://docs.aws.amazon.com/efs/latest/ug/efs-replication.html
  'aws:efs/replicationConfiguration:ReplicationConfiguration': () =>
    'copies a file system to another one, and who mounts that is not judged',
  // https://docs.aws.amazon.com/eks/latest/userguide/capabilities.html
  'aws:eks/capability:Capability': () =>
    'lets a controller that AWS runs act in the cluster with a role and an access entry of its own, which are not judged',
  // https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/setting-up-cluster-access.html
  'aws:emrcontainers/virtualCluster:VirtualCluster': (resource, { scope }) => {
    const at = knownField(propertyOf(resource, 'containerProvider'), 'info');
    const namespace = knownText(knownField(knownField(at, 'eksInfo'), 'namespace'));
    return namespace !== undefined && !scope.contains(namespace)
      ? undefined
      : `lets EMR run jobs in namespace ${namespace ?? '(not known)'}, and who starts them, and as which role, is not judged`;
  },
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/introduction.html
  'aws:cloudformation/stack:Stack': madeOfText('templateBody'),
  'aws:cloudformation/stackSet:StackSet': madeOfText('templateBody'),
  'aws:cloudcontrol/resource:Resource': madeOfText('typeName'),
  'aws:servicecatalog/provisionedProduct:ProvisionedProduct': () => MADE_BY_TEMPLATE,
  'aws:serverlessrepository/cloudFormationStack:CloudFormationStack': () => MADE_BY_TEMPLATE,
  // https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-controls.html
  'aws:budgets/budgetAction:BudgetAction': (resource) =>
    propertyOf(resource, 'actionType') === 'APPLY_IAM_POLICY' || propertyOf(resource, 'actionType') === UNKNOWN
      ? 'gives roles, users or groups a policy when a budget is spent, and which rights they have then is not judged'
      : undefined,
  // https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
  'aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission': () =>
    'lets another account make disks of a snapshot, and whose disk that is of is not judged',
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html
  'aws:ec2/amiLaunchPermission:AmiLaunchPermission': () =>
    'lets others start instances of an image, with all that lies in it, and of whose disk that was made is not judged',
  'aws:dlm/lifecyclePolicy:LifecyclePolicy': (resource) =>
    knownList(knownField(propertyOf(resource, 'policyDetails'), 'schedules')).every((schedule) =>
      isNothing(knownField(schedule, 'shareRules')),
    )
      ? undefined
      : 'lets other accounts make disks of snapshots, and whose disks those are of is not judged',
  [ADD_ON]: (resource) => unknownAddOn(knownText(propertyOf(resource, 'addonName'))),
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
  'aws:ecr/registryPolicy:RegistryPolicy': () => 'lets others write into the registry, and whom is not judged',
  'aws:ecr/replicationConfiguration:ReplicationConfiguration': () =>
    'copies images of projects elsewhere, and who pulls them there is not judged',
  'aws:ecr/repositoryPolicy:RepositoryPolicy': opensImages('policy', 'opens images for others'),
  'aws:ecr/pullThroughCacheRule:PullThroughCacheRule': (resource, { platform, scope }) =>
    platform?.aws?.registry?.caches.some(({ prefix }) => prefix === propertyOf(resource, 'ecrRepositoryPrefix')) ===
    true
      ? undefined
      : fillsImages(resource, registryParts(platform, scope)),
  // https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
  'aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate': (resource, around) =>
    propertyOf(resource, 'repositoryPolicy') === undefined
      ? undefined
      : opensImages('repositoryPolicy', 'opens images of every repository that is made by it for others')(
          resource,
          around,
        ),
};

/** Which input names the role that gets rights. */
const TO_ROLES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ATTACHING).map(([type, [roles]]) => [type, roles] as const),
  ['aws:iam/rolePolicy:RolePolicy', 'role'],
]);

/** Rights of a role that is not known may be those of any role. */
function givesToNobodyKnown(links: PlanLinks, resource: PlannedResource): string | undefined {
  const property = TO_ROLES.get(resource.type);
  const value = property === undefined ? undefined : propertyOf(resource, property);
  if (property === undefined || value === undefined) return undefined;
  const isOpen = value === UNKNOWN || (Array.isArray(value) && value.includes(UNKNOWN));
  return isOpen && links.targets(resource, property, ROLE).length === 0
    ? 'gives rights to a role that is not known: put that role into the plan'
    : undefined;
}

/** Another provider for the same things, none of which is read. */
function isNative(type: string): boolean {
  const [provider, service = '', kind = ''] = type.split(':');
  return provider === 'aws-native' && mayGive(service, kind);
}

export function unreadResources(
  plans: readonly PlanLinks[],
  scope: TrainingScope,
  { buckets, account }: Pick<CloudScope, 'buckets' | 'account'>,
  platform: Platform | undefined,
): readonly UnreadResource[] {
  return plans.flatMap((links) => {
    const { resources } = links.plan;
    const parents = new Set(resources.map(({ parent }) => parent));
    return resources.flatMap((resource): readonly UnreadResource[] => {
      const { type } = resource;
      const isShut = resource.isComponent && !parents.has(resource.urn) && type !== STACK;
      if (isShut) return [{ resource, what: WITHOUT_PARTS }];
      const reader = ownValue(UNREAD, type);
      const what = isNative(type)
        ? `is of type ${type}, which is not read: what it gives is not known`
        : reader === undefined
          ? givesToNobodyKnown(links, resource)
          : reader(resource, { links, scope, buckets, account, platform });
      return what === undefined ? [] : [{ resource, what }];
    });
  });
}

const STACK = 'pulumi:pulumi:Stack';

/** Components of a plug-in (`eks:index:Cluster`) get their parts from its process, which a plan without an engine does not ask. */
const WITHOUT_PARTS =
  'is a component whose parts are not in the plan, so that what they open is not known: judge a preview or an exported stack';

/** Types of CloudFormation that give rights, data, nodes or ways, and what may stand for any type. */
const GIVING = new RegExp(
  `AWS::(?:${[...GIVING_SERVICES, 'batch', 'cloudtrail', 'lambda', 'logs', 'ssm', 'serverless'].join('|')})::|Fn::Transform|"?Transform"?\\s*:|Custom::`,
  'i',
);

const MADE_BY_TEMPLATE = 'makes what a template of AWS says, which is not read here: what that gives is not known';

/** @param property the text that says what is made; of one that is not known it may be anything */
function madeOfText(property: string): Reader {
  return (resource) => {
    const text = knownText(propertyOf(resource, property));
    return text === undefined || GIVING.test(text) ? MADE_BY_TEMPLATE : undefined;
  };
}

function issuerOf(resource: PlannedResource): string {
  return knownText(knownField(propertyOf(resource, 'oidc'), 'issuerUrl')) ?? 'an issuer';
}

function shown(resource: PlannedResource, property: string): string {
  return knownText(propertyOf(resource, property)) ?? '(not known)';
}

/** Selectors of a profile may hold wildcards (https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html). */
function selects(profile: PlannedResource, namespace: string): boolean {
  const selectors = propertyOf(profile, 'selectors');
  if (!Array.isArray(selectors)) return true;
  return knownList(selectors).some((selector) => {
    const pattern = knownText(knownField(selector, 'namespace'));
    return pattern === undefined || globMatches(glob(pattern), namespace);
  });
}

/** What the first has to say, or else the second. */
function either(first: Reader, second: Reader): Reader {
  return (resource, around) => first(resource, around) ?? second(resource, around);
}

function opensImages(property: string, what: string): Reader {
  return (resource, { account }) =>
    account !== undefined && allowsOnly(account, knownText(propertyOf(resource, property)) ?? '')
      ? undefined
      : `${what}, and for whom is not judged`;
}

/** @param property what makes it do so; by default being there is enough */
function tellsNames(where: string, property?: string): Reader {
  return (resource, around) =>
    (property === undefined || !isNothing(propertyOf(resource, property))) && isOfTraining(resource, around)
      ? `writes the names of objects to ${where}, and who reads them there is not judged`
      : undefined;
}

/** @param property where the data lies: an ARN or a URL of S3, of a bucket or of all */
function handsOut(property: string): Reader {
  return (resource, { buckets }) => {
    const where = knownText(propertyOf(resource, property));
    const bucket = where === undefined ? '' : (/^(?:s3:\/\/|arn:[^:]*:s3:::)([^/*]*)/.exec(where)?.[1] ?? '');
    return bucket === '' || buckets.some(({ name }) => name === bucket)
      ? 'hands out objects of training by grants of its own, and to whom is not judged'
      : undefined;
  };
}

function replicates(property: string): Reader {
  return (resource, around) => {
    return isNothing(propertyOf(resource, property)) || !isOfTraining(resource, around)
      ? undefined
      : 'copies objects to another bucket, and who reads them there is not judged';
  };
}

function isOfTraining(resource: PlannedResource, { links, buckets }: Around): boolean {
  const known = knownText(propertyOf(resource, 'bucket'));
  return buckets.some(
    ({ name, resource: made }) =>
      known === name || (made !== undefined && links.targets(resource, 'bucket', made.type).includes(made)),
  );
}
