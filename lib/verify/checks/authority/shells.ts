import { describedProject } from '../../scope/described-project';
import type { Check } from '../check';
import { inProjects } from './parts/in-projects';
import { INTO_PODS } from '../../authority/rights';

export const shells: Check = {
  id: 'authority/shells',
  title: "Nobody enters a project's running pods",
  why: 'A shell in a training pod has its data, its credentials and its network. RBAC cannot tell pods apart by label.',
  stops: ['A2'],
  control: 'no role with pods/exec, attach, portforward, proxy or ephemeralcontainers; a namespace for each project',
  fix: 'take these subresources out of the role; read logs and metrics instead',
  openWorld: true,
  *judge(evidence) {
    yield* inProjects(evidence, INTO_PODS, (subject, { name }) => {
      const project = describedProject(evidence.platform, name);
      const isNamed = project?.unsafe.debuggers?.groups.includes(subject.name) === true && subject.kind === 'Group';
      return isNamed ? { risk: 'project-debuggers', on: name } : undefined;
    });
  },
};
