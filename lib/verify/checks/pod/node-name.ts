import type { Check } from '../check';
import { fails } from '../../problem';
import { ruledPods } from '../training-pods';

export const nodeName: Check = {
  id: 'pod/node-name',
  title: 'No training pod chooses its node by name',
  why: 'A pod with a node name never sees the scheduler, so neither the taint nor any selector is asked.',
  stops: ['A2'],
  control: 'nodeName left to the scheduler',
  fix: 'leave nodeName out',
  *judge(evidence) {
    yield* ruledPods(evidence, 'node-name', ({ workload, spec }) => {
      const at = spec.get('nodeName');
      // A dump shows where the scheduler put a pod.
      const scheduled = workload.object.kind === 'Pod' && workload.owned;
      return at === undefined || at.value === '' || scheduled ? [] : [fails(`wants node ${String(at.value)}`, { at })];
    });
  },
};
