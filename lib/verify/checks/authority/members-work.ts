import { isPerson } from '../../scope/people';
import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails } from '../finding';
import { RUN_CODE } from './rights';

export const membersWork: Check = {
  id: 'authority/members-work',
  title: 'Somebody in a project can start jobs and see what becomes of them',
  why: 'Rights that nobody has are not isolation but a project at rest; people then ask for an administrator.',
  answers: [],
  control: "a binding of the project's group to a role with jobs and pods/log",
  fix: 'bind the group of the project to a role that creates Jobs and reads pods and their logs',
  positive: true,
  *judge(evidence) {
    const { authority, scope, platform } = evidence;
    for (const namespace of scope.namespaces) {
      const bound = authority.bindingsIn(namespace.name).flatMap(({ subjects }) => subjects);
      const people = bound.filter((subject) => isPerson(authority, subject, scope, platform));
      if (people.length === 0) continue;
      const may = (verb: string, resource: string, apiGroup = '', subresource?: string): boolean =>
        people.some((subject) =>
          authority.subjectMay(subject, {
            verb,
            apiGroup,
            resource,
            namespace: namespace.name,
            ...(subresource === undefined ? {} : { subresource }),
          }),
        );
      const starts = RUN_CODE.some(({ verb, apiGroup, resource }) => may(verb, resource, apiGroup));
      const sees = may('list', 'pods') && may('get', 'pods', '', 'log');
      const problems = [
        ...(starts ? [] : [fails('nobody whom its bindings name may create Jobs')]),
        ...(sees ? [] : [fails('nobody whom its bindings name may see pods and their logs')]),
      ];
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};
