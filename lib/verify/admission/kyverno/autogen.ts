import type { Field } from '../../input/field';
import { annotationsOf, type KubernetesObject } from '../../input/kubernetes-object';
import type { Match } from '../../match';
import type { AdmissionRequest, Manifest } from '../admission-request';
import { textsOf } from '../resource-match';
import { isRecord } from '../said-selector';

/** Kinds for which Kyverno writes rules out of one for pods, and the way to the template of each. */
const TEMPLATE = ['spec', 'template'];
const TEMPLATE_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['DaemonSet', TEMPLATE],
  ['Deployment', TEMPLATE],
  ['Job', TEMPLATE],
  ['StatefulSet', TEMPLATE],
  ['ReplicaSet', TEMPLATE],
  ['ReplicationController', TEMPLATE],
  ['CronJob', ['spec', 'jobTemplate', ...TEMPLATE]],
]);
const ANNOTATION = 'pod-policies.kyverno.io/autogen-controllers';

/**
 * Whether Kyverno writes a rule for the pods of a kind out of one for pods
 * (https://kyverno.io/docs/policy-types/cluster-policy/autogen/). One rule of a policy that picks objects by name, selector or
 * annotation, or pods beside others, keeps it from doing so for all of them.
 */
export function autogenOf({ field }: KubernetesObject, rule: Field): (kind: string) => Match {
  const rules = field.at('spec', 'rules')?.items() ?? [];
  const said = annotationsOf(field.get('metadata')).get(ANNOTATION);
  const excluded = filtersOf(rule.get('exclude')).flatMap(kindsOf);
  const isAboutPods =
    filtersOf(rule.get('match')).flatMap(kindsOf).some(isPod) && (excluded.length === 0 || excluded.some(isPod));
  if (!isAboutPods || rules.some(keepsFrom)) return () => 'no';
  const named = said?.split(',');
  return (kind) => {
    if (!hasTemplate(kind)) return 'no';
    if (named === undefined) return 'yes';
    return named.includes('all') ? 'maybe' : named.includes(kind) ? 'yes' : 'no';
  };
}

/** Whether things of a kind have the template of a pod, by which rules about pods may judge them. */
export function hasTemplate(kind: string): boolean {
  return TEMPLATE_OF.has(kind);
}

/** The request as such a rule reads it: metadata and spec are those of the template. */
export function templateRequest(request: AdmissionRequest): AdmissionRequest {
  const way = TEMPLATE_OF.get(request.kind) ?? [];
  const templateOf = (object: Manifest | null): Manifest | null => {
    if (object === null) return null;
    const template = way.reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), object);
    const { metadata = {}, spec } = isRecord(template) ? template : {};
    const { apiVersion, kind } = object;
    return { apiVersion, kind, metadata: metadata as Manifest['metadata'], ...(spec === undefined ? {} : { spec }) };
  };
  return { ...request, object: templateOf(request.object), oldObject: templateOf(request.oldObject) };
}

const isPod = (kind: string): boolean => /(?:^|\/)Pod(?:[./]|$)/.test(kind);

const filtersOf = (block: Field | undefined): readonly Field[] =>
  block === undefined ? [] : [block, ...(block.get('any')?.items() ?? []), ...(block.get('all')?.items() ?? [])];

const kindsOf = (filter: Field): readonly string[] => textsOf(filter.at('resources', 'kinds'));

const PICKING = ['name', 'names', 'selector', 'annotations'];

function keepsFrom(rule: Field): boolean {
  if (rule.get('generate') !== undefined || rule.at('mutate', 'patchesJson6902') !== undefined) return true;
  const each = rule.at('mutate', 'foreach')?.items() ?? [];
  if (each.some((one) => one.get('patchesJson6902') !== undefined)) return true;
  return [...filtersOf(rule.get('match')), ...filtersOf(rule.get('exclude'))].some((filter) => {
    const kinds = kindsOf(filter);
    return PICKING.some((key) => filter.at('resources', key) !== undefined) || (kinds.length > 1 && kinds.some(isPod));
  });
}
