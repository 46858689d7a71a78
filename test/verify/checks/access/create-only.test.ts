import { platform } from '../../../../examples/document-1/platform';
import type { Platform } from '../../../../lib';
import { createOnlyFence } from '../../../../lib/model/iam/bucket-fence/create-only';
import type { Loose } from '../example';
import { turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

/** The example, where checkpoints are created only, but for one file. */
const described = {
  ...platform,
  aws: { ...platform.aws, createOnlyCheckpoints: { exceptFiles: ['latest'] } },
} as Platform;

const BUCKET = 'arn:aws:s3:::model-checkpoints';

/** The statement that the library writes for it, in the policy of the bucket, as a change leaves it. */
function withStatement(change: (statement: Loose) => void): (plan: LoosePlan) => void {
  const [written] = createOnlyFence({
    place: { partition: 'aws' },
    bucket: 'model-checkpoints',
    createOnly: { exceptFiles: ['latest'] },
    exemptRoles: [],
  } as never);
  const statement = structuredClone(written) as Loose;
  change(statement);
  return (plan) => {
    const [policy] = plan.resources.filter(
      ({ type, inputs }) => type.endsWith(':BucketPolicy') && inputs.policy.includes('model-checkpoints'),
    );
    const document = JSON.parse(policy.inputs.policy);
    document.Statement.push(statement);
    policy.inputs.policy = JSON.stringify(document);
  };
}

describe('where the description has checkpoints that are created only, the bucket refuses to replace them', () => {
  test('which no policy does by itself', () => {
    expect(turnedByPlan(() => undefined, { platform: described })).toEqual(['access/fence']);
  });

  test.each<[string, readonly string[], (statement: Loose) => void]>([
    ['as the library writes it', [], () => undefined],
    ['all files', [], (s) => (delete s.NotResource, (s.Resource = `${BUCKET}/*`))],
    ['by a comparison that an absent condition fulfils', [], (s) => (s.Condition.StringNotEqualsIfExists = nothing(s))],
    ['but for a folder', ['access/fence'], (s) => (s.NotResource = [`${BUCKET}/*/latest/*`, `${BUCKET}/*/latest`])],
    ['but for more files', ['access/fence'], (s) => (s.NotResource = [`${BUCKET}/*latest`])],
    ['of one project', ['access/fence'], (s) => (delete s.NotResource, (s.Resource = `${BUCKET}/ml-alpha/*`))],
    [
      'but for roles of training',
      ['access/fence'],
      (s) => (s.Condition.ArnNotLike = { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/training/*' }),
    ],
    ['that say they replace nothing', ['access/fence', 'access/resumes'], (s) => (s.Condition.Null = notNull())],
    ['and parts of uploads too', ['access/resumes'], (s) => delete s.Condition.Bool],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(withStatement(change), { platform: described })).toEqual(expected);
  });

  test('elsewhere a write may replace what is there', () => {
    expect(turnedByPlan(() => undefined)).toEqual([]);
  });
});

/** `If-None-Match` takes `*` only. */
function nothing(statement: Loose): object {
  delete statement.Condition.Null;
  return { 's3:if-none-match': '*' };
}

const notNull = (): object => ({ 's3:if-none-match': 'false' });
