import { judgedBy, type Loose } from '../example';

const ACCOUNT = '444455556666';
const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/E';
const TEAMS = ['red', 'blue'];
const arnOf = (role: string): string => `arn:aws:iam::${ACCOUNT}:role/${role}`;
const document = (...Statement: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const may = (Action: string | readonly string[], Resource: string): object => ({ Effect: 'Allow', Action, Resource });
const deny = (bucket: string, Condition: object): object => ({
  Effect: 'Deny',
  Principal: '*',
  Action: ['s3:*Object*', 's3:ListBucket*', 's3:*Multipart*'],
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  Condition,
});

/** Resources as another program has them: roles by the tokens of pods, and a bucket for each team. */
class Stack {
  readonly resources: Loose[] = [];

  constructor() {
    this.add('pulumi:providers:aws', 'default', { region: 'eu-west-1' });
    for (const team of TEAMS) {
      const bucket = `train-${team}`;
      const subject = { [`${ISSUER}:sub`]: `system:serviceaccount:team-${team}:trainer` };
      const trust = {
        Effect: 'Allow',
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { ...subject, [`${ISSUER}:aud`]: 'sts.amazonaws.com' } },
      };
      this.add('aws:iam/role:Role', team, { name: team, assumeRolePolicy: document(trust) }, { arn: arnOf(team) });
      this.give(
        team,
        's3',
        may('s3:ListBucket', `arn:aws:s3:::${bucket}`),
        may('s3:GetObject', `arn:aws:s3:::${bucket}/*`),
      );
      this.add('aws:s3/bucket:Bucket', bucket, { bucket });
      const fence = [
        deny(bucket, { Bool: { 'aws:SecureTransport': 'false' } }),
        deny(bucket, { ArnNotEquals: { 'aws:PrincipalArn': arnOf(team) } }),
      ];
      this.add('aws:s3/bucketPolicy:BucketPolicy', bucket, { bucket, policy: document(...fence) });
    }
  }

  add(type: string, name: string, inputs: object, outputs: object = {}): void {
    const urn = `urn:pulumi:prod::other::${type}::${name}`;
    this.resources.push({ urn, custom: true, id: name, type, inputs, outputs: { ...inputs, id: name, ...outputs } });
  }

  give(role: string, name: string, ...statements: object[]): void {
    this.add('aws:iam/rolePolicy:RolePolicy', `${role}-${name}`, { role, name, policy: document(...statements) });
  }

  without(type: string, name: string): void {
    const at = this.resources.findIndex(({ urn }) => urn.endsWith(`:${type}::${name}`));
    if (at === -1) throw new Error(`no ${type} ${name}`);
    this.resources.splice(at, 1);
  }
}

const objects: readonly Loose[] = TEAMS.flatMap((team) => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `team-${team}` } },
  {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'trainer',
      namespace: `team-${team}`,
      annotations: { 'eks.amazonaws.com/role-arn': arnOf(team) },
    },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'train', namespace: `team-${team}` },
    spec: {
      template: {
        spec: {
          serviceAccountName: 'trainer',
          restartPolicy: 'Never',
          containers: [{ name: 'train', image: 'train', resources: { limits: { 'nvidia.com/gpu': 8 } } }],
        },
      },
    },
  },
]);

function judged(id: string, change: (stack: Stack) => void = () => undefined): readonly string[] {
  const stack = new Stack();
  change(stack);
  const plan = JSON.stringify({ version: 3, deployment: { resources: stack.resources } });
  const { status, findings } = judgedBy(id, objects, { platform: undefined }, { 'plan.json': plan });
  return [status, ...findings.map(({ message }) => message)];
}

const objectsOf = (bucket: string): string => `arn:aws:s3:::${bucket}/*`;

describe('buckets that only the roles of projects name, one for each', () => {
  test.each(['access/own-prefix', 'access/own-rights', 'access/other-buckets', 'access/fence'])(
    'are judged: %s',
    (id) => {
      expect(judged(id)[0]).toBe('pass');
    },
  );

  test.each<[string, string, string, (stack: Stack) => void]>([
    [
      'another bucket by its name',
      'access/own-prefix',
      'unknown',
      (s) => s.give('red', 'x', may('s3:GetObject', objectsOf('train-blue'))),
    ],
    [
      'every bucket of a pattern',
      'access/own-rights',
      'fail',
      (s) => s.give('red', 'x', may('s3:Get*', objectsOf('train-*'))),
    ],
    [
      'a bucket that nobody made',
      'access/other-buckets',
      'fail',
      (s) => s.give('red', 'x', may('s3:GetObject', objectsOf('elsewhere'))),
    ],
    ['a bucket without a policy', 'access/fence', 'fail', (s) => s.without('BucketPolicy', 'train-red')],
    ['buckets without settings', 'access/bucket-settings', 'fail', () => undefined],
    ['buckets without a trail, beside a cluster that stands already', 'audit/data-access', 'unknown', () => undefined],
    [
      'a role of nobody that reads a bucket',
      'access/outsiders',
      'fail',
      (s) => {
        s.without('BucketPolicy', 'train-red');
        s.add('aws:iam/role:Role', 'web', { name: 'web', assumeRolePolicy: document() }, { arn: arnOf('web') });
        s.give('web', 'x', may('s3:GetObject', objectsOf('train-red')));
      },
    ],
  ])('%s: %s is %s', (_, id, expected, change) => {
    expect(judged(id, change)[0]).toBe(expected);
  });

  test('whose a bucket is that two projects name, is not known', () => {
    expect(
      judged('access/own-prefix', (s) => s.give('red', 'x', may('s3:GetObject', objectsOf('train-blue')))),
    ).toEqual([
      'unknown',
      ...TEAMS.map(() =>
        expect.stringContaining('whose train-blue/ is, which roles of team-blue and team-red name, is not known'),
      ),
    ]);
  });

  test('folders of one bucket are of whoever names them', () => {
    const inCommon = (s: Stack): void => {
      s.add('aws:s3/bucket:Bucket', 'common', { bucket: 'common' });
      for (const team of TEAMS) s.give(team, 'x', may(['s3:GetObject', 's3:PutObject'], objectsOf(`common/${team}`)));
    };
    expect(judged('access/own-prefix', inCommon)).toEqual(['pass']);
    const meeting = (s: Stack): void => {
      inCommon(s);
      s.give('red', 'y', may('s3:GetObject', objectsOf('common')));
    };
    expect(judged('access/own-prefix', meeting)[0]).toBe('unknown');
  });

  test('that a role may do what it is given proves nothing', () => {
    for (const id of ['access/reads-own-data', 'access/resumes', 'access/opens-keys'])
      expect(judged(id)).toEqual(['not-applicable']);
  });
});
