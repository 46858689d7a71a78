import { isOfData } from '../../access/data-actions';
import type { Check } from '../check';
import { otherKeys } from './parts/other-keys';
import { otherRights } from './parts/other-rights';
import { identitySubject } from './parts/proven';

export const otherServices: Check = {
  id: 'access/other-services',
  title: "A project's role has no rights that these checks do not judge",
  why: 'A secret of production, a queue, a function that runs as somebody else: what a role reaches beside buckets a script reaches too.',
  stops: ['A1', 'A3'],
  control: 'actions of the statements of the role: objects of S3, and the keys of its data',
  fix: 'take the action out of the policy, or accept it in the baseline after a look at what it gives; name the keys of its data, or demand kms:ViaService',
  *judge(evidence) {
    for (const identity of evidence.cloud.identities) {
      const { role, facts } = identity;
      const problems = [...otherRights(facts, role, isOfData), ...otherKeys(evidence, identity)];
      yield { subject: identitySubject(identity), problems };
    }
  },
};
