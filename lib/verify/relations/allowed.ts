import { requestText, ruleAllowsSome, type ApiRequest, type Rule } from '../authority/rule';
import { subjectText, type Subject } from '../authority/subject';
import {
  BECOME_ACCOUNTS,
  INTO_PODS,
  READ_SECRETS,
  RUN_CODE,
  WRITE_FENCES,
  WRITE_PODS,
} from '../checks/authority/rights';
import type { Evidence } from '../evidence';
import { isPerson } from '../scope/people';
import { workloadName } from '../workload/workload';
import { byText } from './text-order';

/** Somebody who may do something somewhere, and by what. */
export interface Allowed {
  /** `Group ml:alpha:engineers`, or a workload such as `ml-alpha/pretrain[Job]`. */
  readonly who: string;
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

const RIGHTS: Readonly<Record<string, readonly Omit<ApiRequest, 'namespace'>[]>> = {
  'enter running pods': INTO_PODS,
  'read secrets': READ_SECRETS,
  'act as accounts': BECOME_ACCOUNTS,
  'make bare pods': WRITE_PODS,
  'change what isolates': WRITE_FENCES,
  'run code': RUN_CODE,
};

/**
 * Who has rights in projects that matter for their isolation, and what runs on training nodes. Kubernetes' own subjects,
 * administrators and operators are left out of the rights. Ordered by who, what and where.
 */
export function allowed(evidence: Evidence): readonly Allowed[] {
  const rows = [...rights(evidence), ...onTrainingNodes(evidence)];
  return rows.sort((a, b) => byText(a.who, b.who) || byText(a.may, b.may) || byText(a.where, b.where));
}

function* rights({ authority, scope, platform }: Evidence): Generator<Allowed> {
  const ofRules = new Map<readonly Rule[], readonly RightsOf[]>();
  const people = new Map<string, boolean>();
  const isConcerned = (subject: Subject, who: string): boolean => {
    const known = people.get(who) ?? isPerson(authority, subject, scope, platform);
    people.set(who, known);
    return known;
  };
  for (const { name } of scope.namespaces) {
    const rows = new Map<string, Allowed>();
    for (const binding of [...authority.madeClusterWide, ...authority.bindingsIn(name)]) {
      const rules = authority.rulesOf(binding) ?? [];
      const groups = ofRules.get(rules) ?? rightsOf(rules);
      ofRules.set(rules, groups);
      if (groups.length === 0) continue;
      for (const subject of binding.subjects) {
        const who = subjectText(subject);
        if (isConcerned(subject, who))
          add(rows, who, name, groups, `${binding.kind} ${binding.name} (${binding.role.name})`);
      }
    }
    yield* rows.values();
  }
}

/** Rights of one kind that some rules give, in words. */
interface RightsOf {
  readonly may: string;
  readonly rights: readonly string[];
}

/** Projects share roles, so the rules of each are looked through once. */
function rightsOf(rules: readonly Rule[]): readonly RightsOf[] {
  return Object.entries(RIGHTS).flatMap(([may, requests]) => {
    const given = requests.filter((request) => rules.some((rule) => ruleAllowsSome(rule, request)));
    return given.length === 0 ? [] : [{ may, rights: given.map(requestText) }];
  });
}

function add(rows: Map<string, Allowed>, who: string, where: string, groups: readonly RightsOf[], by: string): void {
  for (const { may, rights: given } of groups) {
    const key = JSON.stringify([who, may]);
    const earlier = rows.get(key);
    rows.set(key, {
      who,
      may,
      where,
      rights: [...new Set([...(earlier?.rights ?? []), ...given])],
      by: earlier === undefined ? by : `${earlier.by}, ${by}`,
      status: 'allowed',
    });
  }
}

function* onTrainingNodes({ nodes, workloads }: Evidence): Generator<Allowed> {
  for (const workload of workloads.known) {
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
