import type { ApiRequest } from '../authority/rule';
import { subjectText } from '../authority/subject';
import { grantText, holders } from '../checks/authority/holders';
import {
  BECOME_ACCOUNTS,
  INTO_PODS,
  READ_SECRETS,
  RUN_CODE,
  WRITE_FENCES,
  WRITE_PODS,
} from '../checks/authority/rights';
import type { Evidence } from '../evidence';
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

function* rights(evidence: Evidence): Generator<Allowed> {
  for (const { name } of evidence.scope.namespaces) {
    for (const [may, requests] of Object.entries(RIGHTS)) {
      for (const { subject, rights: texts, grant } of holders(evidence, requests, name)) {
        const own = texts.map((text) => text.replace(` in ${name}`, ''));
        yield { who: subjectText(subject), may, where: name, rights: own, by: grantText(grant), status: 'allowed' };
      }
    }
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
