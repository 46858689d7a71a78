import type { Check } from '../check';
import { inProjects } from './parts/in-projects';
import { BECOME_ANYBODY } from '../../authority/rights';

export const identities: Check = {
  id: 'authority/identities',
  title: 'Nobody takes on the accounts of a project, by token or impersonation',
  why: 'A token of the training account with the audience of the cloud is its role, outside any pod.',
  stops: ['A2', 'T4'],
  control: 'no role with serviceaccounts/token, impersonate or impersonate:MODE',
  fix: 'take serviceaccounts/token, impersonate and impersonate:MODE out of the role',
  openWorld: true,
  *judge(evidence) {
    yield* inProjects(evidence, BECOME_ANYBODY);
  },
};
