import { acceleratorRequests, acceleratorsAtOnce } from '../../workload/device-request';
import { selectedPool } from '../../scope/described-project';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { ruledPods } from '../training-pods';

export const gpus: Check = {
  id: 'pod/gpus',
  title: 'Every training pod asks for GPUs, and for a whole node where projects share the pool',
  why: 'A pod without a GPU on a GPU node meets whoever else is there, and a limit of "0" looks like a request.',
  stops: ['A3', 'T9'],
  control: 'limits of the accelerator in a container of the pod',
  fix: 'ask for the accelerators of the node in limits; run other work outside the training nodes',
  *judge(evidence) {
    const { platform } = evidence;
    yield* ruledPods(evidence, 'gpu-share', ({ workload, spec, namespace }): Problem[] => {
      const pool = selectedPool(platform, namespace.name, spec);
      const asked = acceleratorRequests(workload, pool?.gpuResource);
      const fewer = asked.filter(({ count }) => count !== undefined && !(Number.isInteger(count) && count >= 1));
      if (fewer.length > 0)
        return fewer.map(({ resource, field }) =>
          fails(`asks for ${String(field.value)} of ${resource}`, { at: field }),
        );
      if (asked.length === 0) return [fails('asks for no GPU', { at: spec })];
      const [first] = asked;
      if (pool === undefined || first === undefined) return [];
      const total = acceleratorsAtOnce(spec, pool.gpuResource);
      const text = `asks for ${total} of the ${pool.node.gpus} GPUs of a ${pool.instanceType}`;
      if (total > pool.node.gpus) return [fails(`${text}: no node has as many`, { at: first.field })];
      if (pool.shared === undefined || total === pool.node.gpus) return [];
      const weakened = { risk: 'shared-pool', on: pool.name } as const;
      return [fails(`${text}, and other projects may take the rest`, { at: first.field, weakened })];
    });
  },
};
