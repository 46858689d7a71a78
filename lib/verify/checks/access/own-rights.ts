import type { Check } from '../check';
import { outsideOwnPart } from './own-prefix';
import { identitySubject } from './parts/proven';

const NO_GUARDS = { buckets: new Map<string, never>() };

export const ownRights: Check = {
  id: 'access/own-rights',
  title: "The policies of a project's role alone reach nothing but its own part, whatever the bucket refuses",
  why: 'One wrong policy on the bucket must not be enough: a role that may list everything lists it the day the fence has a gap.',
  stops: ['A1', 'A3'],
  control: 'the prefix in every statement of the role: in the ARNs of objects, in s3:prefix of listings',
  fix: 'end the prefix with a slash, and list with s3:prefix in a statement of its own',
  *judge({ cloud }) {
    for (const identity of cloud.identities) {
      const problems = cloud.buckets.flatMap((bucket) => outsideOwnPart(identity, bucket, NO_GUARDS));
      yield { subject: identitySubject(identity), problems };
    }
  },
};
