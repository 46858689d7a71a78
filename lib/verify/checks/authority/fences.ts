import type { Check } from '../check';
import type { Counts } from './parts/holders';
import { inProjects } from './parts/in-projects';
import { cloudKinds } from '../../authority/cloud-kinds';
import { WRITE_FENCES } from '../../authority/rights';

export const fences: Check = {
  id: 'authority/fences',
  title: 'Nobody in a project changes what isolates it',
  why: 'Whoever may delete a network policy, raise a quota or bind a role needs no hole in them.',
  stops: ['A2', 'T12', 'T19'],
  control:
    'no role of a project that writes policies, quotas, limits, roles, bindings, accounts, endpoints, ConfigMaps or the namespace itself',
  fix: 'leave these kinds to the platform',
  openWorld: true,
  *judge(evidence) {
    const { inNamespaces } = cloudKinds(evidence.authority);
    yield* inProjects(evidence, [...WRITE_FENCES, ...inNamespaces], undefined, isOwnMatter);
  },
};

/** Who writes every namespace is a matter of the whole cluster, which another check judges. */
const isOwnMatter: Counts = ({ binding, right }) => binding.namespace !== undefined || right.resource !== 'namespaces';
