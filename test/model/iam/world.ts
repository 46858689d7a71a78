import type { EvaluationResult } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import { definePlatform, findProject, type AwsProps, type Platform } from '../../../lib/model';
import {
  endpointPolicy,
  isOnAws,
  projectRolePolicy,
  SESSION_TAGS,
  trainingBucketFence,
  type AwsPlatform,
  type PolicyDocument,
} from '../../../lib/model/iam';
import type { S3Source } from '../../../lib/model/storage/claim-source';
import { nameFaults, PROJECT_NAME } from '../../../lib/model/names';
import { deletableBuckets, trainingBuckets } from '../../../lib/model/storage/training-buckets';
import { decide } from './simulator';

export const ACCOUNT = '111122223333';
export const ADMIN = `arn:aws:iam::${ACCOUNT}:role/platform-admin`;
export const DATA = 'data-bucket';
export const CHECKPOINTS = 'checkpoints';
export const CLUSTER = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/train-1`;

/** A platform on AWS with these projects, two buckets and one administrator. */
export function onAws(
  projects: readonly (string | { readonly name: string; readonly prefix?: string })[],
  aws: Partial<AwsProps> = {},
  checkpoints: Partial<S3Source> = {},
): AwsPlatform {
  const platform: Platform = definePlatform({
    name: 'ml',
    aws: {
      account: ACCOUNT,
      region: 'eu-west-1',
      clusterName: 'train-1',
      zones: ['eu-west-1a'],
      vpcCidr: '10.0.0.0/16',
      access: { administrators: [ADMIN] },
      ...aws,
    },
    pools: [{ name: 'a10g', instanceType: 'g5.xlarge', maxNodes: 400 }],
    storage: { datasets: DATA, checkpoints: { kind: 's3', bucket: CHECKPOINTS, ...checkpoints } },
    projects: projects.map((project) => ({ gpus: 1, ...(typeof project === 'string' ? { name: project } : project) })),
  });
  if (!isOnAws(platform)) throw new Error('a platform without AWS');
  return platform;
}

export function policyOf(platform: AwsPlatform, project: string): PolicyDocument {
  const policy = projectRolePolicy(platform, findProject(platform, project));
  if (policy === undefined) throw new Error(`${project} has no bucket`);
  return policy;
}

export function fenceOf(platform: AwsPlatform, bucket: string): PolicyDocument {
  const found = trainingBuckets(platform.projects).find(({ name }) => name === bucket);
  if (found === undefined) throw new Error(`no bucket ${bucket}`);
  return trainingBucketFence(platform, found);
}

/** A session of training pods and where it asks from. */
export interface Caller {
  readonly principal: string;
  readonly context: Readonly<Record<string, string>>;
}

/** What EKS and the VPC endpoint say about a pod of the project. */
export function podOf(platform: AwsPlatform, project: string): Caller {
  const { role, namespace } = findProject(platform, project);
  return {
    principal: role.arn ?? '',
    context: {
      'aws:PrincipalArn': role.arn ?? '',
      [`aws:PrincipalTag/${SESSION_TAGS.cluster}`]: platform.aws.cluster.arn,
      [`aws:PrincipalTag/${SESSION_TAGS.namespace}`]: namespace,
      'aws:PrincipalAccount': ACCOUNT,
      'aws:ResourceAccount': ACCOUNT,
      'aws:SecureTransport': 'true',
      's3:TlsVersion': '1.3',
      'aws:VpceAccount': ACCOUNT,
      'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718',
      'aws:PrincipalIsAWSService': 'false',
      'aws:ViaAWSService': 'false',
    },
  };
}

/** An action of S3 on an object (`key`) or on the names below a prefix (`list`). */
export interface S3Request {
  readonly action: string;
  readonly bucket: string;
  readonly key?: string;
  /** `undefined` asks without a prefix. */
  readonly list?: string | undefined;
}

/** Policies that have a say, each of which a test can leave out or replace. */
export interface Layers {
  readonly identity?: readonly PolicyDocument[];
  readonly fence?: PolicyDocument | undefined;
  readonly endpoint?: PolicyDocument | undefined;
}

/** Whether role, bucket and endpoint together let a request through. */
export function asks(
  platform: AwsPlatform,
  caller: Caller,
  { action, bucket, key, list }: S3Request,
  layers: Layers = {},
): Promise<EvaluationResult> {
  const fence = 'fence' in layers ? layers.fence : fenceOf(platform, bucket);
  const endpoint =
    'endpoint' in layers
      ? layers.endpoint
      : endpointPolicy(platform.aws, 's3', [DATA, CHECKPOINTS], deletableBuckets(platform.projects));
  return decide({
    principal: caller.principal,
    action,
    resource: `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`,
    context: { ...caller.context, ...(list === undefined ? {} : { 's3:prefix': list }) },
    identity: layers.identity ?? [],
    ...(fence === undefined ? {} : { resourcePolicy: fence }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}

/** What training must be able to do below its prefix: read, list, write, resume, give up. */
export function ownRequests(prefix: string): readonly S3Request[] {
  return [
    { action: 's3:GetObject', bucket: DATA, key: `${prefix}shard-0001` },
    { action: 's3:ListBucket', bucket: DATA, list: prefix },
    { action: 's3:ListBucket', bucket: DATA, list: `${prefix}part/` },
    { action: 's3:PutObject', bucket: CHECKPOINTS, key: `${prefix}run/step-1000.pt` },
    { action: 's3:GetObject', bucket: CHECKPOINTS, key: `${prefix}run/step-1000.pt` },
    { action: 's3:ListBucket', bucket: CHECKPOINTS, list: `${prefix}run/` },
    { action: 's3:AbortMultipartUpload', bucket: CHECKPOINTS, key: `${prefix}run/step-1000.pt` },
    { action: 's3:ListMultipartUploadParts', bucket: CHECKPOINTS, key: `${prefix}run/step-1000.pt` },
  ];
}

/** What nobody of another project may do below a prefix. */
export function foreignRequests(prefix: string): readonly S3Request[] {
  const bare = prefix.replace(/\/$/, '');
  return [
    ...ownRequests(prefix),
    { action: 's3:PutObject', bucket: DATA, key: `${prefix}shard-0001` },
    { action: 's3:DeleteObject', bucket: CHECKPOINTS, key: `${prefix}run/step-1000.pt` },
    { action: 's3:GetObjectVersion', bucket: CHECKPOINTS, key: `${prefix}run/step-1000.pt` },
    { action: 's3:DeleteObjectVersion', bucket: CHECKPOINTS, key: `${prefix}run/step-1000.pt` },
    { action: 's3:ListBucketVersions', bucket: CHECKPOINTS, list: prefix },
    { action: 's3:ListBucket', bucket: DATA, list: bare },
    { action: 's3:ListBucket', bucket: DATA, list: '' },
    { action: 's3:ListBucket', bucket: DATA, list: undefined },
    { action: 's3:ListBucketMultipartUploads', bucket: CHECKPOINTS },
  ];
}

/** Names of projects that a description accepts. */
export const projectName = fc
  .stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,6}){0,3}$/)
  .filter((name) => nameFaults(name, '', PROJECT_NAME).length === 0);

/** Two different names, often one the beginning of the other: where a missing slash would leak. */
export const twoProjectNames = fc
  .oneof(
    fc.tuple(projectName, projectName),
    fc
      .tuple(projectName, fc.constantFrom('2', 'bet', '-2', '-data', '0'))
      .map(([name, tail]) => [name, `${name}${tail}`]),
  )
  .filter(([a, b]) => a !== b && nameFaults(b, '', PROJECT_NAME).length === 0) as fc.Arbitrary<[string, string]>;
