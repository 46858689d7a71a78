import { taintText } from '../../placement/taint';
import { isNodeAgent } from '../../scope/node-agents';
import type { Workload } from '../../workload/workload';
import type { Check } from '../check';
import { fails, workloadSubject } from '../../problem';

export const agentsRun: Check = {
  id: 'placement/agents-run',
  title: 'Node agents start on training nodes',
  why: 'A device plugin that does not tolerate the taint leaves nodes with 0 GPUs, and no event says so; a detector that does not sees nothing.',
  stops: [],
  control: 'tolerations of the DaemonSets, by the values of their charts',
  fix: 'tolerate the taint in the DaemonSet; training-isolation helm-values writes the values of the charts of known agents',
  positive: true,
  *judge({ nodes, placement, platform }) {
    if (nodes.training.length === 0) return;
    const starving = new Map<Workload, string>();
    for (const pool of nodes.training) {
      for (const { demands, keptOutBy } of placement.starving(pool)) {
        if (!starving.has(demands.workload))
          starving.set(demands.workload, `does not tolerate ${keptOutBy.map(taintText).join(', ')} of ${pool.name}`);
      }
    }
    for (const workload of nodes.strangers) {
      // That an application's own does not come to these nodes is what the taint is for.
      if (!isNodeAgent(workload, platform)) continue;
      const text = starving.get(workload);
      const at = workload.spec?.get('tolerations') ?? workload.spec;
      yield { subject: workloadSubject(workload), problems: text === undefined ? [] : [fails(text, { at })] };
    }
  },
};
