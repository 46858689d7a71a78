import type { MeaningCase, Named } from './case';
import { all, any } from './match';

const PODS: readonly Named[] = ['pod', 'otherPod', 'unnamedPod'];
const MAKERS: readonly Named[] = ['deployment', 'statefulSet', 'replicationController', 'job', 'cronJob'];
const WITH_MAKERS = [...PODS, ...MAKERS];
const OF_PODS = { match: any({ kinds: ['Pod'] }) };
const WIDGETS = any({ kinds: ['Widget'] });

const one = (title: string, rule: object, means: readonly Named[], more: Partial<MeaningCase> = {}): MeaningCase => ({
  title,
  rules: [rule],
  means,
  ...more,
});
const said = (controllers: string, means: readonly Named[]): MeaningCase => ({
  ...one(`where the policy says ${controllers}`, OF_PODS, means),
  annotations: { 'pod-policies.kyverno.io/autogen-controllers': controllers },
});
/** Beside a rule about pods. */
const beside = (title: string, rule: object, means: readonly Named[]): MeaningCase => ({
  title,
  rules: [OF_PODS, rule],
  means,
});

/** A rule about pods that demands something of them. */
const demanding = (title: string, demand: object, means: readonly Named[]): MeaningCase =>
  one(title, { ...OF_PODS, validate: { message: 'refused', allowExistingViolations: false, ...demand } }, means);
const condition = (key: string, value: string): object => ({
  deny: { conditions: { any: [{ key: `{{ request.object.${key} || '' }}`, operator: 'Equals', value }] } },
});
const ON_NODE = { spec: { hostNetwork: true } };

/** What a rule about pods reads of a template. */
const DEMANDS: readonly MeaningCase[] = [
  demanding('a pattern of labels', { pattern: { metadata: { labels: { app: 'inner' } } } }, PODS),
  demanding('a pattern of a kind, which no template has', { pattern: { kind: 'Pod' } }, MAKERS),
  demanding('a pattern for a kind', { pattern: { '(kind)': 'Pod', ...ON_NODE } }, PODS),
  demanding('a pattern for the kind of a maker', { pattern: { '(kind)': 'Deployment', ...ON_NODE } }, []),
  demanding(
    'patterns, one of which has to fit',
    { anyPattern: [{ kind: 'Pod' }, { spec: { containers: [{ name: 'x' }] } }] },
    MAKERS,
  ),
  demanding('a condition on a label', condition('metadata.labels.app', 'inner'), MAKERS),
  demanding('a condition on a name, which no template has', condition('metadata.name', 'web'), ['pod']),
  demanding(
    'a loop over containers',
    { foreach: [{ list: 'request.object.spec.containers', pattern: { image: '!main' } }] },
    WITH_MAKERS,
  ),
  demanding(
    'an expression',
    { cel: { expressions: [{ expression: "object.spec.containers.all(c, c.image != 'main')" }] } },
    WITH_MAKERS,
  ),
];

/** For which makers of pods Kyverno writes a rule about pods. */
export const MAKER_CASES: readonly MeaningCase[] = [
  ...DEMANDS,
  one('a rule about pods', OF_PODS, WITH_MAKERS),
  one('a rule about pods, outside lists', { match: { resources: { kinds: ['Pod'] } } }, WITH_MAKERS),
  one('a rule about pods that fit all of one filter', { match: all({ kinds: ['Pod'] }) }, WITH_MAKERS),
  one('a rule about pods of a namespace', { match: any({ kinds: ['Pod'], namespaces: ['team-a'] }) }, [
    'pod',
    ...MAKERS,
  ]),
  one(
    'a rule about pods by labels of the namespace',
    { match: any({ kinds: ['Pod'], namespaceSelector: { matchLabels: { tier: 'x' } } }) },
    ['pod', ...MAKERS],
  ),
  one('a rule about pods of a version', { match: any({ kinds: ['v1/Pod'] }) }, PODS),
  one('a rule about pods by a pattern', { match: any({ kinds: ['P*d'] }) }, PODS),
  one('a rule about pods beside others', { match: any({ kinds: ['Pod', 'Widget'] }) }, [...PODS, 'widget']),
  one('a rule about pods in one filter, others in another', { match: any({ kinds: ['Pod'] }, { kinds: ['Widget'] }) }, [
    ...WITH_MAKERS,
    'widget',
  ]),
  one(
    'a rule about pods that fit all of two filters',
    { match: all({ kinds: ['Pod'] }, { kinds: ['*'], namespaces: ['team-a'] }) },
    ['pod', ...MAKERS],
  ),
  one('a rule about pods by name', { match: any({ kinds: ['Pod'], names: ['*'] }) }, PODS),
  one('a rule about pods by a name of the older field', { match: any({ kinds: ['Pod'], name: '*' }) }, PODS),
  one(
    'a rule about pods by labels',
    { match: any({ kinds: ['Pod'], selector: { matchLabels: { app: 'web' } } }) },
    ['pod'],
    {
      unsure: ['pod'],
    },
  ),
  one('a rule about pods of operations', { match: any({ kinds: ['Pod'], operations: ['CREATE'] }) }, WITH_MAKERS),
  one('a rule about a maker', { match: any({ kinds: ['Deployment'] }) }, ['deployment']),
  one('a rule that excludes a namespace', { ...OF_PODS, exclude: any({ namespaces: ['team-b'] }) }, ['pod', ...MAKERS]),
  one('a rule that excludes by name', { ...OF_PODS, exclude: any({ names: ['store'] }) }, ['pod', 'unnamedPod']),
  one(
    'a rule that excludes pods of a namespace',
    { ...OF_PODS, exclude: any({ kinds: ['Pod'], namespaces: ['team-b'] }) },
    ['pod', ...MAKERS],
  ),
  one(
    'a rule that excludes pods of a namespace, outside lists',
    { ...OF_PODS, exclude: { resources: { kinds: ['Pod'], namespaces: ['team-b'] } } },
    ['pod', ...MAKERS],
  ),
  one('a rule that excludes other kinds', { ...OF_PODS, exclude: any({ kinds: ['Widget'] }) }, PODS),
  one(
    'a rule that excludes a maker and pods elsewhere',
    { ...OF_PODS, exclude: any({ kinds: ['Deployment'] }, { kinds: ['Pod'], namespaces: ['none'] }) },
    [...PODS, 'statefulSet', 'replicationController', 'job'],
  ),
  one(
    'a rule that excludes what fits all',
    { ...OF_PODS, exclude: all({ kinds: ['Pod'] }, { namespaces: ['team-a'] }) },
    ['otherPod', 'unnamedPod'],
  ),
  said('none', PODS),
  said('Deployment', [...PODS, 'deployment']),
  said('Deployment,CronJob', [...PODS, 'deployment', 'cronJob']),
  said('Deployment, Job', [...PODS, 'deployment']),
  said('deployments', PODS),
  said('', PODS),
  beside('a rule beside one about others', { match: WIDGETS }, [...WITH_MAKERS, 'widget']),
  beside('a rule beside one about others by name', { match: any({ kinds: ['Widget'], names: ['w*'] }) }, [
    ...PODS,
    'widget',
  ]),
  beside(
    'a rule beside one that excludes by labels',
    { match: WIDGETS, exclude: any({ selector: { matchLabels: { a: 'b' } } }) },
    [...PODS, 'widget'],
  ),
  beside(
    'a rule beside one with a patch of JSON',
    { match: WIDGETS, mutate: { patchesJson6902: '- {op: add, path: /metadata/labels/patched, value: b}' } },
    PODS,
  ),
  beside(
    'a rule beside one with a patch',
    { match: WIDGETS, mutate: { patchStrategicMerge: { metadata: { labels: { patched: 'b' } } } } },
    WITH_MAKERS,
  ),
  {
    title: 'a rule about pods of a version, beside one about a maker',
    rules: [{ match: any({ kinds: ['v1/Pod'] }) }, { match: any({ kinds: ['Deployment'] }) }],
    means: WITH_MAKERS,
  },
  {
    title: 'a rule about a part of pods, beside one about pods',
    rules: [{ match: any({ kinds: ['Pod/exec'] }) }, OF_PODS],
    means: WITH_MAKERS,
  },
];
