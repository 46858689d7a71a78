import { guardedIn } from '../../model/policies/guarded-kinds';
import { isNode, isOperator, isPlatform } from '../people';
import { anyOf } from '../predicate/values';
import type { ExpressionRule } from '../rule';

const kinds = guardedIn('project', 'kubernetes');

export const controllerObjects: ExpressionRule = {
  id: 'controller-objects',
  title: 'In projects, addresses and routes are written by controllers only',
  why: 'A hand-written endpoint makes a harmless Service lead to production; a route lets the world in.',
  stops: ['A2', 'A4', 'T12'],
  judges: [
    { kinds, operations: ['CREATE', 'UPDATE'] },
    { kinds: kinds.filter(({ fence }) => fence), operations: ['DELETE'] },
  ],
  scope: 'projects',
  guard: true,
  beside: 'no persona may write these kinds',
  requires: (platform) => [
    {
      message: 'use a Service with a selector; ways in from outside are named in services of the description',
      holds: anyOf(isNode, isOperator(platform), isPlatform(platform)),
    },
  ],
};
