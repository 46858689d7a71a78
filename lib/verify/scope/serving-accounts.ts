import { onceFor } from '../once-for';
import { serviceAccountOf } from '../workload/account';
import type { Workload } from '../workload/workload';

/** What runs for as long as the cluster does, and not as somebody's work. */
const SERVES: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);

/** Everybody with a right is asked about. */
const servingIn = onceFor(
  (workloads: readonly Workload[]) =>
    new Set(
      workloads.flatMap(({ kind, namespace, spec }) =>
        SERVES.has(kind) ? [`${namespace}/${serviceAccountOf(spec).name}`] : [],
      ),
    ),
);

/** Whether something that serves in a namespace runs as an account. */
export function isServedBy(workloads: readonly Workload[], namespace: string, account: string): boolean {
  return servingIn(workloads).has(`${namespace}/${account}`);
}
