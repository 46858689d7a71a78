import { holdsIn } from '../../authority/authority';
import { requestText, ruleAllows, type ApiRequest } from '../../authority/rule';
import { serviceAccountIdentity } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { operatorOf } from '../../scope/operators';
import { serviceAccountOf } from '../../workload/account';
import type { Workload } from '../../workload/workload';
import type { Check } from '../check';
import { fails, notKnown, workloadSubject, type Problem } from '../../problem';
import {
  BECOME_ACCOUNTS,
  INTO_PODS,
  READ_SECRETS,
  RUN_CODE,
  WRITE_CLUSTER,
  WRITE_FENCES,
} from '../../authority/rights';
import { few } from '../../few';

const PRIZES = [...INTO_PODS, ...READ_SECRETS, ...BECOME_ACCOUNTS, ...RUN_CODE, ...WRITE_FENCES, ...WRITE_CLUSTER];

export const nodeAgents: Check = {
  id: 'authority/node-agents',
  title: 'Accounts of agents on training nodes hold no rights that an escape would use',
  why: 'Whoever escapes to a node has the tokens of every pod on it: one that reads all Secrets ends the isolation.',
  stops: ['A3', 'T4'],
  control: 'roles of the DaemonSets on training nodes; controllers kept off them by a selector',
  fix: 'keep its controller off training nodes, and give the agent what it needs for its own node only',
  *judge(evidence) {
    for (const workload of evidence.nodes.strangers) {
      if (evidence.nodes.trainingNodesOf(workload).length === 0) continue;
      const rights = prizesOf(evidence, workload);
      yield {
        subject: workloadSubject(workload),
        problems: rights.length === 0 ? [] : [rightsProblem(evidence, workload, rights)],
      };
    }
  },
};

function rightsProblem(
  evidence: Evidence,
  { kind, namespace, spec }: Workload,
  rights: readonly ApiRequest[],
): Problem {
  const { name } = serviceAccountOf(spec);
  const { shown, all } = few([...new Set(rights.map(requestText))]);
  const message = `runs on training nodes as ${namespace}/${name}, which may ${shown}`;
  // No network and no volume without it: what is left to ask is whether it may do so to other nodes.
  const operator = kind === 'DaemonSet' ? operatorOf(evidence, { kind: 'ServiceAccount', namespace, name }) : undefined;
  const isNeeded = rights.every((right) => operator?.rules.some((rule) => ruleAllows(rule, right)) === true);
  return isNeeded
    ? notKnown(
        `${message}; ${operator?.component} needs that, and whether admission keeps it to its own node is not known`,
        { all, fix: KEEP },
      )
    : fails(message, { all });
}

const KEEP =
  'have a policy of admission refuse what the account writes of other nodes: its token names the node (authentication.kubernetes.io/node-name)';

/** Rights in the whole cluster, or in any project. */
function prizesOf({ authority, scope }: Evidence, workload: Workload): readonly ApiRequest[] {
  const identity = serviceAccountIdentity(workload.namespace, serviceAccountOf(workload.spec).name);
  const inCluster = PRIZES.filter((right) => authority.may(identity, right));
  if (inCluster.length > 0) return inCluster;
  const ofNamespaces = authority.heldBy(identity).filter((binding) => binding.namespace !== undefined);
  return scope.namespaces.flatMap(({ name: project }) => {
    if (!ofNamespaces.some((binding) => holdsIn(binding, project))) return [];
    return PRIZES.map((right): ApiRequest => ({ ...right, namespace: project })).filter((request) =>
      authority.may(identity, request),
    );
  });
}
