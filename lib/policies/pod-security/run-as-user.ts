import { allContainers, pod } from '../predicate/pod';
import type { Flag, Thing } from '../predicate/values';
import { orInUserNamespace, type Control } from './control';

export const runAsUser: Control = (version) => ({
  message: 'set securityContext.runAsUser to a number above 0, or leave it out',
  holds: orInUserNamespace(version, isNotRoot(pod).and(allContainers.all(isNotRoot))),
});

const isNotRoot = (where: Thing): Flag => where.amount('securityContext.runAsUser', 1).isNot(0);
