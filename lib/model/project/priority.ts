/** A PriorityClass of the platform. */
export interface Priority {
  /** Name of the PriorityClass, `ml-training`. */
  readonly name: string;
  /** The higher goes first; the scheduler compares numbers. */
  readonly value: number;
  /** Whether a waiting pod may end running ones of lower priority. */
  readonly preempts: boolean;
  /** What it is for, as the object says it. */
  readonly description: string;
}

/**
 * The two classes that training may use. Their values lie below everything that serves users, and not below -10: the
 * cluster autoscaler adds no node for pods beneath its `--expendable-pods-priority-cutoff`
 * (https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md).
 */
export interface Priorities {
  /** For training. Never preempts: a queued job must not kill another's three-day run. */
  readonly training: Priority;
  /** For evaluation and experiments that may be ended when training needs the nodes. */
  readonly interruptible: Priority;
}

export function priorities(platform: string): Priorities {
  return {
    training: {
      name: `${platform}-training`,
      value: -1,
      preempts: false,
      description: 'Training jobs. They wait for nodes and never end a running job.',
    },
    interruptible: {
      name: `${platform}-interruptible`,
      value: -10,
      preempts: false,
      description: 'Evaluation and experiments that a scheduler or queue may end first.',
    },
  };
}
