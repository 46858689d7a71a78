import type { Platform } from '../../model';
import { CRON_JOB, holdsPod, POD, withoutKinds, type JudgedKinds, type Kind } from '../judged';
import { toCel, type Bindings, type Cel } from '../predicate/cel';
import { reads, type Node } from '../predicate/node';
import { anyOf, Flag } from '../predicate/values';
import type { ExpressionRule, Requirement } from '../rule';

/** A rule for one platform, in the language of the dialects; each of them puts the same texts into its own fields. */
export interface WrittenRule {
  readonly variables: Cel['variables'];
  readonly validations: readonly { readonly expression: string; readonly message: string }[];
  /** Whether it can be asked of objects that lie in the cluster: it asks neither who made them nor how. */
  readonly background: boolean;
}

export function writeRule(rule: ExpressionRule, platform: Platform): WrittenRule {
  const requirements = rule.requires(platform);
  const nodes = requirements.map((requirement) => judged(rule, requirement).node);
  const { expressions, variables } = toCel(nodes, bindingsFor(rule.judges.flatMap(({ kinds }) => kinds)));
  return {
    variables,
    validations: requirements.map(({ message }, index) => ({ expression: expressions[index] as string, message })),
    background: !nodes.some((node) => reads(node, 'request')) && !rule.judges.some(isOfRequestsOnly),
  };
}

/** What exists only while it is asked for: a connection, a token, a change of a part; or what holds at a creation only. */
const isOfRequestsOnly = ({ operations, kinds }: JudgedKinds): boolean =>
  !operations.includes('UPDATE') || kinds.some(({ subresource }) => subresource !== undefined);

/**
 * The rule for whole objects and, under a name of its own, for changes of running pods. Kyverno reports on what lies in
 * the cluster, and calls a policy that names a subresource not ready for reports.
 */
export function partsOf(
  rule: ExpressionRule,
  platform: Platform,
): readonly (ExpressionRule & { readonly part: string })[] {
  const whole = {
    ...rule,
    judges: withoutKinds(rule.judges, ({ subresource }) => subresource !== undefined),
    part: '',
  };
  if (whole.judges.length === 0 || !writeRule(whole, platform).background) return [{ ...rule, part: '' }];
  const parts = withoutKinds(rule.judges, ({ subresource }) => subresource === undefined);
  return [whole, ...(parts.length === 0 ? [] : [{ ...rule, judges: parts, part: RUNNING }])];
}

/** End of the name of a policy for changes of running pods. */
const RUNNING = '-running';

function judged({ unchanged }: ExpressionRule, { holds }: Requirement): Flag {
  if (unchanged === undefined) return holds;
  const named: Node = { op: 'named', name: 'unchanged', is: unchanged.node };
  return anyOf(new Flag(named), holds);
}

/**
 * What the roots of expressions are in a policy that judges these kinds. `dyn` where several kinds meet: the API server
 * checks expressions against the type of each and would warn of the fields that the others lack.
 */
function bindingsFor(kinds: readonly Kind[]): Bindings {
  const others: Bindings = {
    object: 'object',
    'old-object': 'oldObject',
    request: 'request',
    namespace: 'namespaceObject',
  };
  const pods = kinds.filter(holdsPod);
  if (pods.length === 0) return others;
  if (pods.every(({ resource }) => resource === POD.resource)) {
    return {
      ...others,
      'pod-spec': 'object.spec',
      'old-pod-spec': 'oldObject.spec',
      'pod-metadata': 'object.metadata',
    };
  }
  return {
    ...others,
    'pod-spec': byKind('object', 'spec', '.spec'),
    'old-pod-spec': byKind('oldObject', 'spec', '.spec'),
    // A template may leave its metadata out.
    'pod-metadata': byKind('object', 'metadata', '.?metadata.orValue({})'),
  };
}

function byKind(object: string, ofPod: string, ofTemplate: string): string {
  return [
    `dyn(${object}).kind == '${POD.kind}' ? dyn(${object}).${ofPod} :`,
    `dyn(${object}).kind == '${CRON_JOB.kind}' ? dyn(${object}).spec.jobTemplate.spec.template${ofTemplate} :`,
    `dyn(${object}).spec.template${ofTemplate}`,
  ].join('\n');
}
