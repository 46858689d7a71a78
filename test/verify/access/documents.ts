/** Policies of a project as the product's documents write them, for tests that change one thing in them. */
export const BUCKET = 'arn:aws:s3:::data';

const DATA_ACTIONS = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:GetObject',
  's3:GetObjectVersion',
  's3:ListMultipartUploadParts',
  's3:PutObject',
];
const LIST_ACTIONS = ['s3:ListBucket', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'];
const ADMIN = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/platform-admin' } };

/** List, read, and write-and-resume as statements of their own. */
export function identity(prefix = 'ml-alpha/'): object {
  const own = { StringEquals: { 'aws:ResourceAccount': '111122223333' } };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'List',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: BUCKET,
        Condition: { StringLike: { 's3:prefix': `${prefix}*` }, ...own },
      },
      { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: `${BUCKET}/${prefix}*`, Condition: own },
      {
        Sid: 'WriteAndResume',
        Effect: 'Allow',
        Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
        Resource: `${BUCKET}/${prefix}*`,
        Condition: own,
      },
    ],
  };
}

/** The fence of a bucket by the session's namespace tag. */
export function fence(): object {
  const both = [BUCKET, `${BUCKET}/*`];
  const deny = (Sid: string, rest: object): object => ({ Sid, Effect: 'Deny', Principal: '*', ...rest });
  return {
    Version: '2012-10-17',
    Statement: [
      deny('TlsOnly', { Action: 's3:*', Resource: both, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      deny('Tls12', { Action: 's3:*', Resource: both, Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } }),
      deny('OnlyOurEndpoint', {
        Action: [...DATA_ACTIONS, ...LIST_ACTIONS],
        Resource: both,
        Condition: {
          StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] },
          ...ADMIN,
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
        },
      }),
      deny('OnlyTrainingRoles', {
        Action: [...DATA_ACTIONS, ...LIST_ACTIONS],
        Resource: both,
        Condition: {
          ArnNotLike: {
            'aws:PrincipalArn': [
              'arn:aws:iam::111122223333:role/training/*',
              'arn:aws:iam::111122223333:role/platform-admin',
            ],
          },
        },
      }),
      deny('TagRequired', {
        Action: [...DATA_ACTIONS, ...LIST_ACTIONS],
        Resource: both,
        Condition: { Null: { 'aws:PrincipalTag/kubernetes-namespace': 'true' }, ...ADMIN },
      }),
      deny('FenceObjects', {
        Action: DATA_ACTIONS,
        NotResource: `${BUCKET}/\${aws:PrincipalTag/kubernetes-namespace}/*`,
        Condition: ADMIN,
      }),
      deny('FenceLists', {
        Action: LIST_ACTIONS,
        Resource: BUCKET,
        Condition: { StringNotLike: { 's3:prefix': '${aws:PrincipalTag/kubernetes-namespace}/*' }, ...ADMIN },
      }),
    ],
  };
}

/** One association for one namespace and service account of one cluster. */
export function trust(conditions: object = {}): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
        Condition: {
          StringEquals: {
            'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-west-1:111122223333:cluster/train',
            'aws:RequestTag/kubernetes-namespace': 'ml-alpha',
            'aws:RequestTag/kubernetes-service-account': 'train',
            ...conditions,
          },
        },
      },
    ],
  };
}
