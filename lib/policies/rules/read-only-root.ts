import { PODS_AND_TEMPLATES } from '../judged';
import { containers, podUnchanged } from '../predicate/pod';
import type { ExpressionRule } from '../rule';

export const readOnlyRoot: ExpressionRule = {
  id: 'read-only-root',
  title: 'Containers cannot change the filesystem that they were started from',
  why: 'Code that can rewrite the programs of its container hides in them; everything that training writes has a volume of its own.',
  stops: ['A1', 'A3'],
  judges: PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  requires: () => [
    {
      message: 'set securityContext.readOnlyRootFilesystem to true and write to volumes',
      holds: containers.all((container) => container.flag('securityContext.readOnlyRootFilesystem')),
    },
  ],
};
