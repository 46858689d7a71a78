import { holdsIn } from '../../authority/authority';
import { requestText, type ApiRequest } from '../../authority/rule';
import { serviceAccountIdentity } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { serviceAccountOf } from '../../workload/account';
import type { Workload } from '../../workload/workload';
import type { Check } from '../check';
import { fails, workloadSubject } from '../../problem';
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
      const account = `${workload.namespace}/${serviceAccountOf(workload.spec).name}`;
      const { shown, all } = few(rights);
      const message = `runs on training nodes as ${account}, which may ${shown}`;
      yield { subject: workloadSubject(workload), problems: rights.length === 0 ? [] : [fails(message, { all })] };
    }
  },
};

/** Rights in the whole cluster, or in any project. */
function prizesOf({ authority, scope }: Evidence, workload: Workload): readonly string[] {
  const identity = serviceAccountIdentity(workload.namespace, serviceAccountOf(workload.spec).name);
  const inCluster = PRIZES.filter((right) => authority.may(identity, right)).map(requestText);
  if (inCluster.length > 0) return inCluster;
  const ofNamespaces = authority.heldBy(identity).filter((binding) => binding.namespace !== undefined);
  return scope.namespaces.flatMap(({ name: project }) => {
    if (!ofNamespaces.some((binding) => holdsIn(binding, project))) return [];
    return PRIZES.map((right): ApiRequest => ({ ...right, namespace: project }))
      .filter((request) => authority.may(identity, request))
      .map(requestText);
  });
}
