import { accessFacts } from '../../../lib/verify/access/facts/access-facts';
import type { AccessFacts, Role } from '../../../lib/verify/access/facts/role';
import { mayGive } from '../../../lib/verify/access/named-givers';
import { KEY_ACTIONS } from '../../../lib/verify/access/proof/escalation';
import { ANYWHERE, prove } from '../../../lib/verify/access/proof/proof';
import { supposedRole } from '../../../lib/verify/access/supposed-role';
import { givenRights } from '../../../lib/verify/checks/access/parts/given-rights';
import { inputsOfText } from '../inputs-of';

const ACCOUNT = '111122223333';
const IAM = `arn:aws:iam::${ACCOUNT}:`;
const allow = (Principal: unknown, Action: unknown = 'kms:*', more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...(Principal === undefined ? {} : { Principal }),
  ...more,
});
const deny = (Principal: unknown): object => ({ Effect: 'Deny', Principal, Action: 'kms:*', Resource: '*' });

/** Statements of keys, by the name of the key. */
const KEYS: Readonly<Record<string, readonly object[]>> = {
  account: [allow({ AWS: `${IAM}root` })],
  'account-id': [allow({ AWS: ACCOUNT })],
  'other-account': [allow({ AWS: '444455556666' })],
  alpha: [allow({ AWS: `${IAM}root` }), allow({ AWS: `${IAM}role/training/ml-alpha` }, 'kms:CreateGrant')],
  'alpha-elsewhere': [allow({ AWS: 'arn:aws:iam::444455556666:role/training/ml-alpha' })],
  'alpha-session': [allow({ AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/ml-alpha/session` })],
  'alpha-uses': [allow({ AWS: `${IAM}role/training/ml-alpha` }, ['kms:Decrypt', 'kms:GenerateDataKey*'])],
  'alpha-denied': [allow('*'), deny({ AWS: `${IAM}role/training/ml-alpha` })],
  beta: [allow({ AWS: [`${IAM}role/training/ml-beta`, `${IAM}user/people/ann`] }, 'kms:Put*')],
  everybody: [allow('*', 'kms:PutKeyPolicy')],
  'everybody-of-aws': [allow({ AWS: '*' }, 'kms:PutKeyPolicy')],
  'everybody-here': [allow('*', 'kms:*', { Condition: { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } } })],
  'all-but-use': [{ Effect: 'Allow', Principal: '*', NotAction: 'kms:Decrypt', Resource: '*' }],
  'all-but-beta': [
    { Effect: 'Allow', NotPrincipal: { AWS: `${IAM}role/training/ml-beta` }, Action: '*', Resource: '*' },
  ],
  service: [allow({ Service: 'cloudtrail.amazonaws.com' })],
  denied: [deny('*')],
};

function factsOfKeys(): AccessFacts {
  const resources = Object.entries(KEYS).map(([name, Statement]) => ({
    urn: `urn:pulumi:dev::p::aws:kms/key:Key::${name}`,
    type: 'aws:kms/key:Key',
    inputs: { policy: JSON.stringify({ Version: '2012-10-17', Statement }) },
  }));
  return accessFacts(inputsOfText(JSON.stringify({ version: 3, deployment: { resources } }), 'plan.json'));
}

const everything = { place: undefined, statements: [] };
const role = (name: string, more: Partial<Role> = {}): Role => ({
  ...supposedRole(name, ACCOUNT, { partition: 'aws', path: '/training/', everything: everything as never }),
  arn: `${IAM}role/training/${name}`,
  ...more,
});
const ROLES: Readonly<Record<string, Role>> = {
  alpha: role('ml-alpha'),
  beta: role('ml-beta'),
  ann: role('ann', { arn: `${IAM}user/people/ann`, path: '/people/' }),
  'alpha under the name of the program': role('alpha-role', { arn: `${IAM}role/training/ml-alpha` }),
  'alpha of an account that is not known': role('ml-alpha', { arn: undefined, account: undefined }),
  'alpha of a path that is not known': role('ml-alpha', { arn: undefined, path: undefined }),
  'a stranger': role('stranger', { arn: 'arn:aws:iam::444455556666:role/stranger', account: '444455556666' }),
  'somebody of no account': role('nobody', { arn: undefined, account: undefined, path: undefined }),
};

const facts = factsOfKeys();

/** Keys of which is not proved that their policy gives the role nothing by itself, each asked. */
function fullAnswer(asked: Role): readonly string[] {
  const alone = { ...asked, identity: [], missing: [] };
  return [...facts.keys].flatMap(([name, resourcePolicy]) => {
    const { verdict } = prove(facts, alone, [{ ...ANYWHERE, meaning: name, actions: KEY_ACTIONS, resourcePolicy }]);
    return verdict === 'proved' ? [] : [`${name} ${verdict}`];
  });
}

test.each(Object.entries(ROLES))(
  '%s is asked about every key that gives it something, and the answers are the same',
  (_, asked) => {
    const found = fullAnswer(asked).map((text) => text.replace(/ .*/, ''));
    expect(found).not.toHaveLength(0);
    expect(found.filter((name) => !mayGive(facts.keys, KEY_ACTIONS, asked).includes(name))).toEqual([]);
    const proofs = givenRights(facts, asked, 'aws').filter(({ verdict }) => verdict !== 'proved');
    expect(proofs.map((proof) => proof.verdict).sort()).toEqual(
      fullAnswer(asked)
        .map((text) => text.replace(/.* /, ''))
        .sort(),
    );
  },
);

test('a role is not asked about keys that name others, or give nothing that opens them', () => {
  expect([...mayGive(facts.keys, KEY_ACTIONS, ROLES['alpha'] as Role)].sort()).toEqual([
    'all-but-beta',
    'all-but-use',
    'alpha',
    'alpha-denied',
    'alpha-elsewhere',
    'alpha-session',
    'everybody',
    'everybody-here',
    'everybody-of-aws',
  ]);
});
