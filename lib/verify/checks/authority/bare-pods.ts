import type { Check } from '../check';
import { inProjects } from './parts/in-projects';
import { WRITE_PODS } from '../../authority/rights';

export const barePods: Check = {
  id: 'authority/bare-pods',
  title: 'People of a project write Jobs, not pods',
  why: 'Whoever writes pods names any account and claim of the namespace, and the VPC CNI polices no pod without an owner.',
  stops: ['A2'],
  control: 'roles with jobs and without pods',
  fix: 'give jobs instead of pods',
  openWorld: true,
  *judge(evidence) {
    yield* inProjects(evidence, WRITE_PODS);
  },
};
