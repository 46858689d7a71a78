import type { Loose } from '../example';
import { turnedTo, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const DATA = 'arn:aws:s3:::training-data-bucket';
const OWN = { StringEquals: { 'aws:SourceAccount': '111122223333' } };
/** What keeps out whoever is no training, of which none spares services. */
const FENCE = ['OnlyTrainingRoles', 'OnlyThisCluster', 'TagRequired', 'FenceObjects', 'FenceLists'];

/** Lets a service do something with the data, and takes services out of the fence, or out of some of its denies. */
const lets =
  (Service: string, Action: string, spared: readonly string[] = FENCE, Resource = `${DATA}/*`) =>
  (plan: LoosePlan): void =>
    plan.policy('BucketPolicy', 'ml-training-data-bucket', ({ Statement }) => {
      for (const { Condition } of Statement.filter(({ Sid }: Loose) => spared.includes(Sid)))
        Condition.BoolIfExists = { 'aws:PrincipalIsAWSService': 'false' };
      Statement.push({ Effect: 'Allow', Principal: { Service }, Action, Resource, Condition: OWN });
    });

describe('A bucket of training whose fence spares services', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    ['fails where one reads that hands out what it reads', ['fail'], lets('cloudfront.amazonaws.com', 's3:GetObject')],
    ['is not known where another one reads', ['unknown'], lets('macie.amazonaws.com', 's3:Get*')],
    [
      'is not known where another one reads names',
      ['unknown'],
      lets('config.amazonaws.com', 's3:ListBucket', FENCE, DATA),
    ],
    ['may take what services write', [], lets('logging.s3.amazonaws.com', 's3:PutObject')],
    [
      'keeps those out that one deny does not spare',
      [],
      lets(
        'cloudfront.amazonaws.com',
        's3:GetObject',
        FENCE.filter((sid) => sid !== 'OnlyTrainingRoles'),
      ),
    ],
    ['is as it was where no deny spares them', [], lets('cloudfront.amazonaws.com', 's3:GetObject', [])],
  ])('%s', (_, statuses, change) => {
    expect(turnedTo(change)).toEqual(statuses.map((status) => `access/services ${status}`));
  });
});
