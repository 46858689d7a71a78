import type { MeaningCase, Named } from './case';
import { all, any } from './match';

const PODS: readonly Named[] = ['pod', 'otherPod', 'unnamedPod'];
const MAKERS: readonly Named[] = ['deployment', 'statefulSet', 'replicationController', 'job', 'cronJob'];
const EVERYTHING = any({ kinds: ['*'] });
const BUT = (...left: readonly Named[]): readonly Named[] =>
  [...PODS, ...MAKERS].filter((named) => !left.includes(named));

const excepting = (
  title: string,
  ruleNames: readonly string[],
  spec: object,
  means: readonly Named[],
  more: Partial<MeaningCase> = {},
): MeaningCase => ({
  title,
  rules: [{ match: any({ kinds: ['Pod'] }) }],
  exceptions: [{ ruleNames, ...spec }],
  means,
  ...more,
});

/** What exceptions leave of what a rule about pods means. */
export const EXCEPTION_CASES: readonly MeaningCase[] = [
  excepting('a rule by its name', ['rule-0'], { match: EVERYTHING }, MAKERS),
  excepting('all rules', ['*'], { match: EVERYTHING }, []),
  excepting('rules by a pattern', ['rule-?'], { match: EVERYTHING }, MAKERS),
  excepting('a rule that is written for makers', ['autogen-rule-0'], { match: EVERYTHING }, [...PODS, 'cronJob']),
  excepting('rules that are written for makers', ['autogen-*'], { match: EVERYTHING }, PODS),
  excepting(
    'a rule that is written for what starts by the clock',
    ['autogen-cronjob-rule-0'],
    { match: EVERYTHING },
    BUT('cronJob'),
  ),
  excepting('another rule', ['rule-1'], { match: EVERYTHING }, BUT()),
  excepting('a kind', ['*'], { match: any({ kinds: ['Deployment'] }) }, BUT('deployment')),
  excepting('pods, and nothing that makes them', ['*'], { match: any({ kinds: ['Pod'] }) }, MAKERS),
  excepting('a name', ['*'], { match: any({ kinds: ['Pod', 'Job'], names: ['w*'] }) }, BUT('pod', 'job')),
  excepting('a name that is still to come', ['*'], { match: any({ names: ['run-*'] }) }, BUT('unnamedPod')),
  excepting('namespaces by a pattern', ['*'], { match: any({ namespaces: ['*-b'] }) }, BUT('otherPod', 'unnamedPod')),
  excepting('labels of the namespace', ['*'], { match: any({ namespaceSelector: { matchLabels: { tier: '?' } } }) }, [
    'otherPod',
    'unnamedPod',
  ]),
  excepting(
    'one of some filters',
    ['*'],
    { match: any({ names: ['store'] }, { kinds: ['CronJob'] }) },
    BUT('otherPod', 'cronJob'),
  ),
  excepting(
    'all of some filters',
    ['*'],
    { match: all({ namespaces: ['team-b'] }, { names: ['store'] }) },
    BUT('otherPod'),
  ),
  // Operations do not count in exceptions (kyverno/kyverno, pkg/engine/utils/exceptions.go).
  excepting('another operation', ['*'], { match: any({ kinds: ['*'], operations: ['DELETE'] }) }, []),
  excepting('labels', ['*'], { match: any({ selector: { matchLabels: { app: 'w*' } } }) }, ['otherPod', 'unnamedPod'], {
    operation: 'DELETE',
  }),
  excepting('annotations', ['*'], { match: any({ annotations: { '*/owner': '*' } }) }, BUT('pod'), {
    operation: 'DELETE',
  }),
  {
    title: 'a namespace, whatever is selected',
    rules: [{ match: any({ kinds: ['Namespace'] }) }],
    exceptions: [
      { ruleNames: ['*'], match: any({ kinds: ['Namespace'], namespaceSelector: { matchLabels: { tier: 'other' } } }) },
    ],
    means: [],
  },
  {
    title: 'what is outside namespaces, by a label that no namespace has',
    rules: [{ match: any({ kinds: ['ClusterRole'] }) }],
    exceptions: [
      {
        ruleNames: ['*'],
        match: any({ namespaceSelector: { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] } }),
      },
    ],
    means: [],
  },
];
