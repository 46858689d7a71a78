import { endpointPolicy, type PolicyDocument } from '../../../lib/model/iam';
import { ENDPOINT_SERVICES } from '../../../lib/model/aws/endpoint-services';
import { decide, decideUnfiltered } from './simulator';
import { ACCOUNT, asks, CHECKPOINTS, DATA, onAws, ownRequests, podOf } from './world';

const place = { partition: 'aws', region: 'eu-west-1', account: ACCOUNT } as const;

describe('the policies of the endpoints', () => {
  const platform = onAws(['alpha']);
  const everything: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'All', Effect: 'Allow', Action: '*', Resource: '*' }],
  };
  const stranger = {
    principal: 'arn:aws:iam::999999999999:role/stranger',
    context: { 'aws:PrincipalAccount': '999999999999' },
  };

  it('T3: there is one for every service, and none lets a stranger do anything', async () => {
    const attempts = {
      s3: ['s3:PutObject', 'arn:aws:s3:::strangers-bucket/stolen'],
      sts: ['sts:AssumeRole', 'arn:aws:iam::999999999999:role/drop'],
      autoscaling: ['autoscaling:DescribeAutoScalingGroups', '*'],
      ec2: ['ec2:CreateTags', 'arn:aws:ec2:eu-west-1:999999999999:instance/i-0123456789abcdef0'],
      'ecr.api': ['ecr:GetAuthorizationToken', '*'],
      'ecr.dkr': ['ecr:BatchGetImage', 'arn:aws:ecr:eu-west-1:999999999999:repository/x'],
      eks: ['eks:DescribeCluster', 'arn:aws:eks:eu-west-1:999999999999:cluster/x'],
      'eks-auth': ['eks-auth:AssumeRoleForPodIdentity', 'arn:aws:eks:eu-west-1:999999999999:cluster/x'],
      kms: ['kms:Encrypt', 'arn:aws:kms:eu-west-1:999999999999:key/1'],
      logs: ['logs:PutLogEvents', 'arn:aws:logs:eu-west-1:999999999999:log-group:x:log-stream:y'],
      elasticfilesystem: [
        'elasticfilesystem:TagResource',
        'arn:aws:elasticfilesystem:eu-west-1:999999999999:file-system/fs-0123456789abcdef0',
      ],
      fsx: ['fsx:TagResource', 'arn:aws:fsx:eu-west-1:999999999999:file-system/fs-0123456789abcdef0'],
    } as const satisfies Record<(typeof ENDPOINT_SERVICES)[number], readonly [string, string]>;
    for (const service of ENDPOINT_SERVICES) {
      const [action, resource] = attempts[service];
      const request = {
        ...stranger,
        action,
        resource,
        context: { ...stranger.context, 'aws:ResourceAccount': '999999999999' },
        identity: [everything],
        // Keys and roles let nobody at them but by their own policies.
        ...(service === 'kms' || service === 'sts' ? { resourcePolicy: openTo(stranger.principal, service) } : {}),
      };
      const closed = decideUnfiltered({ ...request, endpoint: endpointPolicy(place, service, [DATA]) });
      expect({ service, closed, open: decideUnfiltered(request) }).toEqual({
        service,
        closed: 'ImplicitlyDenied',
        open: 'Allowed',
      });
    }
  });

  it('T3: lets our own keys put nothing into a bucket of a stranger', async () => {
    const { principal, context } = podOf(platform, 'alpha');
    const request = {
      principal,
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::strangers-bucket/stolen',
      context: { ...context, 'aws:ResourceAccount': '999999999999' },
      identity: [everything],
    };
    expect(await decide(request)).toBe('Allowed');
    expect(await decide({ ...request, endpoint: endpointPolicy(place, 's3', [DATA]) })).toBe('ImplicitlyDenied');
  });

  it('lets training at its buckets and nodes at the layers of their images', async () => {
    const pod = podOf(platform, 'alpha');
    for (const request of ownRequests('ml-alpha/'))
      expect(await asks(platform, pod, request, { identity: [everything] })).toBe('Allowed');
    const result = await decide({
      principal: `arn:aws:iam::${ACCOUNT}:role/training-nodes/train-1/ml--p4d--alpha`,
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/x',
      context: { 'aws:PrincipalAccount': ACCOUNT, 'aws:ResourceAccount': '999999999999' },
      identity: [everything],
      endpoint: endpointPolicy(place, 's3', [DATA]),
    });
    expect(result).toBe('Allowed');
  });

  it('carries no push of an image, whoever asks', () => {
    for (const service of ['ecr.api', 'ecr.dkr'] as const) {
      const result = decideUnfiltered({
        principal: `arn:aws:iam::${ACCOUNT}:role/builder`,
        action: 'ecr:PutImage',
        resource: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/x`,
        context: { 'aws:PrincipalAccount': ACCOUNT, 'aws:ResourceAccount': ACCOUNT },
        identity: [everything],
        endpoint: endpointPolicy(place, service, []),
      });
      expect(result).toBe('ImplicitlyDenied');
    }
  });

  it('looks like this for S3', () => {
    expect(endpointPolicy(place, 's3', [DATA, CHECKPOINTS])).toMatchSnapshot();
  });
});

function openTo(principal: string, service: 'kms' | 'sts'): PolicyDocument {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Open',
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: `${service}:*`,
        ...(service === 'kms' ? { Resource: '*' } : {}),
      },
    ],
  };
}
