import { requestText, ruleAllowsSome, type ApiRequest, type Rule } from '../authority/rule';
import type { Binding } from '../authority/read-rbac';
import { subjectText, type RbacSubject } from '../authority/subject';
import { BECOME_ACCOUNTS, INTO_PODS, READ_SECRETS, RUN_CODE, WRITE_FENCES, WRITE_PODS } from '../authority/rights';
import type { Evidence } from '../evidence';
import { standingOf } from '../scope/people';
import { workloadName } from '../workload/workload';
import { byNaturalOrder } from '../natural-order';
import { onceFor } from '../once-for';

/** Somebody who may do something somewhere, and by what. */
export interface Allowed {
  /** `Group ml:alpha:engineers`, or a workload such as `ml-alpha/pretrain[Job]`. */
  readonly who: string;
  /** Kind of right, in words: `run code`. */
  readonly may: string;
  /** A namespace, or nodes. */
  readonly where: string;
  /** The rights in full: `create pods/exec`. Empty for nodes. */
  readonly rights: readonly string[];
  /** The binding that gives them; for nodes, why pods land there. */
  readonly by: string;
  /** `undecided`: the input does not exclude it, and does not say that it is so. */
  readonly status: 'allowed' | 'undecided';
}

/** Requests that are one kind of right, each with the text that reports show. */
interface KindOfRight {
  readonly may: string;
  readonly requests: readonly { readonly request: Omit<ApiRequest, 'namespace'>; readonly text: string }[];
}

const KINDS_OF_RIGHT = Object.entries({
  'enter running pods': INTO_PODS,
  'read secrets': READ_SECRETS,
  'act as accounts': BECOME_ACCOUNTS,
  'make bare pods': WRITE_PODS,
  'change what isolates': WRITE_FENCES,
  'run code': RUN_CODE,
}).map(([may, requests]): KindOfRight => ({
  may,
  requests: requests.map((request) => ({ request, text: requestText(request) })),
}));

/**
 * Who has rights in projects that matter for their isolation, and what runs on training nodes. Kubernetes' own subjects,
 * administrators and operators are left out of the rights, as far as those are meant. Ordered by who, what and where.
 */
export function allowed(evidence: Evidence): readonly Allowed[] {
  const rows = [...rights(evidence), ...onTrainingNodes(evidence)];
  return rows.sort(
    (a, b) => byNaturalOrder(a.who, b.who) || byNaturalOrder(a.may, b.may) || byNaturalOrder(a.where, b.where),
  );
}

function* rights(evidence: Evidence): Generator<Allowed> {
  const { authority, scope } = evidence;
  const kindsIn = onceFor(kindsOf);
  const ofBinding = (binding: Binding): readonly GivenTo[] => {
    const kinds = kindsIn(authority.rulesOf(binding) ?? []);
    return kinds.length === 0
      ? []
      : binding.subjects.map((subject) => ({
          who: subjectText(subject),
          given: judged(evidence, binding, subject, kinds),
        }));
  };
  const everywhere = authority.madeClusterWide.map((binding) => ({ binding, to: ofBinding(binding) }));
  for (const { name } of scope.namespaces) {
    const rows = new Map<string, Allowed>();
    const own = authority.bindingsIn(name).map((binding) => ({ binding, to: ofBinding(binding) }));
    for (const { binding, to } of [...everywhere, ...own]) {
      const by = `${binding.kind} ${binding.name} (${binding.role.name})`;
      for (const { who, given } of to) add(rows, who, name, given, by);
    }
    yield* rows.values();
  }
}

/** What a binding gives to one of its subjects. */
interface GivenTo {
  readonly who: string;
  readonly given: readonly Given[];
}

/** Rights of one kind that somebody has. */
interface Given {
  readonly may: string;
  readonly rights: readonly string[];
  /** Whether it is not known of any of them that it is not meant. */
  readonly isDoubted: boolean;
}

/** Projects share roles, so the rules of each are looked through once. */
function kindsOf(rules: readonly Rule[]): readonly KindOfRight[] {
  return KINDS_OF_RIGHT.flatMap(({ may, requests }) => {
    const given = requests.filter(({ request }) => rules.some((rule) => ruleAllowsSome(rule, request)));
    return given.length === 0 ? [] : [{ may, requests: given }];
  });
}

/** The rights without those that are meant. */
function judged(
  evidence: Evidence,
  binding: Binding,
  subject: RbacSubject,
  kinds: readonly KindOfRight[],
): readonly Given[] {
  return kinds.flatMap(({ may, requests }) => {
    const standings = requests.map(({ request, text }) => ({
      text,
      standing: standingOf(evidence, { subject, binding, names: undefined }, request),
    }));
    const left = standings.filter(({ standing }) => standing !== 'meant');
    if (left.length === 0) return [];
    const isDoubted = left.every(({ standing }) => standing !== 'judged');
    return [{ may, rights: left.map(({ text }) => text), isDoubted }];
  });
}

function add(rows: Map<string, Allowed>, who: string, where: string, given: readonly Given[], by: string): void {
  for (const { may, rights, isDoubted } of given) {
    const key = JSON.stringify([who, may]);
    const earlier = rows.get(key);
    rows.set(key, {
      who,
      may,
      where,
      rights: [...new Set([...(earlier?.rights ?? []), ...rights])],
      by: earlier === undefined ? by : `${earlier.by}, ${by}`,
      status: isDoubted && earlier?.status !== 'allowed' ? 'undecided' : 'allowed',
    });
  }
}

function* onTrainingNodes({ nodes, workloads }: Evidence): Generator<Allowed> {
  for (const workload of workloads) {
    for (const { pool, lands, byName } of nodes.trainingNodesOf(workload)) {
      yield {
        who: workloadName(workload),
        may: 'run on nodes',
        where: pool.name,
        rights: [],
        by: byName ? 'names the node itself' : 'its tolerations and selectors',
        status: lands === 'yes' ? 'allowed' : 'undecided',
      };
    }
  }
}
