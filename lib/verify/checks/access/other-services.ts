import { FENCED_ACTIONS, OBJECT_ACTIONS } from '../../access/s3-actions';
import type { Check } from '../check';
import { otherRights } from './parts/other-rights';
import { identitySubject } from './parts/proven';

const OF_OBJECTS: ReadonlySet<string> = new Set(
  [...OBJECT_ACTIONS, ...FENCED_ACTIONS].map((name) => name.toLowerCase()),
);
/** Reading the settings of buckets and keys, and what their policies are asked for. */
const HARMLESS = /^(?:s3:(?:get|list|head)|kms:(?:decrypt|encrypt|generate|reencrypt|describe|get|list))/;

export const otherServices: Check = {
  id: 'access/other-services',
  title: "A project's role has no rights that these checks do not judge",
  why: 'A secret of production, a queue, a function that runs as somebody else: what a role reaches beside buckets a script reaches too.',
  stops: ['A1', 'A3'],
  control: 'actions of the statements of the role: objects of S3, and the keys of its data',
  fix: 'take the action out of the policy, or accept it in the baseline after a look at what it gives',
  *judge({ cloud }) {
    for (const identity of cloud.identities)
      yield { subject: identitySubject(identity), problems: otherRights(identity.facts, identity.role, isJudged) };
  },
};

/** A pattern of S3 or KMS is judged by what it matches of objects, fences and keys. */
function isJudged(action: string): boolean {
  if (/[*?]/.test(action)) return /^(?:s3|kms):/.test(action);
  return OF_OBJECTS.has(action) || HARMLESS.test(action);
}
