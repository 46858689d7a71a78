import type { Platform } from '../../model';
import { POD, SERVICE, subresource } from '../judged';
import { isBreakGlass } from '../people';
import { project, userGroups } from '../predicate/request';
import { anyOf, lookUp, type Flag } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const podAccess: ExpressionRule = {
  id: 'pod-access',
  title: "Only a project's own debuggers and the emergency groups enter its pods",
  why: 'A shell in a training pod has its data, its credentials and its network; RBAC forgets this as soon as somebody binds "edit".',
  stops: ['A2'],
  judges: [
    {
      kinds: [
        ...['exec', 'attach', 'portforward', 'proxy'].map((name) => subresource(POD, name)),
        subresource(SERVICE, 'proxy'),
      ],
      operations: ['CONNECT'],
    },
    // Debug containers, and resources of running ones: both change a pod that nobody may create by hand.
    { kinds: ['ephemeralcontainers', 'resize'].map((name) => subresource(POD, name)), operations: ['UPDATE'] },
  ],
  scope: 'projects',
  beside: 'no persona has these rights; a debugger has exec in its own project, by reason',
  requires: (platform) => [
    {
      message:
        'read logs and metrics instead; shells are for the debuggers of the project, unsafe.debuggers of the description, and the emergency groups',
      holds: anyOf(isBreakGlass(platform), ...isOwnDebugger(platform)),
    },
  ],
};

/** Projects without debuggers, which is most, have nobody to name. */
function isOwnDebugger(platform: Platform): Flag[] {
  const debuggers = Object.fromEntries(
    platform.projects.flatMap(({ name, unsafe }) =>
      unsafe.debuggers === undefined ? [] : [[name, unsafe.debuggers.groups]],
    ),
  );
  if (Object.keys(debuggers).length === 0) return [];
  const own = project(platform);
  return [userGroups.exists('group', (group) => lookUp(debuggers, own).has(group))];
}
