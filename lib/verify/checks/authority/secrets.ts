import type { Check } from '../check';
import { inProjects } from './parts/in-projects';
import { READ_SECRETS } from '../../authority/rights';

export const secrets: Check = {
  id: 'authority/secrets',
  title: 'Nobody reads the Secrets of a project through the API server',
  why: 'A Secret that can be read needs no volume, and a right to list is a right to read.',
  stops: ['A1', 'A2'],
  control: 'no role of a project with secrets',
  fix: 'take secrets out of the role; mount what a job needs',
  openWorld: true,
  *judge(evidence) {
    yield* inProjects(evidence, READ_SECRETS);
  },
};
