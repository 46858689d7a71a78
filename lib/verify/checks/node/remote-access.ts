import { templateOf } from '../../cloud/planned-nodes';
import { propertyOf } from '../../input/pulumi/planned-resource';
import type { Check } from '../check';
import { fails, inputPlace, resourceSubject, type Problem } from '../finding';

export const remoteAccess: Check = {
  id: 'node/remote-access',
  title: 'Nobody logs in to training nodes',
  why: 'A shell on a node reads memory, tokens and volumes of every pod on it, past RBAC and every admission policy.',
  answers: ['A2', 'T5'],
  control: 'no key pair in launch templates, no remoteAccess of node groups; access/node-roles looks at Systems Manager',
  fix: 'take keyName and remoteAccess away; accept it by name with aws.unsafe.nodeAccess of the description',
  *judge({ plannedNodes }) {
    const weakened = { risk: 'node-access', on: '' } as const;
    for (const nodes of plannedNodes) {
      const { group } = nodes;
      const template = templateOf(nodes);
      const problems: Problem[] = [];
      if (propertyOf(group, 'remoteAccess') !== undefined)
        problems.push(fails('opens SSH (remoteAccess)', { at: inputPlace(group, 'remoteAccess'), weakened }));
      if (template !== undefined && propertyOf(template, 'keyName') !== undefined)
        problems.push(fails('starts with a key pair', { at: inputPlace(template, 'keyName'), weakened }));
      yield { subject: resourceSubject(group), problems };
    }
  },
};
