import fc from 'fast-check';
import { findProject } from '../../../lib/model';
import { endpointPolicy, projectPolicy, trainingKeyPolicy, type PolicyDocument } from '../../../lib/model/iam';
import { decide, decideUnfiltered } from './simulator';
import {
  ACCOUNT,
  asks,
  CHECKPOINTS,
  DATA,
  foreignRequests,
  onAws,
  ownRequests,
  podOf,
  policyOf,
  twoProjectNames,
} from './world';

const place = { partition: 'aws', region: 'eu-west-1', account: ACCOUNT } as const;

describe('the policy of a project', () => {
  it('is whole before anything exists', () => {
    expect(policyOf(onAws(['alpha']), 'alpha')).toMatchSnapshot();
  });

  it('names a key by its ARN where the description does', () => {
    const key = (id: string): string => `arn:aws:kms:eu-west-1:${ACCOUNT}:key/${id}`;
    const platform = onAws(['alpha'], { storageKeys: { datasets: key('1111'), checkpoints: key('6666') } });
    const kms = policyOf(platform, 'alpha').Statement.filter(({ Sid }) => /crypt/.test(Sid));
    expect(kms.map(({ Resource }) => Resource)).toEqual([key('1111'), key('6666')]);
    expect(JSON.stringify(kms)).not.toContain('ResourceAliases');
  });

  it('lets every project read, list, write, resume and give up its own, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(twoProjectNames, async ([a, b]) => {
        const platform = onAws([a, b]);
        const { prefix } = findProject(platform, a);
        for (const request of ownRequests(prefix)) {
          const result = await asks(platform, podOf(platform, a), request, { identity: [policyOf(platform, a)] });
          expect({ a, b, request, result }).toEqual({ a, b, request, result: 'Allowed' });
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each([false, true])('lets training delete its own checkpoints only by option: %j', async (allowDelete) => {
    const platform = onAws(['alpha', 'beta'], {}, { allowDelete });
    const expected = allowDelete ? 'Allowed' : 'ImplicitlyDenied';
    const layers = { identity: [policyOf(platform, 'alpha')] };
    const ask = (action: string, bucket: string, key: string) =>
      asks(platform, podOf(platform, 'alpha'), { action, bucket, key }, layers);
    expect(await ask('s3:DeleteObject', CHECKPOINTS, 'ml-alpha/step-1.pt')).toBe(expected);
    expect(await ask('s3:DeleteObject', CHECKPOINTS, 'ml-beta/step-1.pt')).not.toBe('Allowed');
    expect(await ask('s3:DeleteObject', DATA, 'ml-alpha/shard-1')).toBe('ImplicitlyDenied');
    expect(await ask('s3:DeleteObjectVersion', CHECKPOINTS, 'ml-alpha/step-1.pt')).toBe('ImplicitlyDenied');
    // Each of the two layers holds a delete back that only the other lets through.
    const closed = endpointPolicy(platform.aws, 's3', [DATA, CHECKPOINTS]);
    const request = { action: 's3:DeleteObject', bucket: CHECKPOINTS, key: 'ml-alpha/step-1.pt' };
    expect(await asks(platform, podOf(platform, 'alpha'), request, { ...layers, endpoint: closed })).toBe(
      'ImplicitlyDenied',
    );
  });

  it('lets no project at anything of another, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(twoProjectNames, async ([a, b]) => {
        const platform = onAws([a, b]);
        for (const [mine, other] of [
          [a, b],
          [b, a],
        ] as const) {
          const { prefix } = findProject(platform, other);
          for (const request of foreignRequests(prefix)) {
            // The role's policy alone must hold, without the fence of the bucket and the policy of the endpoint.
            const layers = { identity: [policyOf(platform, mine)], fence: undefined, endpoint: undefined };
            const result = await asks(platform, podOf(platform, mine), request, layers);
            expect({ mine, other, request, result }).toEqual({ mine, other, request, result: 'ImplicitlyDenied' });
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('lets nobody write datasets', async () => {
    const platform = onAws(['alpha']);
    const request = { action: 's3:PutObject', bucket: DATA, key: 'ml-alpha/shard' };
    const identity = [policyOf(platform, 'alpha')];
    expect(await asks(platform, podOf(platform, 'alpha'), request, { identity })).toBe('ImplicitlyDenied');
  });

  it('keeps a bucket of the same name in another account out', async () => {
    const platform = onAws(['alpha']);
    const { principal, context } = podOf(platform, 'alpha');
    const result = await decide({
      principal,
      action: 's3:GetObject',
      resource: `arn:aws:s3:::${DATA}/ml-alpha/x`,
      context: { ...context, 'aws:ResourceAccount': '999999999999' },
      identity: [policyOf(platform, 'alpha')],
    });
    expect(result).toBe('ImplicitlyDenied');
  });
});

describe('keys', () => {
  const context = {
    'kms:ViaService': 's3.eu-west-1.amazonaws.com',
    'kms:CallerAccount': ACCOUNT,
    'kms:ResourceAliases': ['alias/train-1/ml-datasets'],
    'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${DATA}/ml-alpha/shard`,
  };
  const decrypts = (changed: Record<string, string | string[]>, identity = [policyOf(onAws(['alpha']), 'alpha')]) =>
    decideUnfiltered({
      principal: `arn:aws:iam::${ACCOUNT}:role/training/train-1/ml-alpha`,
      action: 'kms:Decrypt',
      resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1111`,
      context: { ...context, ...changed },
      identity,
      resourcePolicy: trainingKeyPolicy(onAws(['alpha']), 'datasets'),
    });

  it('decrypts own objects through S3', () => {
    expect(decrypts({})).toBe('Allowed');
  });

  it.each([
    ['objects of another project', { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${DATA}/ml-alpha-2/shard` }],
    ['by a call of its own', { 'kms:ViaService': 'ec2.eu-west-1.amazonaws.com' }],
    ['with any other key of the account', { 'kms:ResourceAliases': ['alias/production'] }],
  ])('decrypts nothing else: not %s', (_, changed) => {
    expect(decrypts(changed)).toBe('ImplicitlyDenied');
  });

  it('makes no data key for datasets', () => {
    const { principal } = podOf(onAws(['alpha']), 'alpha');
    const result = decideUnfiltered({
      principal,
      action: 'kms:GenerateDataKey',
      resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1111`,
      context,
      identity: [policyOf(onAws(['alpha']), 'alpha')],
      resourcePolicy: trainingKeyPolicy(onAws(['alpha']), 'datasets'),
    });
    expect(result).toBe('ImplicitlyDenied');
  });

  it('takes the context of the bucket where Bucket Keys are accepted, and then tells no projects apart', () => {
    const weakened = onAws(['alpha', 'beta'], {
      storageKeys: { bucketKeys: { reason: 'KMS requests cost too much' } },
    });
    const bucket = { 'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${DATA}` };
    expect(decrypts(bucket)).toBe('ImplicitlyDenied');
    expect(decrypts(bucket, [policyOf(weakened, 'alpha')])).toBe('Allowed');
    expect(weakened.acceptedRisks.map(({ id }) => id)).toEqual(['bucket-keys']);
  });
});

describe('one role for all projects', () => {
  const shared = projectPolicy({
    place,
    prefix: '${aws:PrincipalTag/kubernetes-namespace}/',
    datasets: { bucket: DATA, key: { alias: 'alias/a' }, bucketKeys: false },
    checkpoints: { bucket: CHECKPOINTS, key: { alias: 'alias/b' }, bucketKeys: false },
  }) as PolicyDocument;

  it('reaches the prefix of the namespace that EKS put into the session, and no other', async () => {
    const platform = onAws(['alpha', 'alpha-2']);
    const pod = podOf(platform, 'alpha');
    for (const request of ownRequests('ml-alpha/'))
      expect(await asks(platform, pod, request, { identity: [shared] })).toBe('Allowed');
    for (const request of foreignRequests('ml-alpha-2/')) {
      const layers = { identity: [shared], fence: undefined, endpoint: undefined };
      expect(await asks(platform, pod, request, layers)).toBe('ImplicitlyDenied');
    }
  });

  it.each([['*'], [''], ['ml-?lpha']])('takes a tag value of %j as text', async (namespace) => {
    const platform = onAws(['alpha']);
    const { principal, context } = podOf(platform, 'alpha');
    const caller = { principal, context: { ...context, 'aws:PrincipalTag/kubernetes-namespace': namespace } };
    const layers = { identity: [shared], fence: undefined, endpoint: undefined };
    for (const request of ownRequests('ml-alpha/'))
      expect(await asks(platform, caller, request, layers)).toBe('ImplicitlyDenied');
  });
});

/** The policy of the guide, as it is printed there, with each of its faults. */
describe('the faults of the guide', () => {
  const guide = (statements: object[], version?: string): PolicyDocument =>
    ({ ...(version === undefined ? {} : { Version: version }), Statement: statements }) as unknown as PolicyDocument;
  const pod = podOf(onAws(['alpha']), 'alpha');
  const alone = { fence: undefined, endpoint: undefined };
  const platform = onAws(['alpha']);

  it('E1-01: a prefix condition beside GetObject reads nothing; list and read are two statements', async () => {
    const faulty = guide(
      [
        {
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:ListBucket'],
          Resource: [`arn:aws:s3:::${DATA}`, `arn:aws:s3:::${DATA}/ml-alpha/*`],
          Condition: { StringLike: { 's3:prefix': ['ml-alpha/*'] } },
        },
      ],
      '2012-10-17',
    );
    const read = { action: 's3:GetObject', bucket: DATA, key: 'ml-alpha/x' };
    expect(await asks(platform, pod, read, { ...alone, identity: [faulty] })).toBe('ImplicitlyDenied');
    expect(await asks(platform, pod, read, { ...alone, identity: [policyOf(platform, 'alpha')] })).toBe('Allowed');
    const mixed = policyOf(platform, 'alpha').Statement.filter(
      ({ Action, Condition }) =>
        JSON.stringify(Condition).includes('s3:prefix') && JSON.stringify(Action) !== '"s3:ListBucket"',
    );
    expect(mixed).toEqual([]);
  });

  it('E1-02: with PutObject alone no job resumes', async () => {
    const faulty = guide(
      [{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: `arn:aws:s3:::${CHECKPOINTS}/ml-alpha/*` }],
      '2012-10-17',
    );
    const resumes = ownRequests('ml-alpha/').filter(
      ({ bucket, action }) => bucket === CHECKPOINTS && action !== 's3:PutObject',
    );
    expect(resumes).toHaveLength(4);
    for (const request of resumes) {
      expect(await asks(platform, pod, request, { ...alone, identity: [faulty] })).toBe('ImplicitlyDenied');
      expect(await asks(platform, pod, request, { ...alone, identity: [policyOf(platform, 'alpha')] })).toBe('Allowed');
    }
  });

  it('E1-03: every document states the version of its language', () => {
    expect(policyOf(platform, 'alpha').Version).toBe('2012-10-17');
  });
});
