import type { Platform, Pool } from '../../model';
import { PODS_AND_TEMPLATES } from '../judged';
import { pod, podUnchanged } from '../predicate/pod';
import { allOf, type Flag } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const gpuShare: ExpressionRule = {
  id: 'gpu-share',
  title: 'Training pods ask for the GPUs of their pool: some always, all of the node where the pool demands it',
  why: 'A pod without a GPU on a GPU node meets whoever else is there, and a GPU limit of "0" looks like one.',
  stops: ['A3', 'T9'],
  judges: PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  requires: (platform) => [
    {
      message: `ask for GPUs in a main container: ${advice(platform)}`,
      // Whether the pod selects a pool at all is judged with its nodes.
      holds: allOf(
        ...shares(platform).map(({ names, resource, whole }) =>
          pod.text(['nodeSelector', platform.keys.pool]).isOneOf(names).implies(asks(resource, whole)),
        ),
      ),
    },
  ],
};

/** Pools whose pods ask for the same. */
interface Share {
  readonly names: readonly string[];
  readonly resource: string;
  /** GPUs that every pod takes; undefined where any number above none will do. */
  readonly whole: number | undefined;
}

const wholeOf = ({ wholeNodes, node }: Pool): number | undefined => (wholeNodes ? node.gpus : undefined);

function shares({ pools }: Platform): Share[] {
  const found = new Map<string, Share>();
  for (const pool of pools) {
    const whole = wholeOf(pool);
    const key = `${pool.gpuResource} ${whole ?? ''}`;
    const names = [...(found.get(key)?.names ?? []), pool.name];
    found.set(key, { names, resource: pool.gpuResource, whole });
  }
  return [...found.values()];
}

const asks = (resource: string, whole: number | undefined): Flag =>
  pod.items('containers', 'container').exists((container) => {
    const count = container.text(['resources', 'limits', resource]);
    return whole === undefined ? allOf(count.isNot(''), count.isNot('0')) : count.is(String(whole));
  });

function advice(platform: Platform): string {
  return shares(platform)
    .map(({ names, resource, whole }) => `limit ${resource} ${whole ?? 'above 0'} in pool ${names.join(', ')}`)
    .join('; ');
}
