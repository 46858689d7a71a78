import { NAMED, type MeaningCase, type Named } from './case';

type Filter = Readonly<Record<string, unknown>>;

export const any = (...resources: readonly Filter[]): object => ({ any: resources.map((one) => ({ resources: one })) });
export const all = (...resources: readonly Filter[]): object => ({ all: resources.map((one) => ({ resources: one })) });

const PODS: readonly Named[] = ['pod', 'otherPod', 'unnamedPod'];
/** By name, so that Kyverno writes no rule for what makes them. */
const NAMED_PODS = { kinds: ['Pod'], names: ['*'] };
const EVERYTHING = { kinds: ['*'] };
const IN_NAMESPACES = NAMED.filter((named) => named !== 'namespace' && named !== 'role');
const but = (...left: readonly Named[]): readonly Named[] => NAMED.filter((named) => !left.includes(named));

const meant = (
  title: string,
  match: object,
  means: readonly Named[],
  more: Partial<MeaningCase> = {},
): MeaningCase => ({
  title,
  rules: [{ match }],
  means,
  ...more,
});
const excluding = (
  title: string,
  exclude: object,
  means: readonly Named[],
  more: Partial<MeaningCase> = {},
): MeaningCase => ({
  title,
  rules: [{ match: any(EVERYTHING), exclude }],
  means,
  ...more,
});
const ofKind = (kind: string, ...means: readonly Named[]): MeaningCase =>
  meant(`kinds ${kind}`, any({ kinds: [kind], names: ['*'] }), means);
/** Objects have labels of their own for sure where they are removed. */
const removed = { operation: 'DELETE' } as const;

const KINDS: readonly MeaningCase[] = [
  ofKind('*', ...NAMED),
  ofKind('Pod', ...PODS),
  ofKind('P?d', ...PODS),
  ofKind('pod'),
  ofKind('v1/Pod', ...PODS),
  ofKind('/v1/Pod', ...PODS),
  ofKind('*/v1/Pod'),
  ofKind('*/Pod', ...PODS),
  ofKind('v2/Pod'),
  ofKind('Pod/exec'),
  ofKind('Pod.status'),
  ofKind('Pod/*', ...PODS),
  ofKind('*/*', ...NAMED),
  ofKind('*Set', 'statefulSet'),
  ofKind('Job', 'job', 'otherJob'),
  ofKind('batch/v1/Job', 'job'),
  ofKind('batch/*/Job', 'job'),
  ofKind('batch*/*/Job', 'job', 'otherJob'),
  ofKind('*/*/Job'),
  ofKind('v1alpha1/Job', 'otherJob'),
  ofKind('apps/v1beta1/Deployment'),
  ofKind('apps/v1/*', 'deployment', 'statefulSet'),
  ofKind('apps/*/*', 'deployment', 'statefulSet'),
  ofKind(
    'v1/*',
    'pod',
    'otherPod',
    'unnamedPod',
    'deployment',
    'statefulSet',
    'replicationController',
    'job',
    'cronJob',
    'namespace',
    'role',
  ),
  ofKind('example.com/v1beta1/Widget', 'widget'),
  ofKind('example.com/v1/Widget'),
];

const PLACES: readonly MeaningCase[] = [
  meant('a name', any({ ...EVERYTHING, names: ['web'] }), but('otherPod', 'unnamedPod', 'otherJob', 'namespace')),
  meant('names by patterns', any({ ...NAMED_PODS, names: ['w?b', 'st*'] }), ['pod', 'otherPod']),
  meant('a name by the older field', any({ kinds: ['Pod'], name: '*b' }), ['pod']),
  meant('the beginning of a name that is still to come', any({ ...NAMED_PODS, names: ['run-'] }), ['unnamedPod']),
  meant('a name that is still to come, by a pattern that needs more', any({ ...NAMED_PODS, names: ['run-?*'] }), []),
  meant(
    'namespaces by patterns',
    any({ ...EVERYTHING, namespaces: ['*-a'] }),
    but('otherPod', 'unnamedPod', 'widget', 'role'),
  ),
  meant('any namespace', any({ ...EVERYTHING, namespaces: ['*'] }), NAMED),
  meant('any namespace with a letter', any({ ...EVERYTHING, namespaces: ['?*'] }), but('role')),
  meant('labels of the namespace', any({ ...EVERYTHING, namespaceSelector: { matchLabels: { tier: 'x' } } }), [
    'pod',
    'deployment',
    'statefulSet',
    'replicationController',
    'job',
    'cronJob',
    'otherJob',
  ]),
  meant(
    'labels of the namespace by patterns',
    any({ ...NAMED_PODS, namespaceSelector: { matchLabels: { '*/b': 'o*' } } }),
    ['pod'],
  ),
  meant(
    'a label that a namespace lacks',
    any({
      ...EVERYTHING,
      namespaceSelector: { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['x'] }] },
    }),
    ['otherPod', 'unnamedPod', 'widget', 'role'],
  ),
  meant('an empty selector of namespaces', any({ ...EVERYTHING, namespaceSelector: {} }), but('namespace')),
  meant('operations', any({ ...EVERYTHING, operations: ['CREATE', 'DELETE'] }), NAMED),
  meant('another operation', any({ ...EVERYTHING, operations: ['UPDATE'] }), []),
  meant('an operation, of a change', any({ ...NAMED_PODS, operations: ['UPDATE'] }), PODS, { operation: 'UPDATE' }),
  meant('an operation, of a removal', any({ ...NAMED_PODS, operations: ['CREATE'] }), [], removed),
];

const OWN: readonly MeaningCase[] = [
  meant(
    'labels',
    any({ ...EVERYTHING, selector: { matchLabels: { app: 'web' } } }),
    but('otherPod', 'unnamedPod', 'otherJob', 'widget', 'namespace'),
    removed,
  ),
  meant('labels by patterns', any({ ...NAMED_PODS, selector: { matchLabels: { 'a*': '?eb' } } }), ['pod'], removed),
  meant('any label', any({ ...NAMED_PODS, selector: { matchLabels: { '*': '*' } } }), ['pod', 'unnamedPod'], removed),
  meant(
    'a label that is not there',
    any({ ...NAMED_PODS, selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }),
    ['otherPod'],
    { ...removed, unsure: ['otherPod'] },
  ),
  meant('labels of what is changed', any({ ...NAMED_PODS, selector: { matchLabels: { app: 'web' } } }), ['pod'], {
    operation: 'UPDATE',
    unsure: ['pod'],
  }),
  meant('annotations', any({ ...EVERYTHING, annotations: { 'a/owner': 'one' } }), ['pod'], removed),
  meant(
    'annotations by patterns',
    any({ ...EVERYTHING, annotations: { '*/owner': 'o??', 'n*': '*' } }),
    ['pod'],
    removed,
  ),
  meant('an annotation of another value', any({ ...EVERYTHING, annotations: { 'a/owner': 'two' } }), [], removed),
  meant('no annotation at all', any({ ...NAMED_PODS, annotations: {} }), PODS, removed),
];

const JOINED: readonly MeaningCase[] = [
  meant('one of some filters', any({ kinds: ['Widget'] }, { kinds: ['ClusterRole'], names: ['w*'] }), [
    'widget',
    'role',
  ]),
  meant('all of some filters', all({ kinds: ['Pod', 'Widget'] }, { ...EVERYTHING, names: ['web'] }), ['pod', 'widget']),
  meant('filters that nothing fits', all({ kinds: ['Pod'], names: ['web'] }, { kinds: ['Widget'] }), []),
  meant('a filter outside lists', { resources: { ...NAMED_PODS, names: ['web'] } }, ['pod']),
  excluding('excludes what one of some filters means', any({ names: ['web'] }, { kinds: ['Pod'] }), [
    'otherJob',
    'namespace',
  ]),
  excluding('excludes what all of some filters mean', all({ names: ['web'] }, { kinds: ['Pod'] }), but('pod')),
  excluding('excludes what a filter outside lists means', { resources: { kinds: ['Widget'] } }, but('widget')),
  excluding(
    'excludes a kind and its namespace',
    any({ kinds: ['Pod'], namespaces: ['team-b'] }),
    but('otherPod', 'unnamedPod'),
  ),
  excluding('excludes a namespace with what is in it', any({ namespaces: ['team-a'] }), [
    'otherPod',
    'unnamedPod',
    'widget',
    'role',
  ]),
  excluding(
    'excludes by labels of namespaces no namespace',
    any({ namespaceSelector: { matchLabels: { tier: 'x' } } }),
    ['otherPod', 'unnamedPod', 'widget', 'namespace', 'role'],
  ),
  excluding('excludes another operation', any({ operations: ['DELETE'] }), NAMED),
  excluding('excludes nobody by an empty list', any({ names: [] }, { annotations: {} }), NAMED),
  excluding('excludes an operation, of a removal', any({ operations: ['DELETE'] }), [], removed),
  excluding(
    'excludes labels',
    any({ selector: { matchLabels: { app: 'w*' } } }),
    ['otherPod', 'unnamedPod', 'otherJob', 'widget', 'namespace'],
    removed,
  ),
  excluding('excludes annotations', any({ annotations: { '*/owner': '*' } }), but('pod'), removed),
  meant('what is in namespaces', any({ ...EVERYTHING, namespaces: ['team-*'] }), [...IN_NAMESPACES, 'namespace']),
];

/** Whom `match` and `exclude` of a rule mean. */
export const MATCH_CASES: readonly MeaningCase[] = [...KINDS, ...PLACES, ...OWN, ...JOINED];
