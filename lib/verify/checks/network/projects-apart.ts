import { namespaceSubject } from '../../scope/training-scope';
import type { Check } from '../check';
import { contactProblems, strongest } from './parts/contact';

export const projectsApart: Check = {
  id: 'network/projects-apart',
  title: 'No pod of a project reaches a pod of another project',
  why: 'Rank 0 serves its peers without authentication: whoever reaches it takes part in the training, or reads it.',
  stops: ['A1', 'A2'],
  control: 'default deny and peer policies that select pods of the own namespace only',
  fix: 'select peers by podSelector alone: it means the own namespace',
  openWorld: true,
  *judge({ scope, network }) {
    for (const namespace of scope.namespaces) {
      const others = network
        .contacts(namespace.name)
        .filter(
          ({ source, destination }) => source.namespace.name === namespace.name && network.isTraining(destination),
        )
        .filter(({ source, destination }) => source.namespace !== destination.namespace);
      const problems = contactProblems(
        network,
        strongest(others, ({ destination }) => destination.namespace.name),
        'egress',
        ([first, ...more]) =>
          more.length > 0 ? 'reaches other projects' : `reaches project ${first?.destination.namespace.name}`,
      );
      yield { subject: namespaceSubject(namespace), problems };
    }
  },
};
