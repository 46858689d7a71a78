import { grouped } from '../../model/grouped';
import type { NodeGroup, Platform } from '../../model';
import { PODS_AND_TEMPLATES } from '../judged';
import { pod, podUnchanged } from '../predicate/pod';
import { project } from '../predicate/request';
import { allOf, anyOf, type Flag, type Text, type Thing } from '../predicate/values';
import type { ExpressionRule } from '../rule';

const tolerations = pod.items('tolerations', 'toleration');
const selector = pod.thing('nodeSelector');

export const trainingNodes: ExpressionRule = {
  id: 'training-nodes',
  title: 'Training pods select and tolerate the nodes of their own project, and no others',
  why: 'A taint keeps others out of training nodes; only the selector keeps training away from production nodes.',
  stops: ['A1', 'A2', 'T2'],
  judges: PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  requires: (platform) => [
    {
      message: `select the nodes of the project: nodeSelector ${platform.taint.key}=${platform.taint.value}, ${platform.keys.pool} and, unless the pool is shared, ${platform.keys.project}`,
      holds: anyOf(...poolKinds(platform).map((pools) => selects(platform, pools))),
    },
    {
      message: `tolerate the taint of training nodes exactly: key ${platform.taint.key}, operator Equal, value ${platform.taint.value}, effect NoSchedule`,
      holds: tolerations.exists((toleration) =>
        toleration.text('key').is(platform.taint.key).and(isExactly(toleration, platform.taint.value)),
      ),
    },
    {
      message: 'tolerate no taint of training nodes but those of the own project: no empty key, no operator Exists',
      holds: tolerations.all((toleration) => {
        const key = toleration.text('key');
        const { taint, keys } = platform;
        return allOf(
          key.isNot(''),
          key.is(taint.key).implies(isExactly(toleration, taint.value)),
          key.is(keys.project).implies(isExactly(toleration, project(platform))),
        );
      }),
    },
  ],
};

/** Pools whose nodes carry the same labels for a given project, by name. */
interface PoolKind {
  readonly names: readonly string[];
  readonly shared: boolean;
  readonly labels: readonly (readonly [string, string])[];
  readonly projects: readonly string[];
}

/** The pools, put together where training pods select them by the same labels. */
function poolKinds({ keys, projects, pools }: Platform): PoolKind[] {
  const kinds = pools.flatMap((pool): PoolKind[] => {
    const users = projects.filter(({ nodeGroups }) => nodeGroups.some((group) => group.pool.name === pool.name));
    const group = users[0]?.nodeGroups.find((one) => one.pool.name === pool.name);
    if (group === undefined) return [];
    const labels = fixedLabels(group, [keys.project, keys.pool]);
    const shared = pool.shared !== undefined;
    // Whoever has nodes of its own is told apart by its label; a shared pool names its users, unless all are.
    const named = shared && users.length < projects.length ? users.map(({ name }) => name) : [];
    return [{ names: [pool.name], shared, labels, projects: named }];
  });
  const alike = grouped(kinds, ({ shared, labels, projects: named }) => JSON.stringify([shared, labels, named]));
  return [...alike.values()].map((same) => ({ ...(same[0] as PoolKind), names: same.flatMap(({ names }) => names) }));
}

const fixedLabels = ({ labels }: NodeGroup, varying: readonly string[]): (readonly [string, string])[] =>
  Object.entries(labels).filter(([key]) => !varying.includes(key));

function selects(platform: Platform, { names, shared, labels, projects }: PoolKind): Flag {
  const { keys } = platform;
  const own = project(platform);
  const owner = shared
    ? projects.length === 0
      ? []
      : [own.isOneOf(projects)]
    : [own.isNot(''), selector.text([keys.project]).is(own)];
  return allOf(
    selector.text([keys.pool]).isOneOf(names),
    ...labels.map(([key, value]) => selector.text([key]).is(value)),
    ...owner,
  );
}

/** Everything but the key. */
function isExactly(toleration: Thing, value: string | Text): Flag {
  return allOf(
    toleration.text('operator', 'Equal').is('Equal'),
    toleration.text('value').is(value),
    toleration.text('effect').is('NoSchedule'),
  );
}
