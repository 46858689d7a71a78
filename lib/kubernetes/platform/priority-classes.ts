import type { Platform } from '../../model';
import type { PriorityClass } from '../api';
import { platformMetadata } from '../metadata';

export function priorityClasses(platform: Platform): PriorityClass[] {
  const { training, interruptible } = platform.priorities;
  return [training, interruptible].map(({ name, value, preempts, description }) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: platformMetadata(platform, name),
    value,
    preemptionPolicy: preempts ? 'PreemptLowerPriority' : 'Never',
    description,
  }));
}
