import { iamArn } from '../aws/arn';
import type { Aws } from '../aws/aws';
import type { Platform } from '../platform/platform';
import { TRAINING_PATH, type Project } from '../project/project';
import type { KeyUse } from '../storage/storage-keys';
import { mayDelete, projectBucket, type TrainingBucket } from '../storage/training-buckets';
import { bucketFence } from './bucket-fence';
import type { PolicyDocument } from './document';
import { irsaTrust } from './irsa-trust';
import { storageKeyPolicy } from './key-policy';
import type { EncryptedBucket } from './kms-statement';
import { podIdentityTrust } from './pod-identity-trust';
import { NAMESPACE_VARIABLE, projectPolicy } from './project-policy';

/** A platform on AWS: what every document of this file is derived from. */
export type AwsPlatform = Platform & { readonly aws: Aws };

export function isOnAws(platform: Platform): platform is AwsPlatform {
  return platform.aws !== undefined;
}

/** The policy of a project's role; undefined where none of its claims is in a bucket. */
export function projectRolePolicy({ aws }: AwsPlatform, project: Project): PolicyDocument | undefined {
  return projectPolicy({
    place: aws,
    prefix: project.prefix,
    ...encrypted(aws, 'datasets', projectBucket(project, 'datasets')),
    ...encrypted(aws, 'checkpoints', projectBucket(project, 'checkpoints'), mayDelete(project)),
  });
}

/** The policy of the one role of all projects, by use and bucket. */
export function sharedRolePolicies({ aws }: AwsPlatform, buckets: readonly TrainingBucket[]): PolicyDocument[] {
  return buckets.flatMap(({ name, use, projects }) => {
    const bucket = encrypted(aws, use, name, projects.every(mayDelete));
    const policy = projectPolicy({ place: aws, prefix: `${NAMESPACE_VARIABLE}/`, ...bucket });
    return policy === undefined ? [] : [policy];
  });
}

function encrypted(
  aws: Aws,
  use: KeyUse,
  bucket: string | undefined,
  allowDelete = false,
): { readonly [U in KeyUse]?: EncryptedBucket & { readonly allowDelete?: boolean } } {
  if (bucket === undefined) return {};
  const { storageKeys } = aws;
  const common = { bucket, key: storageKeys[use], bucketKeys: storageKeys.bucketKeys !== undefined };
  return use === 'checkpoints' ? { checkpoints: { ...common, allowDelete } } : { datasets: common };
}

/** The trust of a project's role, for the way its pods get credentials; the issuer is needed for IRSA only. */
export function projectTrust(platform: AwsPlatform, project: Project, issuer = ''): PolicyDocument {
  const { aws } = platform;
  if (aws.credentials.kind === 'irsa') return irsaTrust(aws, issuer, project.namespace, project.serviceAccount);
  return podIdentityTrust({
    clusterArn: aws.cluster.arn,
    namespace: project.namespace,
    serviceAccount: project.serviceAccount,
  });
}

/** ARN pattern of exactly the roles of this cluster's projects. */
function trainingRoles({ partition, account, cluster }: Aws): string {
  return iamArn({ partition, account }, `role${TRAINING_PATH}${cluster.name}/*`);
}

/** The fence of one bucket of the description. */
export function trainingBucketFence({ aws }: AwsPlatform, { name, use, projects }: TrainingBucket): PolicyDocument {
  const { administrators, dataLoaders, checkpointReaders } = aws.access;
  return bucketFence({
    place: aws,
    bucket: name,
    clusterArn: aws.cluster.arn,
    trainingRoles: [trainingRoles(aws)],
    exemptRoles: use === 'datasets' ? [...administrators, ...dataLoaders] : administrators,
    readerRoles: use === 'checkpoints' ? checkpointReaders.map(({ role }) => role) : [],
    endpointIds: aws.s3EndpointIds,
    ownFences: projects.flatMap(({ ownFence, role, prefix }) =>
      ownFence && role.arn !== undefined ? [{ role: role.arn, prefix }] : [],
    ),
    ...(use === 'checkpoints' && aws.createOnlyCheckpoints !== undefined
      ? { createOnly: aws.createOnlyCheckpoints }
      : {}),
  });
}

/** The policy of the key of datasets or checkpoints. */
export function trainingKeyPolicy({ aws }: AwsPlatform, use: KeyUse): PolicyDocument {
  const { administrators, dataLoaders, checkpointReaders } = aws.access;
  const others = use === 'datasets' ? dataLoaders : checkpointReaders.map(({ role }) => role);
  return storageKeyPolicy(aws, [trainingRoles(aws), ...administrators, ...others]);
}
