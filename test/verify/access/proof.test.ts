import { decide } from '../../../lib/verify/access/decision';
import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import type { Role } from '../../../lib/verify/access/facts/role';
import type { Missing } from '../../../lib/verify/access/missing';
import { escalations } from '../../../lib/verify/access/proof/escalation';
import { prove, type Proof } from '../../../lib/verify/access/proof/proof';
import { insidePrefix, outsidePrefix, wholeBucket } from '../../../lib/verify/access/proof/s3-targets';
import { roleContext } from '../../../lib/verify/access/role-context';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { planned, type Asked } from './decided';
import { BUCKET, fence, identity } from './documents';
import { ACCOUNT, ROLE_ARN } from './simulator';

const allow = (Action: string | string[], Resource: string | string[], Condition: object = {}): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, Condition }],
});

function alpha(
  policies: readonly object[],
  bucket?: object,
  tags: Readonly<Record<string, string>> = { 'kubernetes-namespace': 'ml-alpha' },
): Asked {
  const { facts, role } = planned({ identity: policies, bucket });
  return { facts, role: { ...role, tags: new Map(Object.entries(tags)) } };
}

function proof({ facts, role }: Asked, targets: 'beta' | 'others' | 'all' = 'others'): Proof {
  const bucket = { name: 'data', partition: 'aws', policy: facts.buckets.get('data') };
  return prove(
    facts,
    role,
    targets === 'beta'
      ? insidePrefix(bucket, 'ml-beta/')
      : targets === 'others'
        ? outsidePrefix(bucket, 'ml-alpha/')
        : wholeBucket(bucket),
  );
}

/** The same with something that is not known. */
function alphaWith(missing: Missing): Asked {
  const { facts, role } = alpha([identity()]);
  return { facts, role: { ...role, missing: [missing] } };
}

const witness = (found: Proof): string =>
  'witness' in found && found.witness !== undefined
    ? `${found.witness.action} ${found.witness.resource}`
    : found.verdict;

describe('a project’s role', () => {
  test('is proved to reach nothing outside its prefix, by its own policy and by the bucket’s fence alike', () => {
    expect(proof(alpha([identity()])).verdict).toBe('proved');
    expect(proof(alpha([identity()]), 'beta').verdict).toBe('proved');
    expect(proof(alpha([allow('s3:GetObject', '*')], fence())).verdict).toBe('leak');
    expect(
      proof(alpha([allow(['s3:GetObject', 's3:PutObject', 's3:ListBucket'], [BUCKET, `${BUCKET}/*`])], fence()))
        .verdict,
    ).toBe('proved');
  });

  test('is proved to reach nothing outside its prefix, whatever a boundary says that is not known', () => {
    expect(proof(alphaWith({ kind: 'boundary', role: 'alpha' })).verdict).toBe('proved');
    const attached = { kind: 'attached-policy', policy: 'arn:m', holder: 'role alpha' } as const;
    expect(proof(alphaWith(attached)).verdict).toBe('unknown');
  });

  test('reaches its own prefix: a policy that shuts everything is no isolation', () => {
    const { facts, role } = alpha([identity()], fence());
    const may = (action: string, resource: string, extra: [string, string][] = []): string =>
      decide(facts, role, {
        action,
        resource,
        context: roleContext(role, []).with([['aws:SourceVpce', 'vpce-1'], ...extra]),
      }).outcome;
    expect([
      may('s3:GetObject', `${BUCKET}/ml-alpha/x`),
      may('s3:PutObject', `${BUCKET}/ml-alpha/x`),
      may('s3:ListBucket', BUCKET, [['s3:prefix', 'ml-alpha/']]),
      may('s3:AbortMultipartUpload', `${BUCKET}/ml-alpha/x`),
    ]).toEqual(['allowed', 'allowed', 'allowed', 'allowed']);
    expect([
      may('s3:GetObject', `${BUCKET}/ml-beta/x`),
      may('s3:ListBucket', BUCKET, [['s3:prefix', 'ml-beta/']]),
      may('s3:ListBucket', BUCKET),
      may('s3:DeleteObject', `${BUCKET}/ml-alpha/x`),
    ]).toEqual(['explicitDeny', 'explicitDeny', 'explicitDeny', 'implicitDeny']);
  });
});

describe('what leaks, with a request that shows it', () => {
  test.each([
    ['a wildcard in the prefix', allow('s3:GetObject', `${BUCKET}/ml-*`), 's3:GetObject arn:aws:s3:::data/ml-'],
    ['a missing slash', allow('s3:GetObject', `${BUCKET}/ml-alpha*`), 's3:GetObject arn:aws:s3:::data/ml-alpha'],
    [
      'a wildcard in the middle',
      allow('s3:GetObject', `${BUCKET}/*/ml-alpha/*`),
      's3:GetObject arn:aws:s3:::data//ml-alpha/',
    ],
    [
      'a wildcard for one character',
      allow('s3:PutObject', `${BUCKET}/ml-bet?/x`),
      's3:PutObject arn:aws:s3:::data/ml-bety/x',
    ],
    [
      'a wildcard in the bucket',
      allow('s3:GetObject', 'arn:aws:s3:::d*/ml-beta/*'),
      's3:GetObject arn:aws:s3:::data/ml-beta/',
    ],
    [
      'everything but',
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', NotAction: 's3:PutObject', NotResource: `${BUCKET}/ml-alpha/*` }],
      },
      's3:GetObject arn:aws:s3:::data/',
    ],
    ['an action by wildcard', allow('s3:*tObject', `${BUCKET}/ml-beta/*`), 's3:GetObject arn:aws:s3:::data/ml-beta/'],
    [
      'an action in other letters',
      allow('S3:getobject', `${BUCKET}/ml-beta/*`),
      's3:GetObject arn:aws:s3:::data/ml-beta/',
    ],
    ['a listing without a condition', allow('s3:ListBucket', BUCKET), 's3:ListBucket arn:aws:s3:::data'],
    [
      'a listing by the bare name',
      allow('s3:ListBucket', BUCKET, { StringLike: { 's3:prefix': 'ml-alpha*' } }),
      's3:ListBucket arn:aws:s3:::data',
    ],
    [
      'a listing limited by another key',
      allow('s3:ListBucket', BUCKET, { StringEquals: { 's3:delimiter': '/' } }),
      's3:ListBucket arn:aws:s3:::data',
    ],
    [
      'a listing if the key exists',
      allow('s3:ListBucket', BUCKET, { StringLikeIfExists: { 's3:prefix': 'ml-alpha/*' } }),
      's3:ListBucket arn:aws:s3:::data',
    ],
    [
      'a listing for all values',
      allow('s3:ListBucket', BUCKET, { 'ForAllValues:StringLike': { 's3:prefix': 'ml-alpha/*' } }),
      's3:ListBucket arn:aws:s3:::data',
    ],
    [
      'a listing by a negation',
      allow('s3:ListBucket', BUCKET, { StringNotLike: { 's3:prefix': 'ml-beta/*' } }),
      's3:ListBucket arn:aws:s3:::data',
    ],
    ['a listing of versions', allow('s3:ListBucketVersions', BUCKET), 's3:ListBucketVersions arn:aws:s3:::data'],
    [
      'a listing of uploads, which has no prefix',
      allow('s3:ListBucketMultipartUploads', BUCKET),
      's3:ListBucketMultipartUploads arn:aws:s3:::data',
    ],
    [
      'an access point',
      allow('s3:GetObject', 'arn:aws:s3:*:*:accesspoint/*'),
      // An object of such a key, which the star before the colon reaches as well.
      's3:GetObject arn:aws:s3:::data/:accesspoint/',
    ],
    [
      'an access point of all regions, whose ARN has none',
      allow('s3:GetObject', 'arn:aws:s3::111122223333:accesspoint/shop.mrap/object/*'),
      's3:GetObject arn:aws:s3::111122223333:accesspoint/shop.mrap/object/',
    ],
    [
      'a default of a variable',
      allow('s3:GetObject', `${BUCKET}/\${aws:PrincipalTag/none, 'ml-beta'}/*`),
      's3:GetObject arn:aws:s3:::data/ml-beta/',
    ],
    [
      'a condition that the sender can meet',
      allow('s3:GetObject', `${BUCKET}/*`, { StringEquals: { 'aws:UserAgent': 'x' } }),
      's3:GetObject arn:aws:s3:::data/',
    ],
  ])('%s', (_, policy, request) => {
    const found = proof(alpha([policy]));
    expect([found.verdict, witness(found)]).toEqual(['leak', request]);
  });

  test('a parent’s prefix over a child’s', () => {
    const { facts, role } = alpha([allow('s3:GetObject', `${BUCKET}/team/*`)]);
    expect(
      prove(facts, role, insidePrefix({ name: 'data', partition: 'aws', policy: undefined }, 'team/beta/')).verdict,
    ).toBe('leak');
  });

  test('a bucket’s policy that lets everybody in, whatever the role’s own says', () => {
    const open = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${BUCKET}/*` }],
    };
    expect(witness(proof(alpha([identity()], open)))).toBe('s3:GetObject arn:aws:s3:::data/');
  });

  test('a fence whose condition the sender can avoid', () => {
    const gap = (change: (statements: { Sid: string }[]) => object[]): Proof =>
      proof(
        alpha([allow('s3:GetObject', `${BUCKET}/*`)], {
          Version: '2012-10-17',
          Statement: change((fence() as { Statement: { Sid: string }[] }).Statement),
        }),
      );
    expect(gap((all) => all).verdict).toBe('proved');
    expect(gap((all) => all.filter(({ Sid }) => Sid !== 'FenceObjects')).verdict).toBe('leak');
    expect(
      gap((all) =>
        all.map((item) =>
          item.Sid === 'FenceObjects' ? { ...item, Condition: { StringEquals: { 'aws:UserAgent': 'browser' } } } : item,
        ),
      ).verdict,
    ).toBe('leak');
    expect(
      gap((all) => all.map((item) => (item.Sid === 'FenceObjects' ? { ...item, Action: ['s3:PutObject'] } : item)))
        .verdict,
    ).toBe('leak');
  });

  test('one of two policies of one name, whichever comes first and whatever actions they speak of', () => {
    const own = (): object => allow('s3:GetObject', `${BUCKET}/ml-alpha/*`);
    const leaks = (): object => allow('s3:PutObject', `${BUCKET}/*`);
    const named = (...documents: object[]): Proof => {
      const inline = documents.map((PolicyDocument, index) => ({
        name: `${index}.json`,
        text: JSON.stringify({ RoleName: 'ml-alpha', PolicyName: 'data', PolicyDocument }),
      }));
      const facts = accessFacts(inputsOf(inline));
      return proof({ facts, role: facts.roles[0] as Role });
    };
    expect([witness(named(own(), leaks())), witness(named(leaks(), own()))]).toEqual([
      's3:PutObject arn:aws:s3:::data/',
      's3:PutObject arn:aws:s3:::data/',
    ]);
    expect(named(own(), own()).verdict).toBe('proved');
  });

  test.each([
    ['a session has a time at which it began, and says whether by a device', 'AssumedRole', 'proved'],
    ['long-term keys of a user have neither', 'User', 'leak'],
  ])('%s', (_, kind, verdict) => {
    for (const key of ['aws:TokenIssueTime', 'aws:MultiFactorAuthPresent']) {
      const { facts, role } = alpha([allow('s3:GetObject', `${BUCKET}/*`, { Null: { [key]: 'true' } })]);
      expect([key, proof({ facts, role: { ...role, isUser: kind === 'User' } }).verdict]).toEqual([key, verdict]);
    }
  });

  test('a tag that another role has as well: the fence is only as good as the tag', () => {
    const { facts, role } = alpha([allow('s3:GetObject', `${BUCKET}/*`)], fence(), {
      'kubernetes-namespace': 'ml-beta',
    });
    expect(
      prove(
        facts,
        role,
        insidePrefix({ name: 'data', partition: 'aws', policy: facts.buckets.get('data') }, 'ml-beta/'),
      ).verdict,
    ).toBe('leak');
  });
});

describe('what does not leak although it looks so', () => {
  test.each([
    [
      'a variable without a policy version is text',
      {
        Statement: [
          {
            Effect: 'Allow',
            Action: 's3:GetObject',
            Resource: `${BUCKET}/\${aws:PrincipalTag/kubernetes-namespace}/*`,
          },
        ],
      },
      'beta',
    ],
    [
      'a tag with a star is no wildcard',
      allow('s3:GetObject', `${BUCKET}/\${aws:PrincipalTag/kubernetes-namespace}/*`),
      'beta',
    ],
    ['an absent tag matches nothing', allow('s3:GetObject', `${BUCKET}/\${aws:PrincipalTag/none}/*`), 'beta'],
    [
      'a list condition on reads never holds',
      allow(['s3:GetObject'], `${BUCKET}/*`, { StringLike: { 's3:prefix': '*' } }),
      'others',
    ],
    [
      'StringEquals takes a star for a star',
      allow('s3:ListBucket', BUCKET, { StringEquals: { 's3:prefix': 'ml-alpha/*' } }),
      'others',
    ],
    ['another bucket', allow('s3:*', ['arn:aws:s3:::other', 'arn:aws:s3:::other/*']), 'all'],
  ])('%s', (_, policy, targets) => {
    const tags = { 'kubernetes-namespace': '*' };
    expect(proof(alpha([policy], undefined, tags), targets as 'beta').verdict).toBe('proved');
  });
});

test('a request always says whether it comes over TLS: no witness leaves that out', () => {
  const reads = (Condition: object): Proof => proof(alpha([allow('s3:GetObject', `${BUCKET}/*`, Condition)]));
  const witnesses = [{ Bool: { 'aws:SecureTransport': 'false' } }, { Null: { 'aws:SecureTransport': 'true' } }];
  expect(witnesses.map((condition) => reads(condition).verdict)).toEqual(['leak', 'proved']);
  const denied = proof(
    alpha([allow('s3:GetObject', `${BUCKET}/*`)], {
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: `${BUCKET}/*`,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    }),
  );
  expect('witness' in denied && denied.witness?.context.get('aws:securetransport')).toBe('true');
});

test('what every session and every transport says stands in each witness: no request leaves it out', () => {
  const reads = (Condition: object): Proof => proof(alpha([allow('s3:GetObject', `${BUCKET}/*`, Condition)]));
  const verdicts = [
    { Null: { 'aws:TokenIssueTime': 'true' } },
    { Null: { 's3:TlsVersion': 'true' }, Bool: { 'aws:SecureTransport': 'true' } },
    { NumericLessThan: { 's3:TlsVersion': '1.2' }, Bool: { 'aws:SecureTransport': 'false' } },
    { Null: { 'aws:TokenIssueTime': 'false' } },
  ].map((condition) => reads(condition).verdict);
  expect(verdicts).toEqual(['proved', 'proved', 'proved', 'leak']);
  const versioned = reads({ NumericLessThanIfExists: { 's3:TlsVersion': '1.3' } });
  expect('witness' in versioned && Object.fromEntries(versioned.witness?.context ?? [])).toEqual({
    'aws:securetransport': 'true',
    's3:tlsversion': expect.stringMatching(/^[\d.]+$/),
  });
});

describe('what is not known is said', () => {
  const unknownPolicy: Missing = {
    kind: 'attached-policy',
    policy: 'arn:aws:iam::aws:policy/X',
    holder: 'role ml-alpha',
  };

  test('a policy whose text is missing proves nothing, unless the bucket shuts what it could allow', () => {
    const unknown = (asked: Asked): Asked => ({
      ...asked,
      role: { ...asked.role, missing: [unknownPolicy] },
    });
    expect(proof(unknown(alpha([identity()])))).toMatchObject({
      verdict: 'unknown',
      missing: [unknownPolicy],
    });
    const bucket = unknown(alpha([identity()], fence()));
    const policy = bucket.facts.buckets.get('data');
    expect(
      prove(bucket.facts, bucket.role, insidePrefix({ name: 'data', partition: 'aws', policy }, 'ml-beta/').slice(0, 1))
        .verdict,
    ).toBe('unknown');
    const reads = {
      ...(insidePrefix({ name: 'data', partition: 'aws', policy }, 'ml-beta/')[0] as object),
      actions: ['s3:GetObject', 's3:PutObject'],
    };
    expect(prove(bucket.facts, bucket.role, [reads as never]).verdict).toBe('proved');
  });

  test('a variable whose value only the cluster knows', () => {
    const found = proof(alpha([allow('s3:GetObject', `${BUCKET}/\${aws:userid}/*`)]));
    expect(found).toMatchObject({
      verdict: 'unknown',
      missing: [{ kind: 'variables', statement: 'statement 0 of inline policy p0 of role ml-alpha' }],
    });
  });
});

describe('escalations', () => {
  const names = (policy: object): string[] => {
    const { facts, role } = alpha([policy]);
    return escalations(facts, role).map(({ action }) => action);
  };

  test('are none in a project’s role, and are found by wildcard, by negation and under conditions', () => {
    expect(names(identity())).toEqual([]);
    expect(names(allow('s3:Put*', `${BUCKET}/*`))).toContain('s3:PutBucketPolicy');
    expect(names(allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'eks.amazonaws.com' } }))).toEqual(
      ['iam:PassRole'],
    );
    expect(
      names({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            NotAction: ['iam:*', 'sts:*', 's3:*', 'kms:*', 'eks:*', 'ec2:*', 'ec2-instance-connect:*', 'ebs:*'],
            Resource: '*',
          },
        ],
      }),
    ).toEqual(expect.arrayContaining(['ssm:StartSession', 'ssm:SendCommand']));
  });

  test('are not what a deny takes away for sure', () => {
    const deny = { Effect: 'Deny', Action: 'sts:*', Resource: '*' };
    const both = (rest: object): string[] =>
      names({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' },
          { ...deny, ...rest },
        ],
      });
    expect(both({})).toEqual([]);
    expect(both({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })).toEqual(['sts:AssumeRole']);
  });
});

describe('a proof counts', () => {
  const deny = (Action: string, Condition: object): object => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action, Resource: '*', Condition }],
  });
  const TAGS = 's3:RequestObjectTagKeys';
  const puts = allow('s3:PutObject', `${BUCKET}/*`);
  const without = (key: string): object => deny('s3:PutObject', { 'ForAllValues:StringNotEquals': { [TAGS]: key } });

  test('several values of one key, each of which gets past another deny', () => {
    const found = proof(alpha([puts, without('project'), without('owner')]));
    expect(found).toMatchObject({
      verdict: 'leak',
      witness: { context: new Map([[TAGS.toLowerCase(), 'project,owner']]) },
    });
    expect(proof(alpha([puts, deny('s3:PutObject', { Null: { [TAGS]: 'true' } }), without('project')])).verdict).toBe(
      'leak',
    );
  });

  test('one value, where a request has only one', () => {
    const endpoint = (id: string): object => deny('s3:*', { 'ForAllValues:StringNotEquals': { 'aws:SourceVpce': id } });
    expect(proof(alpha([puts, endpoint('vpce-1')])).verdict).toBe('leak');
    expect(proof(alpha([puts, endpoint('vpce-1'), endpoint('vpce-2')])).verdict).toBe('proved');
  });

  test('any value of some, and knows one', () => {
    const some = allow('s3:PutObject', `${BUCKET}/*`, { 'ForAnyValue:StringEquals': { [TAGS]: 'project' } });
    expect(proof(alpha([some]))).toMatchObject({
      verdict: 'leak',
      witness: { context: new Map([[TAGS.toLowerCase(), 'project']]) },
    });
  });

  test('times in seconds and as dates as the same', () => {
    const time = 'aws:EpochTime';
    const reads = allow('s3:GetObject', `${BUCKET}/*`, { NumericLessThan: { [time]: '1900000000' } });
    const since = (date: string): object => deny('s3:*', { DateLessThan: { [time]: date } });
    expect(proof(alpha([reads, since('2020-01-01T00:00:00Z')])).verdict).toBe('leak');
    expect(proof(alpha([reads, since('2040-01-01T00:00:00Z')])).verdict).toBe('proved');
  });

  test('texts that are compared as addresses as well', () => {
    const from = (address: string): object =>
      allow('s3:GetObject', `${BUCKET}/*`, { StringEquals: { 'aws:SourceIp': address } });
    const inside = deny('s3:*', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } });
    expect(proof(alpha([from('10.0.0.5'), inside])).verdict).toBe('proved');
    expect(proof(alpha([from('192.0.2.5'), inside]))).toMatchObject({
      verdict: 'leak',
      witness: { context: new Map([['aws:sourceip', '192.0.2.5']]) },
    });
  });

  test('no key that the session of a role never has', () => {
    const named = deny('s3:*', { StringNotEquals: { 'aws:username': 'admin' } });
    expect(proof(alpha([allow('s3:*', '*'), named])).verdict).toBe('proved');
    expect(proof(alpha([allow('s3:GetObject', `${BUCKET}/\${aws:username}/*`)])).verdict).toBe('proved');
  });

  test('a star in braces as a star', () => {
    const starred = allow('s3:*', '*', { StringEquals: { 'aws:PrincipalTag/kubernetes-namespace': '\${*}' } });
    expect(proof(alpha([identity(), starred])).verdict).toBe('proved');
  });

  test('a session that is named beside its role, past the boundary of that', () => {
    const { facts, role } = alpha([], {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: [ROLE_ARN, `arn:aws:sts::${ACCOUNT}:assumed-role/ml-alpha/s1`] },
          Action: 's3:GetObject',
          Resource: `${BUCKET}/*`,
        },
      ],
    });
    const bounded = { ...role, boundary: alpha([allow('ec2:*', '*')]).role.identity[0] };
    expect(proof({ facts, role: bounded })).toMatchObject({
      verdict: 'unknown',
      missing: [{ kind: 'principal-meant' }],
    });
  });

  test('the policy of an association for sessions by it, as long as nobody else is trusted', () => {
    const { facts, role } = alpha([allow('s3:GetObject', `${BUCKET}/*`)]);
    const session = alpha([allow('s3:GetObject', `${BUCKET}/ml-alpha/*`)]).role.identity[0];
    const association = { role: role.name, session, sessionTags: true } as never;
    const trusting = (Principal: object): Role => ({ ...role, trust: trustOf(Principal) });
    const limited = { ...facts, podIdentities: [association] };
    const pods = { Service: 'pods.eks.amazonaws.com' };
    expect(proof({ facts: limited, role: trusting(pods) }).verdict).toBe('proved');
    expect(
      proof({ facts: limited, role: trusting({ ...pods, AWS: `arn:aws:iam::${ACCOUNT}:role/admin` }) }).verdict,
    ).toBe('leak');
  });
});

/** A trust policy, read as one of a bucket is: it has principals. */
function trustOf(Principal: object): NonNullable<Role['trust']> {
  const { facts } = alpha([], {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: '*' }],
  });
  return facts.buckets.get('data')!;
}
