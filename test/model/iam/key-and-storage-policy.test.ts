import {
  fileSystemPolicy,
  logBucketPolicy,
  trainingKeyPolicy,
  volumeKeyPolicy,
  type PolicyDocument,
} from '../../../lib/model/iam';
import { decide, decideUnfiltered } from './simulator';
import { ACCOUNT, onAws } from './world';

const place = { partition: 'aws', region: 'eu-west-1', account: ACCOUNT } as const;

describe('keys and logs', () => {
  const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
  const allowAll: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'All', Effect: 'Allow', Action: 'kms:*', Resource: '*' }],
  };

  it('T5: a volume key opens disks for what launches nodes, and for nobody else who may use EC2', () => {
    const through = { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com', 'kms:CallerAccount': ACCOUNT };
    const decrypt = (principal: string, context: Record<string, string>): string =>
      decideUnfiltered({
        principal,
        action: 'kms:Decrypt',
        resource: key,
        context,
        identity: [allowAll],
        resourcePolicy: volumeKeyPolicy(place, []),
      });
    const launcher = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
    expect(decrypt(launcher, through)).toBe('Allowed');
    expect(decrypt(`arn:aws:iam::${ACCOUNT}:role/somebody`, through)).not.toBe('Allowed');
    expect(decrypt(launcher, { 'kms:CallerAccount': ACCOUNT })).not.toBe('Allowed');
  });

  it('a storage key opens nothing for a role outside training, through S3 or not', () => {
    const through = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com', 'kms:CallerAccount': ACCOUNT };
    const decrypt = (principal: string): string =>
      decideUnfiltered({
        principal,
        action: 'kms:Decrypt',
        resource: key,
        context: through,
        identity: [allowAll],
        resourcePolicy: trainingKeyPolicy(onAws(['alpha']), 'datasets'),
      });
    expect(decrypt(`arn:aws:iam::${ACCOUNT}:role/training/train-1/ml-alpha`)).toBe('Allowed');
    expect(decrypt(`arn:aws:iam::${ACCOUNT}:role/production`)).not.toBe('Allowed');
  });

  it('nobody deletes what the access log says', async () => {
    const result = await decide({
      principal: `arn:aws:iam::${ACCOUNT}:role/platform-admin`,
      action: 's3:DeleteObject',
      resource: `arn:aws:s3:::ml-access-log/AWSLogs/${ACCOUNT}/x`,
      context: { 'aws:PrincipalAccount': ACCOUNT, 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' },
      identity: [
        { Version: '2012-10-17', Statement: [{ Sid: 'All', Effect: 'Allow', Action: 's3:*', Resource: '*' }] },
      ],
      resourcePolicy: logBucketPolicy(place, 'ml-access-log', 'ml-training'),
    });
    expect(result).toBe('ExplicitlyDenied');
  });
});

describe('the policy of an EFS file system', () => {
  const fs = `arn:aws:elasticfilesystem:eu-west-1:${ACCOUNT}:file-system/fs-0123456789abcdef0`;
  const point = `arn:aws:elasticfilesystem:eu-west-1:${ACCOUNT}:access-point/fsap-0123456789abcdef0`;
  const node = `arn:aws:iam::${ACCOUNT}:role/training-nodes/train-1/ml--p4d--alpha`;
  const mounts = (principal: string, context: Record<string, string>, action = 'ClientMount'): string =>
    decideUnfiltered({
      principal,
      action: `elasticfilesystem:${action}`,
      resource: fs,
      context: { 'elasticfilesystem:AccessedViaMountTarget': 'true', ...context },
      resourcePolicy: fileSystemPolicy(fs, point, [node]),
    });
  const own = { 'aws:SecureTransport': 'true', 'elasticfilesystem:AccessPointArn': point };

  it("T15: the project's nodes mount it by the project's access point, over TLS, and nothing else does", () => {
    expect(mounts(node, own)).toBe('Allowed');
    expect(mounts(node, own, 'ClientWrite')).toBe('Allowed');
    expect(mounts(node, { ...own, 'aws:SecureTransport': 'false' })).toBe('ExplicitlyDenied');
    expect(mounts(node, { ...own, 'elasticfilesystem:AccessPointArn': `${point}9` })).toBe('ExplicitlyDenied');
    expect(mounts(node, { 'aws:SecureTransport': 'true' })).toBe('ExplicitlyDenied');
    expect(mounts(node.replace('alpha', 'beta'), own)).toBe('ImplicitlyDenied');
    expect(mounts(node, own, 'ClientRootAccess')).toBe('ImplicitlyDenied');
  });
});
