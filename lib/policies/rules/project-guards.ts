import { guardedIn } from '../../model/policies/guarded-kinds';
import { isKubernetes, isPlatform } from '../people';
import { anyOf } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const projectGuards: ExpressionRule = {
  id: 'project-guards',
  title: "Only the platform changes or removes a project's fences",
  why: 'Whoever can delete a network policy or bind a role needs no hole in them.',
  stops: ['A2', 'T19'],
  judges: [{ kinds: guardedIn('project', 'platform'), operations: ['CREATE', 'UPDATE', 'DELETE'] }],
  scope: 'projects',
  guard: true,
  beside: 'no persona may write these kinds',
  requires: (platform) => [
    {
      message: 'change the description of the platform instead; whoever applies it is in policies.platformGroups',
      // The namespace's deletion and the garbage collector delete them too.
      holds: anyOf(isPlatform(platform), isKubernetes(platform)),
    },
  ],
};
