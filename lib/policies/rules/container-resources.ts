import { PODS_AND_TEMPLATES, POD, subresource } from '../judged';
import { containers, podUnchanged } from '../predicate/pod';
import { Words } from '../predicate/values';
import type { ExpressionRule } from '../rule';

const LIMITED = Words.of(['cpu', 'memory', 'ephemeral-storage']);

export const containerResources: ExpressionRule = {
  id: 'container-resources',
  title: 'Every container has limits, and requests nothing less',
  why: 'A container without limits takes the node from the rank beside it; one that asks for less than its limit is the first to be killed.',
  stops: ['A1'],
  judges: [...PODS_AND_TEMPLATES, { kinds: [subresource(POD, 'resize')], operations: ['UPDATE'] }],
  scope: 'projects',
  unchanged: podUnchanged,
  beside: 'LimitRange of the project: defaults, maximum, requests equal to limits',
  requires: () => [
    {
      message: 'set limits for cpu, memory and ephemeral-storage in every container, init containers included',
      holds: containers.all((container) => {
        const limits = container.thing('resources.limits');
        return LIMITED.all('resource', (resource) => limits.has([resource]));
      }),
    },
    {
      message: 'make every request equal to the limit of the same resource',
      holds: containers.all((container) => {
        const limits = container.thing('resources.limits');
        const requests = container.thing('resources.requests');
        return requests.keys('resource').all((resource) => requests.text([resource]).is(limits.text([resource])));
      }),
    },
  ],
};
