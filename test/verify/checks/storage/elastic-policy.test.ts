import { platform } from '../../../../examples/document-1/platform';
import { nodeRole } from '../../../../lib/model/nodes/node-role';
import { fileSystemPolicy } from '../../../../lib/model/iam/file-system-policy';
import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import { judgedBy, exampleObjects, type Loose } from '../example';

const ARN = 'arn:aws:elasticfilesystem:us-west-2:111122223333:file-system/fs-0123456789abcdef0';
const POINT = 'arn:aws:elasticfilesystem:us-west-2:111122223333:access-point/fsap-0123456789abcdef0';
const NODES = 'arn:aws:iam::111122223333:role/nodes';

const resource = (type: string, inputs: object, outputs: object = {}): Loose => ({
  urn: `urn:pulumi:dev::training-cluster::${type}::alpha`,
  type,
  custom: true,
  inputs,
  outputs,
  propertyDependencies: {},
});

/** What the check says of a file system under a policy, its security groups left out. */
function judgedUnder(
  policy: object | string | readonly object[],
  { tags = {}, outputs = { arn: ARN } }: { readonly tags?: object; readonly outputs?: object } = {},
): readonly string[] {
  const resources = [
    resource('aws:efs/fileSystem:FileSystem', { encrypted: true, tags }, { id: 'fs-0123456789abcdef0', ...outputs }),
    ...[policy].flat().map((one) =>
      resource('aws:efs/fileSystemPolicy:FileSystemPolicy', {
        fileSystemId: 'fs-0123456789abcdef0',
        policy: typeof one === 'string' ? one : JSON.stringify(one),
      }),
    ),
  ];
  const stack = JSON.stringify({ version: 3, deployment: { manifest: {}, resources } });
  const { findings } = judgedBy('storage/file-systems', exampleObjects(), {}, { 'stack.json': stack });
  return findings.map(({ message }) => message);
}

const own = fileSystemPolicy(ARN, POINT, [NODES]) as Loose;
const statements = (change: (list: Loose[]) => Loose[]): object => ({
  ...own,
  Statement: change(structuredClone(own.Statement) as Loose[]),
});

test('the policy that the library writes denies every mount but that by the access point, over TLS', () => {
  expect(judgedUnder(own)).toEqual([]);
});

test('of two policies of one file system each is judged: which of them is written last, no plan shows', () => {
  const open = statements((list) => list.filter((_, index) => index !== 1));
  expect(judgedUnder([own, open])).toEqual(['its policy does not deny mounts without TLS']);
});

test.each<[string, object, readonly string[]]>([
  [
    'that allows everything beside an allow with conditions',
    statements(([allow]) => [allow, { ...allow, Action: '*', Resource: '*', Condition: undefined }]),
    ['without TLS', 'without an access point'],
  ],
  ['without the deny of open transport', statements((list) => list.filter((_, index) => index !== 1)), ['without TLS']],
  [
    'without the deny of other directories',
    statements((list) => list.filter((_, index) => index !== 2)),
    ['without an access point'],
  ],
  [
    'that denies one role only',
    statements((list) => list.map((item) => (item.Effect === 'Deny' ? { ...item, Principal: { AWS: NODES } } : item))),
    ['without TLS', 'without an access point'],
  ],
  [
    'that denies by a condition which names no access point only where one is there',
    statements((list) => {
      list[2].Condition = { StringNotEqualsIfExists: { 'elasticfilesystem:AccessPointArn': POINT } };
      return list;
    }),
    [],
  ],
])('of a policy %s', (_, policy, open) => {
  expect(judgedUnder(policy)).toEqual(open.map((way) => `its policy does not deny mounts ${way}`));
});

describe('whom a policy lets mount a file system of alpha', () => {
  const nodes = (project: string): string => {
    const [group] = platform.projects.find(({ name }) => name === project)?.nodeGroups ?? [];
    return nodeRole(platform.name, platform.aws as never, group as never).arn;
  };
  const by = (principal: unknown): readonly string[] =>
    judgedUnder(
      statements(([allow, ...denies]) => [
        ...(principal === undefined ? [] : [{ ...allow, Principal: principal }]),
        ...denies,
      ]),
      { tags: { 'training-isolation/project': 'alpha' } },
    );
  const OTHER = 'arn:aws:iam::111122223333:role/backup';
  const FOREIGN = 'arn:aws:iam::999988887777:role/backup';

  test.each<[string, unknown, readonly string[]]>([
    ['its own nodes', { AWS: [nodes('alpha')] }, []],
    [
      'nodes of beta',
      { AWS: [nodes('alpha'), nodes('beta')] },
      ['is of alpha, and its policy lets the nodes of beta mount it'],
    ],
    ['everybody', '*', ['its policy lets everybody mount it']],
    ['everybody of AWS', { AWS: '*' }, ['its policy lets everybody mount it']],
    ['another role', { AWS: OTHER }, [`its policy lets ${OTHER} mount it, which is no role of nodes of alpha`]],
    ['another account', { AWS: FOREIGN }, [`its policy lets ${FOREIGN} of another account mount it`]],
    ['nobody', undefined, ['its policy lets nobody mount it: who does by rights of his own is not known']],
  ])('%s', (_, principal, messages) => {
    expect(by(principal)).toEqual(messages);
  });
});

describe('before the file system is made', () => {
  const NAMES_ANOTHER = 'whether its policy means it is not known: its ARN is not in the plan';

  test.each<[string, object | string, readonly string[]]>([
    ['a policy for every file system is decided', fileSystemPolicy('*', POINT, [NODES]), []],
    ['one of all file systems of the account, too', fileSystemPolicy(ARN.replace(/[^/]+$/, '*'), POINT, [NODES]), []],
    ['one that names an id is not known', own, [NAMES_ANOTHER]],
    [
      'one that denies nothing fails, whatever it names',
      statements(([allow]) => [allow]),
      ['without TLS', 'without an access point'].map((way) => `its policy does not deny mounts ${way}`),
    ],
    ['a text that is not known is not, either', UNKNOWN_TEXT, ['its policy is not known in the plan']],
  ])('%s', (_, policy, expected) => {
    expect(judgedUnder(policy, { outputs: {} })).toEqual(expected);
  });
});
