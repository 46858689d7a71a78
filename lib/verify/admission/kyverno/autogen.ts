import { itemsIn, type Field } from '../../input/field';
import { annotationsOf, type KubernetesObject } from '../../input/kubernetes-object';
import type { Match } from '../../match';
import { onceFor } from '../../once-for';
import type { AdmissionRequest, Manifest } from '../admission-request';
import { textsOf } from '../resource-match';
import { isRecord, valueAt } from '../../record';
import { meansKind } from './kind-selector';
import type { KindTest } from './rule-match';

interface Maker {
  /** What Kyverno writes under `kinds`. */
  readonly selector: string;
  /** Way to the template. */
  readonly way: readonly string[];
}

const TEMPLATE = ['spec', 'template'];

/** Kinds for which Kyverno writes rules out of one for pods. Others of the same name, such as Volcano's Job, it does not mean. */
const MAKERS: ReadonlyMap<string, Maker> = new Map([
  ['DaemonSet', { selector: 'apps/v1/DaemonSet', way: TEMPLATE }],
  ['Deployment', { selector: 'apps/v1/Deployment', way: TEMPLATE }],
  ['Job', { selector: 'batch/v1/Job', way: TEMPLATE }],
  ['StatefulSet', { selector: 'apps/v1/StatefulSet', way: TEMPLATE }],
  ['ReplicaSet', { selector: 'apps/v1/ReplicaSet', way: TEMPLATE }],
  ['ReplicationController', { selector: 'v1/ReplicationController', way: TEMPLATE }],
  ['CronJob', { selector: 'batch/v1/CronJob', way: ['spec', 'jobTemplate', ...TEMPLATE] }],
]);
const ANNOTATION = 'pod-policies.kyverno.io/autogen-controllers';

/**
 * Whether Kyverno writes a rule for what a request is about out of one for pods
 * (https://kyverno.io/docs/policy-types/cluster-policy/autogen/). One rule of a policy that picks objects by name, selector or
 * annotation, or pods beside others, keeps it from doing so for all of them; and one at least has to name a kind of these
 * without group and version.
 */
export function autogenOf({ field }: KubernetesObject, rule: Field): (request: AdmissionRequest) => Match {
  const rules = itemsIn(field, 'spec', 'rules');
  const said = annotationsOf(field.get('metadata')).get(ANNOTATION);
  const excluded = filtersOf(rule.get('exclude')).flatMap(kindsOf);
  const isAboutPods =
    filtersOf(rule.get('match')).flatMap(kindsOf).some(isPod) && (excluded.length === 0 || excluded.some(isPod));
  if (!isAboutPods || isWritten(rule) || rules.some(keepsFrom) || !rules.some(isNeeded)) return () => 'no';
  const named = said?.split(',');
  return (request) => {
    const { kind } = request;
    const maker = MAKERS.get(kind);
    if (maker === undefined || !meansKind(maker.selector, request)) return 'no';
    if (named === undefined) return 'yes';
    return named.includes('all') ? 'maybe' : named.includes(kind) ? 'yes' : 'no';
  };
}

/** Whether a rule has the name of one that Kyverno writes: of such a rule it writes none. */
export function isWritten(rule: Field): boolean {
  return rule.get('name')?.text()?.startsWith('autogen-') === true;
}

/**
 * Which kinds the filters of a rule mean that Kyverno writes: those of the makers in the place of pods, and for CronJobs
 * nothing else, whatever the filter was about.
 */
export const meansMaker: KindTest = (kinds, request) =>
  request.kind === 'CronJob' || kinds.some((kind) => isPod(kind) || meansKind(kind, request));

/** Whether things of a kind have the template of a pod, by which rules about pods may judge them. */
export function hasTemplate(kind: string): boolean {
  return MAKERS.has(kind);
}

/** The request as such a rule reads it: metadata and spec are those of the template, and there is nothing else. */
export const templateRequest = onceFor((request: AdmissionRequest): AdmissionRequest => {
  const way = MAKERS.get(request.kind)?.way ?? [];
  return { ...request, object: templateOf(request.object, way), oldObject: templateOf(request.oldObject, way) };
});

function templateOf(object: Manifest | null, way: readonly string[]): Manifest | null {
  if (object === null) return null;
  const template = valueAt(object, ...way);
  const { metadata = {}, spec } = isRecord(template) ? template : {};
  return { metadata, ...(spec === undefined ? {} : { spec }) } as Partial<Manifest> as Manifest;
}

const isPod = (kind: string): boolean => /(?:^|\/)Pod(?:[./]|$)/.test(kind);

const filtersOf = (block: Field | undefined): readonly Field[] =>
  block === undefined ? [] : [block, ...itemsIn(block, 'any'), ...itemsIn(block, 'all')];

/** What a rule says that it is about. */
export const kindsMatched = (rule: Field): readonly string[] => filtersOf(rule.get('match')).flatMap(kindsOf);

const kindsOf = (filter: Field): readonly string[] => textsOf(filter.at('resources', 'kinds'));

const isNeeded = (rule: Field): boolean =>
  [...filtersOf(rule.get('match')), ...filtersOf(rule.get('exclude'))]
    .flatMap(kindsOf)
    .some((kind) => kind === 'Pod' || MAKERS.has(kind));

function keepsFrom(rule: Field): boolean {
  if (rule.get('generate') !== undefined || rule.at('mutate', 'patchesJson6902') !== undefined) return true;
  const each = itemsIn(rule, 'mutate', 'foreach');
  if (each.some((one) => one.get('patchesJson6902') !== undefined)) return true;
  return [...filtersOf(rule.get('match')), ...filtersOf(rule.get('exclude'))].some((filter) => {
    const kinds = kindsOf(filter);
    const isPicking =
      (filter.at('resources', 'name')?.text() ?? '') !== '' ||
      textsOf(filter.at('resources', 'names')).length > 0 ||
      ['selector', 'annotations'].some((key) => filter.at('resources', key) !== undefined);
    return isPicking || (kinds.length > 1 && kinds.some(isPod));
  });
}
