import type { Evidence } from '../../evidence';
import { keepsOut, taintText } from '../../placement/taint';
import type { NodePool } from '../../placement/node-pool';
import { isSeatedOn, type Placed } from '../../placement/placement';
import { isNodeAgent } from '../../scope/node-agents';
import { uncertainty } from '../../scope/training-nodes';
import { showsTolerations } from '../../workload/hidden-makers';
import type { Workload } from '../../workload/workload';
import type { Check } from '../check';
import { fails, notKnown, namedSubject, ruledWork, workloadSubject, type Judged, type Problem } from '../../problem';
import { few } from '../../few';
import { unreadObjects } from './parts/unread-objects';
import { poolSubject } from './parts/pool-subject';

export const othersStayOut: Check = {
  id: 'placement/others-stay-out',
  title: 'Nothing but training and node agents lands on training nodes',
  why: 'A pod of production beside a training pod shares its node with whoever escapes from it.',
  stops: ['A3', 'A4'],
  control: 'the taint of training nodes, and no toleration of it anywhere else',
  fix: 'taint the nodes, and take the toleration out of other workloads',
  openWorld: true,
  *judge(evidence) {
    const { nodes, scope } = evidence;
    const shown = nodes.training.filter(({ source }) => source !== undefined);
    const described = nodes.training.filter(({ source }) => source === undefined).map(({ name }) => name);
    if (shown.length === 0 || described.length > 0) {
      const { shown: names, all } = few(described);
      const which = described.length === 0 ? 'no training nodes are' : `${names} are not`;
      const missing = `${which} in the files: whether they are tainted with ${taintText(scope.taint)} is not known`;
      yield { subject: namedSubject('training nodes'), problems: [notKnown(missing, { all, fix: NODES_MISSING })] };
    }
    for (const pool of shown) yield { subject: poolSubject(pool), problems: poolProblems(evidence, pool) };
    yield* strangers(evidence);
    yield* unreadObjects(evidence);
  },
};

const NODES_MISSING = 'give the plan of the infrastructure, or a dump with the nodes (kubectl get nodes)';

const END = 'taint the node and end the pod: a taint ends none that is there already';

/** The taint that admission policies guard; another one keeps out just as well, as long as nobody tolerates it. */
function poolProblems({ scope, platform }: Evidence, { taints }: NodePool): readonly Problem[] {
  if (!taints.some(keepsOut)) return [fails('has no taint that keeps pods out')];
  const { key, value, effect } = scope.taint;
  const has = taints.some((taint) => taint.key === key && taint.value === value && keepsOut(taint));
  return platform === undefined || has ? [] : [fails(`has not the taint ${taintText({ key, value, effect })}`)];
}

function* strangers(evidence: Evidence): Generator<Judged> {
  const { nodes, platform } = evidence;
  for (const workload of nodes.strangers) {
    // Of those the tolerations are looked at where they stand.
    if (isNodeAgent(workload, platform) || showsTolerations(workload.object)) continue;
    const placed = nodes.trainingNodesOf(workload);
    const first = placed.find(({ lands }) => lands === 'yes') ?? placed[0];
    const problems = first === undefined ? [] : [landsProblem(evidence, workload, first, placed)];
    yield { subject: workloadSubject(workload), problems };
  }
}

function landsProblem({ platform }: Evidence, workload: Workload, first: Placed, placed: readonly Placed[]): Problem {
  const at = workload.spec?.get('tolerations') ?? workload.spec;
  const alike = placed.filter(({ lands }) => lands === first.lands).map(({ pool }) => pool.name);
  const { shown: where, all } = few(alike, ', ', 1);
  const details = { at, all, ruled: ruledWork(first.byName ? 'node-name' : 'training-taint', workload) };
  if (first.lands !== 'yes') return notKnown(`may land on ${where}; not known: ${uncertainty(first)}`, details);
  if (workload.kind !== 'DaemonSet')
    return isSeatedOn(first.demands, first.pool)
      ? fails(`runs on ${where}`, { ...details, fix: END })
      : fails(`can land on ${where}`, details);
  const fix = 'describe it in components if it is an agent of the node; otherwise take the toleration out';
  if (platform === undefined)
    return notKnown(`can land on ${where}; not known: whether it is an agent of the node`, { ...details, fix });
  return fails(`can land on ${where}, and is neither a described component nor an agent that is known`, {
    ...details,
    fix,
  });
}
