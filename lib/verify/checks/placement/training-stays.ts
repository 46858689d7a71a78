import { uncertainty } from '../../scope/training-nodes';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { ruledPods } from '../training-pods';

export const trainingStays: Check = {
  id: 'placement/training-stays',
  title: 'Training pods land on training nodes only',
  why: 'A taint keeps others out; only the selector keeps training in, and production nodes carry no taint.',
  stops: ['A3'],
  control: 'nodeSelector of the pod, or the same label in every term of its required node affinity',
  fix: 'select the label of the training nodes in nodeSelector',
  *judge(evidence) {
    const { nodes } = evidence;
    const training = new Set(nodes.training);
    yield* ruledPods(evidence, 'training-nodes', ({ workload, spec }) =>
      nodes
        .landing(workload)
        .filter(({ pool }) => !training.has(pool))
        .map((placed): Problem => {
          const at = spec.get('nodeSelector') ?? spec.get('affinity') ?? spec;
          if (placed.lands === 'yes') return fails(`can land on ${placed.pool.name}`, { at });
          return notKnown(`may land on ${placed.pool.name}; not known: ${uncertainty(placed)}`, { at });
        }),
    );
  },
};
