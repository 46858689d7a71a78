import type { Evidence } from '../../evidence';
import { keepsOut, taintText } from '../../placement/taint';
import type { NodePool } from '../../placement/node-pool';
import { uncertainty } from '../../scope/training-nodes';
import type { Check } from '../check';
import { fails, isUnknown, namedSubject, ruledWork, workloadSubject, type Judged, type Problem } from '../finding';
import { poolSubject } from './pool-subject';

export const othersStayOut: Check = {
  id: 'placement/others-stay-out',
  title: 'Nothing but training and node agents lands on training nodes',
  why: 'A pod of production beside a training pod shares its node with whoever escapes from it.',
  answers: ['A3', 'A4'],
  control: 'the taint of training nodes, and no toleration of it anywhere else',
  fix: 'taint the nodes, and take the toleration out of other workloads',
  openWorld: true,
  *judge(evidence) {
    const { nodes, scope } = evidence;
    if (nodes.training.length === 0) {
      const missing = `no training nodes are in the files: whether they are tainted with ${taintText(scope.taint)} is not known`;
      yield { subject: namedSubject('training nodes'), problems: [isUnknown(missing)] };
    }
    for (const pool of nodes.training) yield { subject: poolSubject(pool), problems: poolProblems(evidence, pool) };
    yield* strangers(evidence);
  },
};

/** The taint that admission policies guard; another one keeps out just as well, as long as nobody tolerates it. */
function poolProblems({ scope, platform }: Evidence, { taints }: NodePool): readonly Problem[] {
  if (!taints.some(keepsOut)) return [fails('has no taint that keeps pods out')];
  const { key, value, effect } = scope.taint;
  const has = taints.some((taint) => taint.key === key && taint.value === value && keepsOut(taint));
  return platform === undefined || has ? [] : [fails(`has not the taint ${taintText({ key, value, effect })}`)];
}

function* strangers({ nodes }: Evidence): Generator<Judged> {
  for (const workload of nodes.strangers) {
    if (workload.kind === 'DaemonSet') continue;
    const problems = nodes
      .trainingNodesOf(workload)
      .slice(0, 1)
      .map((placed): Problem => {
        const at = workload.spec?.get('tolerations') ?? workload.spec;
        const ruled = ruledWork(placed.byName ? 'node-name' : 'training-taint', workload);
        if (placed.lands === 'yes') return fails(`can land on ${placed.pool.name}`, { at, ruled });
        return isUnknown(`may land on ${placed.pool.name}; not known: ${uncertainty(placed)}`, { at, ruled });
      });
    yield { subject: workloadSubject(workload), problems };
  }
}
