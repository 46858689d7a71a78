import type { Fault } from '../fault/fault';
import { isKnownInstanceType } from '../nodes/instance-types';
import { nodesFor } from '../nodes/node-group';
import type { Numbered } from '../fault/numbered';
import { resolvePool, type Pool, type PoolProps } from '../nodes/pool';
import type { ProjectProps } from './project';
import type { Draft } from '../fault/shape';

/**
 * Quotas above what a pool can ever have. Such jobs are admitted and then stay Pending without a word, so it has to be
 * said that this is meant.
 */
export function capacityFaults(pools: Numbered<PoolProps>, projects: Numbered<ProjectProps>): Fault[] {
  return pools.flatMap(([props, path]) => {
    const pool = complete(props);
    if (pool === undefined || props.oversubscribed === true) return [];
    const users = projects.flatMap(([{ name, gpus, pools: used }]) => {
      if (name === undefined || gpus === undefined) return [];
      return (used?.includes(pool.name) ?? pools.length === 1) ? [{ name, gpus, nodes: nodesFor(pool, gpus) }] : [];
    });
    const nodes = users.reduce((sum, user) => sum + user.nodes, 0);
    if (nodes <= pool.maxNodes) return [];
    return [
      {
        path: `${path}.maxNodes`,
        given: String(pool.maxNodes),
        allowed: `at least ${nodes}: ${users.map((user) => `${user.name} ${user.nodes} (${user.gpus} GPUs)`).join(', ')}`,
        fix: 'raise maxNodes, lower gpus, or say oversubscribed: true if jobs may wait for nodes',
      },
    ];
  });
}

/** The pool, if enough of it is given to count its nodes. */
function complete(props: Draft<PoolProps>): Pool | undefined {
  const { name, instanceType, maxNodes } = props;
  if (name === undefined || instanceType === undefined || maxNodes === undefined) return undefined;
  const known = typeof instanceType === 'object' ? instanceType.gpus !== undefined : isKnownInstanceType(instanceType);
  return known ? resolvePool(props as PoolProps) : undefined;
}
