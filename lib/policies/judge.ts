import type { Platform } from '../model';
import { CRON_JOB, POD } from './judged';
import { evaluate, type Facts } from './predicate/evaluate';
import type { ExpressionRule } from './rule';
import { RULES } from './rules';

/** A Kubernetes object as far as rules look at all of them. */
export interface JudgedObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
}

/** A rule that refuses an object, and what to do about it. */
export interface Refusal {
  readonly rule: ExpressionRule;
  readonly message: string;
}

/**
 * What the cluster would answer when a person creates this object in the namespace of a project, asked here: the rules
 * are data, so they can be evaluated where the manifest is written, with the words that the cluster would use.
 * Exceptions do not count.
 *
 * @param namespace labels of the namespace
 */
export function judge(
  platform: Platform,
  object: JudgedObject,
  namespace: Readonly<Record<string, string>>,
): readonly Refusal[] {
  const facts = factsOf(object, namespace);
  return RULES.filter((rule): rule is ExpressionRule => 'requires' in rule && judges(rule, object)).flatMap((rule) =>
    rule
      .requires(platform)
      .filter(({ holds }) => evaluate(holds.node, facts) !== true)
      .map(({ message }) => ({ rule, message })),
  );
}

function judges({ scope, judges: judged }: ExpressionRule, { apiVersion, kind }: JudgedObject): boolean {
  if (scope !== 'projects' && scope !== 'everywhere') return false;
  return judged.some(
    ({ kinds, operations }) =>
      operations.includes('CREATE') &&
      kinds.some(
        (one) =>
          one.subresource === undefined &&
          one.kind === kind &&
          (one.group === '' ? one.version : `${one.group}/${one.version}`) === apiVersion,
      ),
  );
}

function factsOf(object: JudgedObject, labels: Readonly<Record<string, string>>): Facts {
  const { spec, metadata } = podOf(object);
  return {
    object,
    'old-object': null,
    'pod-spec': spec,
    'pod-metadata': metadata,
    namespace: { metadata: { labels } },
    // Somebody who is in no group that a rule knows.
    request: { operation: 'CREATE', userInfo: { username: '', groups: [] } },
  };
}

interface PodLike {
  readonly spec?: unknown;
  readonly metadata?: unknown;
}

/** The pod inside an object, as far as there is one. */
function podOf(object: JudgedObject): PodLike {
  const spec = (object as { spec?: { template?: PodLike; jobTemplate?: { spec?: { template?: PodLike } } } }).spec;
  if (object.kind === POD.kind) return { spec, metadata: object.metadata };
  return (object.kind === CRON_JOB.kind ? spec?.jobTemplate?.spec?.template : spec?.template) ?? {};
}
