import { allows, mayReach } from '../../access/bucket-reach';
import type { AccessFacts, Role } from '../../access/facts/role';
import { prove, type Proof } from '../../access/proof/proof';
import { targetsOutside, wholeBucket } from '../../access/proof/s3-targets';
import type { Check } from '../check';
import { identitySubject, proven } from './parts/proven';
import { partitionOfRole } from '../../access/facts/role';

export const otherBuckets: Check = {
  id: 'access/other-buckets',
  title: "A project's role touches no bucket beside those of training",
  why: 'What a role reads elsewhere a script can read, and what it writes elsewhere leaves the fence.',
  stops: ['A1'],
  control:
    'resources of the statements of the role: named buckets; policies of other buckets, which need no right of the role',
  fix: 'name the training buckets in the statements of the role, and no role of a project in policies of others',
  *judge({ cloud }) {
    if (cloud.buckets.length === 0) return;
    const names = new Set(cloud.buckets.map(({ name }) => name));
    for (const identity of cloud.identities) {
      const { role, facts } = identity;
      // Buckets out of reach need not be taken out of all others.
      const own = [...names].filter((name) => mayReach(role, name, facts.buckets.get(name)));
      const targets = targetsOutside(partitionOfRole(role), own);
      const proofs = [prove(facts, role, targets), ...givenByOthers(facts, role, names)];
      yield { subject: identitySubject(identity), problems: proofs.flatMap((proof) => proven(proof)) };
    }
  },
};

/** Whom the policy of a bucket of the same account names needs no right of its own. */
function givenByOthers(facts: AccessFacts, role: Role, names: ReadonlySet<string>): readonly Proof[] {
  const alone = { ...role, identity: [], missing: [] };
  return [...facts.buckets]
    .filter(([name, policy]) => !names.has(name) && allows(policy))
    .map(([name, policy]) => prove(facts, alone, wholeBucket({ name, partition: partitionOfRole(role), policy })));
}
