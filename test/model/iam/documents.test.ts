import {
  autoscalerPolicy,
  cniPolicy,
  documentText,
  endpointPolicy,
  irsaTrust,
  logBucketPolicy,
  logKeyPolicy,
  nodePolicy,
  podIdentityTrust,
  projectRolePolicy,
  secretsKeyPolicy,
  trailKeyPolicy,
  trainingBucketFence,
  trainingKeyPolicy,
  volumeKeyPolicy,
  type AwsPlatform,
  type PolicyDocument,
} from '../../../lib/model/iam';
import { partitionOf } from '../../../lib/model/aws/arn';
import { ENDPOINT_SERVICES, endpointServiceName } from '../../../lib/model/aws/endpoint-services';
import { trainingBuckets } from '../../../lib/model/storage/training-buckets';
import { ACCOUNT, DATA, onAws } from './world';

const REGIONS = ['eu-west-1', 'us-gov-west-1', 'cn-north-1'] as const;

/** Every document that a platform of this region needs. */
function everyDocument(region: (typeof REGIONS)[number]): Record<string, PolicyDocument> {
  const partition = partitionOf(region);
  const here = { partition, region, account: ACCOUNT };
  const platform: AwsPlatform = onAws(['alpha'], {
    region,
    zones: [`${region}a`],
    access: { administrators: [`arn:${partition}:iam::${ACCOUNT}:role/platform-admin`] },
  });
  const [project] = platform.projects;
  if (project === undefined) throw new Error('no project');
  const fences = trainingBuckets(platform.projects).map((bucket) => trainingBucketFence(platform, bucket));
  return {
    role: projectRolePolicy(platform, project) as PolicyDocument,
    dataFence: fences[0] as PolicyDocument,
    checkpointFence: fences[1] as PolicyDocument,
    key: trainingKeyPolicy(platform, 'datasets'),
    podIdentity: podIdentityTrust({
      clusterArn: platform.aws.cluster.arn,
      namespace: 'ml-alpha',
      serviceAccount: 'train',
    }),
    irsa: irsaTrust(here, `oidc.eks.${region}.amazonaws.com/id/E`, 'ml-alpha', 'train'),
    node: nodePolicy(here, 'train-1'),
    cni: cniPolicy(here, 'train-1'),
    autoscaler: autoscalerPolicy(here, 'train-1'),
    volumeKey: volumeKeyPolicy(here, []),
    secretsKey: secretsKeyPolicy(here, '/training-cluster/train-1'),
    logKey: logKeyPolicy(here, ['/aws/eks/train-1/cluster']),
    trailKey: trailKeyPolicy(here, 'ml-training', []),
    logBucket: logBucketPolicy(here, 'ml-access-log', 'ml-training'),
    ...Object.fromEntries(
      ENDPOINT_SERVICES.map((service) => [`endpoint ${service}`, endpointPolicy(here, service, [DATA])]),
    ),
  };
}

describe('every document', () => {
  it.each(REGIONS)('E1-04: names the partition of %s and no other', (region) => {
    for (const [name, policy] of Object.entries(everyDocument(region))) {
      const partitions = [...documentText(policy).matchAll(/arn:(aws[-a-z]*):/g)].map(([, partition]) => partition);
      expect({ name, partitions: [...new Set(partitions)].filter((found) => found !== partitionOf(region)) }).toEqual({
        name,
        partitions: [],
      });
    }
  });

  it.each(REGIONS)(
    'in %s states its language, names its statements once, and grants nothing by exclusion',
    (region) => {
      for (const [name, policy] of Object.entries(everyDocument(region))) {
        const sids = policy.Statement.map(({ Sid }) => Sid);
        expect({ name, version: policy.Version }).toEqual({ name, version: '2012-10-17' });
        expect({ name, sids: [...new Set(sids)] }).toEqual({ name, sids });
        for (const { Effect, NotResource, Sid } of policy.Statement)
          expect({ name, Sid, excludes: Effect === 'Allow' && NotResource !== undefined }).toEqual({
            name,
            Sid,
            excludes: false,
          });
      }
    },
  );

  it('has the names of China where they differ', () => {
    const documents = everyDocument('cn-north-1');
    expect(documentText(documents['role'] as PolicyDocument)).toContain('s3.cn-north-1.amazonaws.com.cn');
    expect(documentText(documents['irsa'] as PolicyDocument)).toContain('"sts.amazonaws.com"');
    expect(documentText(documents['logKey'] as PolicyDocument)).toContain('logs.cn-north-1.amazonaws.com.cn');
    expect(endpointServiceName('aws-cn', 'cn-north-1', 'ecr.api')).toBe('cn.com.amazonaws.cn-north-1.ecr.api');
    expect(endpointServiceName('aws-cn', 'cn-north-1', 's3')).toBe('com.amazonaws.cn-north-1.s3');
  });
});
