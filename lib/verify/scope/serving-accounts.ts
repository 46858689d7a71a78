import { serviceAccountOf } from '../workload/account';
import type { Workload } from '../workload/workload';

/** What runs for as long as the cluster does, and not as somebody's work. */
const SERVES: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Everybody with a right is asked about. */
const known = new WeakMap<readonly Workload[], ReadonlySet<string>>();

/** Whether something that serves in a namespace runs as an account. */
export function isServedBy(workloads: readonly Workload[], namespace: string, account: string): boolean {
  const found =
    known.get(workloads) ??
    new Set(
      workloads.flatMap(({ kind, namespace: where, spec }) =>
        SERVES.has(kind) ? [`${where}/${serviceAccountOf(spec).name}`] : [],
      ),
    );
  known.set(workloads, found);
  return found.has(`${namespace}/${account}`);
}
