import { result } from '../example';
import { judgedPlan, turnedByPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

const trail = (plan: LoosePlan): ReturnType<LoosePlan['inputs']> => plan.inputs('Trail', 'ml-audit');
/** Makes one selector into two, for reads and for writes. */
function inTwo(plan: LoosePlan, at: number): void {
  const { advancedEventSelectors: all } = trail(plan);
  const writes = structuredClone(all[at]);
  for (const [selector, isRead] of [
    [all[at], 'true'],
    [writes, 'false'],
  ])
    selector.fieldSelectors.push({ field: 'readOnly', equals: [isRead] });
  all.push(writes);
}
/** Leaves out management events of services. */
const sources =
  (...notEquals: readonly string[]) =>
  (plan: LoosePlan): void =>
    trail(plan).advancedEventSelectors[1].fieldSelectors.push({ field: 'eventSource', notEquals });
const objects = (plan: LoosePlan): ReturnType<LoosePlan['inputs']> => trail(plan).advancedEventSelectors[0];

const WHOLE = { dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3:::'] }] };
const older =
  (eventSelectors: readonly object[]) =>
  (plan: LoosePlan): void => {
    delete trail(plan).advancedEventSelectors;
    trail(plan).eventSelectors = eventSelectors;
  };

/** Adds a trail that writes into a bucket of another program. */
const second =
  (eventSelectors?: readonly object[]) =>
  (plan: LoosePlan): void => {
    const added = plan.copy('Trail', 'ml-audit', 'organization');
    const { isMultiRegionTrail, enableLogFileValidation } = added.inputs;
    added.inputs = { name: 'all', s3BucketName: 'organization-log', isMultiRegionTrail, enableLogFileValidation };
    if (eventSelectors !== undefined) added.inputs.eventSelectors = eventSelectors;
    added.propertyDependencies = {};
  };

/** Gives a role of another program, or a user, a right. */
const right =
  (Action: string, Resource = '*', type = 'aws:iam/rolePolicy:RolePolicy', who: object = { role: 'ops' }) =>
  (plan: LoosePlan): void => {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] });
    const urn = `urn:pulumi:dev::training-cluster::${type}::added`;
    plan.resources.push({ urn, type, custom: true, inputs: { name: 'more', policy, ...who } });
  };
const PLACE = 'us-west-2:111122223333';

describe('who may end a log', () => {
  test.each<[string, readonly string[], (plan: LoosePlan) => void]>([
    ['a role that stops trails', ['audit/not-stopped'], right('cloudtrail:StopLogging')],
    ['a role that says what trails record', ['audit/not-stopped'], right('cloudtrail:PutEventSelectors')],
    ['a role that removes trails', ['audit/not-stopped'], right('cloudtrail:DeleteTrail', '*')],
    [
      'a role that removes another trail',
      [],
      right('cloudtrail:DeleteTrail', `arn:aws:cloudtrail:${PLACE}:trail/shop`),
    ],
    ['a role that looks at trails', [], right('cloudtrail:Get*')],
    ['a role that removes flow logs', ['audit/not-stopped'], right('ec2:DeleteFlowLogs')],
    ['a role that removes groups of logs', ['audit/not-stopped'], right('logs:DeleteLogGroup')],
    [
      'a role that removes the logs of clusters',
      ['audit/not-stopped'],
      right('logs:*', `arn:aws:logs:${PLACE}:log-group:/aws/eks/*`),
    ],
    ['a role that removes its own logs', [], right('logs:*', `arn:aws:logs:${PLACE}:log-group:/shop/*`)],
    [
      'a user that stops trails',
      ['audit/not-stopped'],
      right('cloudtrail:StopLogging', '*', 'aws:iam/userPolicy:UserPolicy', { user: 'ada' }),
    ],
    [
      'a role that rewrites the policy of the bucket that a trail writes into',
      ['audit/not-stopped'],
      right('s3:PutBucketPolicy', 'arn:aws:s3:::ml-access-log-*'),
    ],
    [
      'a role that takes the lock off what a trail will write',
      ['audit/not-stopped'],
      right('s3:PutBucketObjectLockConfiguration', 'arn:aws:s3:::ml-access-log-*'),
    ],
    ['a role that rewrites the policy of another bucket', [], right('s3:PutBucketPolicy', 'arn:aws:s3:::shop-*')],
    [
      'a role that the key of a log lets shut it',
      ['audit/not-stopped'],
      (p) =>
        p.policy('Key', 'ml-log-key', ({ Statement }) =>
          Statement.push({
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111122223333:role/training-platform/ml/ml.ebs-csi' },
            Action: 'kms:DisableKey',
            Resource: '*',
          }),
        ),
    ],
    [
      'a role that takes the rights of whoever writes the flow log',
      ['audit/not-stopped'],
      right('iam:DeleteRolePolicy', 'arn:aws:iam::111122223333:role/training-platform/ml/*'),
    ],
    [
      'a role that takes the rights of others',
      [],
      right('iam:DeleteRolePolicy', 'arn:aws:iam::111122223333:role/shop/*'),
    ],
    [
      'an administrator that stops trails',
      [],
      right('cloudtrail:StopLogging', '*', 'aws:iam/rolePolicy:RolePolicy', { role: 'platform-admin' }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});

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
      'a flow log that does not say what became of packets',
      ['audit/flow-logs'],
      (p) => (p.inputs('FlowLog', 'ml-flow-log').logFormat = '${srcaddr} ${dstaddr} ${bytes}'),
    ],
    [
      'a flow log with a format of its own that says it',
      [],
      (p) => (p.inputs('FlowLog', 'ml-flow-log').logFormat = '${pkt-srcaddr} ${pkt-dstaddr} ${action} ${bytes}'),
    ],
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
    [
      'a trail of objects that are none',
      ['audit/data-access'],
      (p) => (objects(p).fieldSelectors[1].notEquals = ['AWS::S3::Object']),
    ],
    ['a trail that leaves out statements to databases', [], sources('rdsdata.amazonaws.com')],
    [
      'a trail that leaves out events of keys',
      ['audit/data-access'],
      sources('rdsdata.amazonaws.com', 'kms.amazonaws.com'),
    ],
    ['a trail of reads and of writes, by two selectors each', [], (p) => [0, 1].forEach((at) => inTwo(p, at))],
    [
      'a trail of reads and of writes, of which one has other objects',
      ['audit/data-access'],
      (p) => {
        inTwo(p, 0);
        trail(p).advancedEventSelectors.at(-1).fieldSelectors[2].startsWiths.pop();
      },
    ],
    ['a trail of all buckets', [], (p) => (objects(p).fieldSelectors[2].startsWiths = ['arn:aws:s3:::'])],
    [
      'a trail of buckets with another start',
      ['audit/data-access'],
      (p) => (objects(p).fieldSelectors[2].startsWiths = ['arn:aws:s3:::training-']),
    ],
    [
      'a trail as a provider reports it, with the operators that nobody uses',
      [],
      (p) => {
        for (const { fieldSelectors } of trail(p).advancedEventSelectors)
          for (const field of fieldSelectors)
            for (const operator of [
              'equals',
              'notEquals',
              'startsWiths',
              'notStartsWiths',
              'endsWiths',
              'notEndsWiths',
            ])
              field[operator] ??= [];
      },
    ],
    [
      'a trail of another region',
      ['audit/data-access'],
      (p) => Object.assign(trail(p), { region: 'us-east-1', isMultiRegionTrail: false }),
    ],
    [
      'a trail by a provider of another region',
      ['audit/data-access'],
      (p) => {
        const urn = 'urn:pulumi:dev::training-cluster::pulumi:providers:aws::far';
        p.resources.push({ urn, type: 'pulumi:providers:aws', custom: true, inputs: { region: 'us-east-1' } });
        p.resource('Trail', 'ml-audit').provider = `${urn}::0123`;
        trail(p).isMultiRegionTrail = false;
      },
    ],
    [
      'a trail whose objects are narrowed by a second selector of their ARN',
      ['audit/data-access'],
      (p) => objects(p).fieldSelectors.push({ field: 'resources.ARN', startsWiths: ['arn:aws:s3:::shop/'] }),
    ],
    [
      'a trail whose objects are left out by a second selector of their ARN',
      ['audit/data-access'],
      (p) => objects(p).fieldSelectors.push({ field: 'resources.ARN', notStartsWiths: ['arn:aws:s3:::model-'] }),
    ],
    [
      'a trail whose second selector of the ARN says the same',
      [],
      (p) => objects(p).fieldSelectors.push(structuredClone(objects(p).fieldSelectors[2])),
    ],
    ['a second trail, of the organization, whose bucket is elsewhere', [], second()],
    [
      'a second trail that records more than the first',
      ['audit/log-kept', 'audit/written'],
      (p) => {
        objects(p).fieldSelectors[2].startsWiths.pop();
        second([{ ...WHOLE, readWriteType: 'All' }])(p);
      },
    ],
    ['another network without a flow log', [], (p) => void p.copy('Vpc', 'ml', 'shop')],
    [
      'networks of a cluster whose subnets are elsewhere',
      ['audit/flow-logs'],
      (p) => {
        p.copy('Vpc', 'ml', 'shop');
        p.resource('Cluster', 'ml').propertyDependencies.vpcConfig = [];
      },
    ],
    ['a trail of every region, made in another one', [], (p) => (trail(p).region = 'us-east-1')],
    [
      'a bucket in another region than the trail',
      ['audit/data-access', 'audit/global-events'],
      (p) => {
        p.inputs('Bucket', 'ml-training-data-bucket').region = 'eu-central-1';
        trail(p).isMultiRegionTrail = false;
      },
    ],
    [
      'a trail of the older form that leaves out events of keys',
      ['audit/data-access'],
      older([{ ...WHOLE, excludeManagementEventSources: ['kms.amazonaws.com'] }]),
    ],
    [
      'a trail of the older form with a selector for objects and one for management',
      [],
      older([{ ...WHOLE, includeManagementEvents: false }, { readWriteType: 'All' }]),
    ],
    [
      'a trail of the older form with a selector for reads and one for writes',
      [],
      older(['ReadOnly', 'WriteOnly'].map((readWriteType) => ({ ...WHOLE, readWriteType }))),
    ],
    [
      'a log that somebody with the right may remove',
      ['audit/log-kept'],
      (p) => (p.inputs('BucketObjectLockConfiguration', 'ml-audit').rule.defaultRetention.mode = 'GOVERNANCE'),
    ],
    [
      'a log with a second lock that somebody with the right opens',
      ['audit/log-kept'],
      (p) =>
        (p.copy('BucketObjectLockConfiguration', 'ml-audit', 'more').inputs.rule.defaultRetention.mode = 'GOVERNANCE'),
    ],
    [
      'a trail of one region that is not that of roles',
      ['audit/global-events'],
      (p) => (trail(p).isMultiRegionTrail = false),
    ],
    [
      'a trail without global services',
      ['audit/global-events'],
      (p) => Object.assign(trail(p), { isMultiRegionTrail: false, includeGlobalServiceEvents: false }),
    ],
    ['a log without versions', ['audit/log-kept'], (p) => p.remove('BucketVersioning', 'ml-audit')],
    ['a log without a lock', ['audit/log-kept'], (p) => p.remove('BucketObjectLockConfiguration', 'ml-audit')],
    [
      'a log among the checkpoints',
      ['audit/log-kept', 'audit/written'],
      (p) => {
        trail(p).s3BucketName = 'model-checkpoints';
        p.resource('Trail', 'ml-audit').propertyDependencies.s3BucketName = [];
      },
    ],
    [
      'a bucket that CloudTrail does not write',
      ['audit/written'],
      (p) => withoutStatement(p, 'BucketPolicy', 'ml-audit', 'TrailWrites'),
    ],
    [
      'a bucket that CloudTrail does not find',
      ['audit/written'],
      (p) => withoutStatement(p, 'BucketPolicy', 'ml-audit', 'TrailAsksForBucket'),
    ],
    [
      'a bucket for the trail of another account',
      ['audit/written'],
      (p) =>
        p.policy('BucketPolicy', 'ml-audit', ({ Statement }) => {
          const { Condition } = Statement.find(({ Sid }: { Sid: string }) => Sid === 'TrailWrites');
          Condition.StringEquals['aws:SourceArn'] = 'arn:aws:cloudtrail:us-west-2:444455556666:trail/other';
        }),
    ],
    [
      'a key that CloudTrail does not encrypt with',
      ['audit/written'],
      (p) => withoutStatement(p, 'Key', 'ml-audit-key', 'EncryptLog'),
    ],
    [
      'a description of the key that asks for an encryption context',
      ['audit/written'],
      (p) =>
        p.policy('Key', 'ml-audit-key', ({ Statement }) => {
          const describe = Statement.find(({ Sid }: { Sid: string }) => Sid === 'DescribeKey');
          describe.Condition.StringLike = { 'kms:EncryptionContext:aws:cloudtrail:arn': '*' };
        }),
    ],
    [
      'a key of logs that serves another group',
      ['audit/written'],
      (p) =>
        p.policy('Key', 'ml-log-key', ({ Statement }) => {
          Statement[1].Condition.ArnEquals = {
            'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:us-west-2:111122223333:log-group:other',
          };
        }),
    ],
    ['a log with a key that is off', ['audit/written'], (p) => (p.inputs('Key', 'ml-audit-key').isEnabled = false)],
    ['a log with a key that is on', [], (p) => (p.inputs('Key', 'ml-audit-key').isEnabled = true)],
    [
      'flows that nobody may write',
      ['audit/written'],
      (p) =>
        p.resources.splice(
          p.resources.findIndex(({ inputs }) => inputs?.role === 'ml.flow-logs'),
          1,
        ),
    ],
    ['flows without a role', ['audit/written'], (p) => delete p.inputs('FlowLog', 'ml-flow-log').iamRoleArn],
    [
      'a role of flows that waits for another service',
      ['audit/written'],
      (p) =>
        p.resources
          .filter(({ inputs }) => inputs?.name === 'ml.flow-logs')
          .forEach(({ inputs }) => {
            inputs.assumeRolePolicy = inputs.assumeRolePolicy.replace('vpc-flow-logs.', 'ec2.');
          }),
    ],
  ])('%s', (_, expected, change) => {
    expect(turnedByPlan(change)).toEqual(expected);
  });
});

function withoutStatement(plan: LoosePlan, kind: string, name: string, sid: string): void {
  plan.policy(kind, name, (policy) => {
    const left = policy.Statement.filter(({ Sid }: { Sid: string }) => Sid !== sid);
    expect(left).toHaveLength(policy.Statement.length - 1);
    policy.Statement = left;
  });
}

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

test('without a trail a plan of the whole platform fails; beside a cluster that stands already another may have it', () => {
  const status = (...without: readonly (readonly [kind: string, name: string])[]): string =>
    result(
      judgedPlan((plan) => without.forEach(([kind, name]) => plan.remove(kind, name))),
      'audit/data-access',
    ).status;
  expect([status(['Trail', 'ml-audit']), status(['Trail', 'ml-audit'], ['Cluster', 'ml'])]).toEqual([
    'fail',
    'unknown',
  ]);
});
