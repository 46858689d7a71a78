import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './run-cli';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-'));
  const own = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/alpha/*' }],
  };
  const resource = (type: string, name: string, inputs: object): object => ({
    urn: `urn:pulumi:dev::p::${type}::${name}`,
    type,
    inputs,
  });
  const role = (name: string, policy: object): object[] => [
    resource('aws:iam/role:Role', name, {
      name,
      arn: `arn:aws:iam::111122223333:role/${name}`,
      assumeRolePolicy: '{"Statement":[]}',
    }),
    resource('aws:iam/rolePolicy:RolePolicy', name, { name: 'data', role: name, policy: JSON.stringify(policy) }),
  ];
  const wide = { ...own, Statement: [{ Effect: 'Allow', Action: ['s3:*', 'iam:PassRole'], Resource: '*' }] };
  const tagger = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 's3:PutObjectTagging',
        Resource: '*',
        Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
      },
    ],
  };
  const DateLessThan = { 'aws:CurrentTime': '2024-01-01T03:00:00' };
  const dated = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', Condition: { DateLessThan } }] };
  const StringNotEquals = { 'aws:SourceVpce': 'vpce-1' };
  const inside = {
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringNotEquals } },
    ],
  };
  const NumericLessThan = { 's3:TlsVersion': '1.2' };
  const fenced = {
    Statement: [
      ...inside.Statement,
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:VpceAccount': ['1', '2'] } } },
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: { NumericLessThan } },
    ],
  };
  const roles = { alpha: own, wide, tagger, dated, inside, fenced };
  const deployment = { resources: Object.entries(roles).flatMap(([name, policy]) => role(name, policy)) };
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ version: 3, deployment }, null, 1));
});
afterAll(() => rmSync(folder, { recursive: true }));

const access = (...args: string[]): ReturnType<typeof runCli> => runCli(['access', 'plan.json', ...args], folder);
const get = (key: string, role = 'alpha'): string[] => [
  '--role',
  role,
  '--action',
  's3:GetObject',
  '--resource',
  `arn:aws:s3:::data/${key}`,
];

describe('access', () => {
  test('answers one request with the statements that decide, by file and line', () => {
    const allowed = access(...get('alpha/x'));
    expect([allowed.code, allowed.stdout]).toEqual([
      0,
      'allowed\n  Allow by Read of inline policy data of role alpha (plan.json:20)\n',
    ]);
    expect(allowed.stderr).toContain('aws:principalarn=arn:aws:iam::111122223333:role/alpha');
    expect(access(...get('beta/x'))).toMatchObject({ code: 1, stdout: 'implicitDeny\n' });
    const json = access(...get('alpha/x'), '--format', 'json', '--context', 'aws:SourceVpce=vpce-1');
    expect(JSON.parse(json.stdout)).toMatchObject({
      role: 'arn:aws:iam::111122223333:role/alpha',
      decision: 'allowed',
      statements: [
        {
          effect: 'Allow',
          sid: 'Read',
          policy: 'inline policy data of role alpha',
          certain: true,
          file: 'plan.json',
          line: 20,
        },
      ],
      missing: [],
      context: { 'aws:sourcevpce': 'vpce-1', 'aws:securetransport': 'true' },
    });
  });

  test('says which keys a request lacks that a deny asks for', () => {
    const lacking = access(...get('x', 'inside'));
    expect([lacking.code, lacking.stderr]).toEqual([1, expect.stringContaining('give --context aws:SourceVpce=...')]);
    const given = access(...get('x', 'inside'), '--context', 'aws:SourceVpce=vpce-1');
    expect([given.code, given.stderr]).toEqual([0, expect.not.stringContaining('--context')]);
  });

  test('names all keys at once, also those that count only once others are given, with what policies compare them with', () => {
    const lines = (...context: string[]): string[] =>
      access(...get('x', 'fenced'), ...(context.length === 0 ? [] : ['--context', ...context]))
        .stderr.split('\n')
        .filter((line) => /hangs on|compare/.test(line));
    expect(lines()).toEqual([
      expect.stringMatching(/: give --context aws:SourceVpce=\.\.\. aws:VpceAccount=\.\.\. s3:TlsVersion=\.\.\.$/),
      '  policies compare aws:SourceVpce with vpce-1',
      '  policies compare aws:VpceAccount with 1, 2',
      '  policies compare s3:TlsVersion with 1.2',
    ]);
    expect(lines('aws:SourceVpce=vpce-1', 'aws:VpceAccount=1')).toHaveLength(2);
    expect(lines('aws:SourceVpce=vpce-1', 'aws:VpceAccount=1', 's3:TlsVersion=1.3')).toEqual([]);
  });

  test.each([
    ['s3:GetObjct', 'alpha', 'names s3:GetObjct; did you mean "s3:GetObject"?'],
    ['dynamodb:GetItem', 'alpha', 'names dynamodb:GetItem\n'],
    ['s3:getobject', 'alpha', undefined],
    ['s3:PutObject', 'alpha', undefined],
    ['iam:CreateRole', 'alpha', undefined],
    ['s3:GetObjct', 'wide', undefined],
  ])('of an action that is not allowed and that nothing names it says so: %s of %s', (action, role, said) => {
    const { stderr } = access('--role', role, '--action', action, '--resource', 'arn:aws:s3:::data/beta/x');
    if (said === undefined) expect(stderr).not.toContain('names');
    else expect(stderr).toContain(`no policy that bears on this request ${said}`);
  });

  test('asks for an action on no resource by a star, which only a statement for everything gives', () => {
    const buckets = (role: string): string =>
      access('--role', role, '--action', 's3:ListAllMyBuckets', '--resource', '*').stdout;
    expect([buckets('alpha'), buckets('wide')]).toEqual(['implicitDeny\n', expect.stringMatching(/^allowed\n/)]);
  });

  test('asks with every value of a key that is given several times', () => {
    const tag = (...keys: string[]): unknown => {
      const given = keys.map((key) => `aws:TagKeys=${key}`);
      const args = ['--action', 's3:PutObjectTagging', '--resource', 'arn:aws:s3:::data/x', '--format', 'json'];
      const { stdout } = access('--role', 'tagger', ...args, '--context', ...given);
      const { decision, context } = JSON.parse(stdout) as { decision: string; context: Record<string, unknown> };
      return [decision, context['aws:tagkeys']];
    };
    expect([tag('a'), tag('a', 'b'), tag('c', 'a')]).toEqual([
      ['allowed', 'a'],
      ['allowed', ['a', 'b']],
      ['implicitDeny', ['c', 'a']],
    ]);
  });

  test('takes a document for the policy of the resource where it is told so', () => {
    const arn = 'arn:aws:kms:eu-west-1:111122223333:key/0';
    const statement = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'kms:*', Resource: '*' };
    writeFileSync(join(folder, 'key.json'), JSON.stringify({ Policy: JSON.stringify({ Statement: [statement] }) }));
    const opens = (...more: string[]): unknown[] => {
      const asked = ['--role', 'dated', '--action', 'kms:Decrypt', '--resource', arn];
      const context = ['--context', 'aws:CurrentTime=2024-01-01T02:30:00Z'];
      const { code, stdout } = runCli(['access', 'plan.json', 'key.json', ...asked, ...context, ...more], folder);
      return [code, stdout.split('\n').filter((line) => /^\w|not known/.test(line))];
    };
    const missing = [`  not known: policy of key ${arn}`, '  not known: whose policy key.json is'];
    expect([opens(), opens('--resource-policy', 'key.json'), opens('--resource-policy', 'plan.json')]).toEqual([
      [1, ['unknown', ...missing]],
      [0, ['allowed']],
      [2, []],
    ]);
  });

  test('reads dates the same wherever it runs', () => {
    const { code } = runCli(
      ['access', 'plan.json', ...get('x', 'dated'), '--context', 'aws:CurrentTime=2024-01-01T02:30:00Z'],
      folder,
      { ...process.env, TZ: 'Asia/Tokyo' },
    );
    expect(code).toBe(0);
  });

  test('proves for all requests, or shows one', () => {
    expect(access('--role', 'alpha', '--only', 'arn:aws:s3:::data/alpha/')).toEqual({
      code: 0,
      stdout: 'proved\n',
      stderr: '',
    });
    expect(access('--role', 'alpha', '--never', 'arn:aws:s3:::data/beta/').code).toBe(0);
    const leak = access('--role', 'wide', '--only', 'arn:aws:s3:::data/alpha/');
    expect([leak.code, leak.stdout.split('\n').slice(0, 2)]).toEqual([
      1,
      ['leak', '  touches objects outside alpha/ of data: s3:GetObject arn:aws:s3:::data/'],
    ]);
    const json = access('--role', 'wide', '--never', 'arn:aws:s3:::data/beta/', '--format', 'json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      verdict: 'leak',
      witness: { action: 's3:GetObject', resource: 'arn:aws:s3:::data/beta/' },
    });
  });

  test.each([
    ['dta', 'did you mean "data"?'],
    ['production', 'give its own policy, which may let the role in'],
  ])('proves nothing of bucket %s, which no policy names', (bucket, advice) => {
    const { code, stdout, stderr } = access('--role', 'alpha', '--never', `arn:aws:s3:::${bucket}/beta/`);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`no policy of the input names bucket ${bucket}: ${advice}`);
    expect(access('--role', 'wide', '--never', `arn:aws:s3:::${bucket}/beta/`).code).toBe(1);
  });

  test('lists escalations', () => {
    expect(access('--role', 'alpha', '--escalations')).toEqual({ code: 0, stdout: 'no escalation\n', stderr: '' });
    const wide = access('--role', 'wide', '--escalations');
    expect([wide.code, /iam:PassRole: gives itself or others rights/.test(wide.stdout)]).toEqual([1, true]);
    expect(wide.stdout).not.toMatch(/ $/m);
  });

  test.each([
    [[]],
    [['--role', 'alpha']],
    [['--role', 'alpa', '--escalations']],
    [['--role', 'alpha', '--action', 's3:Get*', '--resource', 'arn:aws:s3:::data/x']],
    [['--role', 'alpha', '--action', 's3:GetObject']],
    [['--role', 'alpha', '--action', 's3:GetObject', '--resource', 'data/x']],
    [['--role', 'alpha', '--only', 'arn:aws:s3:::data/alpha']],
    [['--role', 'alpha', '--never', 'arn:aws:s3:::data/*']],
    [['--role', 'alpha', '--escalations', '--never', 'arn:aws:s3:::data/x/']],
    [[...get('x'), '--context', 'novalue']],
    [get('*')],
    [get('?')],
  ])('refuses %j with code 2 and nothing on standard output', (args) => {
    const { code, stdout, stderr } = access(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toContain('    at ');
  });
});
