import { turnedByPlan, withPlan, type LoosePlan } from './planned-example';

withPlan();

const trail = (plan: LoosePlan): ReturnType<LoosePlan['inputs']> => plan.inputs('Trail', 'ml-audit');
const objects = (plan: LoosePlan): ReturnType<LoosePlan['inputs']> => trail(plan).advancedEventSelectors[0];

describe('what a change of the logs turns', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    [
      'a control plane without its audit log',
      ['audit/control-plane'],
      (p) => p.inputs('Cluster', 'ml').enabledClusterLogTypes.splice(1, 1),
    ],
    [
      'a control plane without logs',
      ['audit/control-plane'],
      (p) => delete p.inputs('Cluster', 'ml').enabledClusterLogTypes,
    ],
    ['no flow log', ['audit/flow-logs'], (p) => p.remove('FlowLog', 'ml-flow-log')],
    [
      'a flow log of what passed',
      ['audit/flow-logs'],
      (p) => (p.inputs('FlowLog', 'ml-flow-log').trafficType = 'ACCEPT'),
    ],
    ['no trail', ['audit/data-access'], (p) => p.remove('Trail', 'ml-audit')],
    ['a trail that is off', ['audit/data-access'], (p) => (trail(p).enableLogging = false)],
    ['a trail without digests', ['audit/data-access'], (p) => (trail(p).enableLogFileValidation = false)],
    ['a trail without management events', ['audit/data-access'], (p) => trail(p).advancedEventSelectors.pop()],
    ['a trail of one bucket', ['audit/data-access'], (p) => objects(p).fieldSelectors[2].startsWiths.pop()],
    [
      'a trail of one prefix',
      ['audit/data-access'],
      (p) => (objects(p).fieldSelectors[2].startsWiths[1] = 'arn:aws:s3:::model-checkpoints/ml-alpha/'),
    ],
    [
      'a trail of writes',
      ['audit/data-access'],
      (p) => objects(p).fieldSelectors.push({ field: 'readOnly', equals: ['false'] }),
    ],
    ['a log without versions', ['audit/log-kept'], (p) => p.remove('BucketVersioning', 'ml-audit')],
    ['a log without a lock', ['audit/log-kept'], (p) => p.remove('BucketObjectLockConfiguration', 'ml-audit')],
    [
      'a log among the checkpoints',
      ['audit/log-kept'],
      (p) => {
        trail(p).s3BucketName = 'model-checkpoints';
        p.resource('Trail', 'ml-audit').propertyDependencies.s3BucketName = [];
      },
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});

test('a trail of the older form covers a bucket that it names', () => {
  const older = (values: readonly string[]) => (plan: LoosePlan) => {
    delete trail(plan).advancedEventSelectors;
    trail(plan).eventSelectors = [
      { readWriteType: 'All', includeManagementEvents: true, dataResources: [{ type: 'AWS::S3::Object', values }] },
    ];
  };
  expect(turnedByPlan(older(['arn:aws:s3']))).toEqual([]);
  expect(turnedByPlan(older(['arn:aws:s3:::training-data-bucket/']))).toEqual(['audit/data-access']);
});
