import { partitionOf } from '../../../model/aws/arn';
import { EVERY_TEXT } from '../../glob/language';
import { prove, type Target } from '../../access/proof/proof';
import { strangeAccount, supposedRole } from '../../access/supposed-role';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { foreignPrincipals, untriedPrincipals } from './parts/intruders';
import { keyGrants } from './parts/key-grants';
import { policySubject } from './parts/policy-subject';
import { proven } from './parts/proven';

/** What opens a key, or opens it for others. */
export const KEY_OPENINGS = [
  'Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo CreateGrant PutKeyPolicy',
  'ScheduleKeyDeletion DisableKey',
].flatMap((line) => line.split(' ').map((name) => `kms:${name}`));

export const keyPolicies: Check = {
  id: 'access/key-policies',
  title: 'Keys of the platform open for the own account only',
  why: 'A key that names everybody without saying of which account opens data that was copied out.',
  stops: ['A1', 'A4'],
  control:
    'key policies: principals of the own account, and conditions on kms:CallerAccount where everybody is named; grants',
  fix: 'name roles of the own account, or demand kms:CallerAccount',
  *judge(evidence) {
    const { access, cloud } = evidence;
    for (const [name, policy] of access.keys) {
      const problems = [...untriedPrincipals(policy, KEY_OPENINGS)];
      if (cloud.account === undefined) problems.push(cloudUnknown('the account'));
      else {
        const { account, region } = cloud;
        const foreign = foreignPrincipals(policy, partitionOf(region ?? ''), account);
        const outside = [
          {
            meaning: 'another account uses it',
            role: supposedRole('stranger', strangeAccount(account), { everything: policy }),
          },
          ...foreign.map(({ role, written }) => ({ meaning: `${written} uses it`, role })),
        ];
        for (const { meaning, role } of outside) {
          const target: Target = {
            meaning,
            actions: KEY_OPENINGS,
            resource: EVERY_TEXT,
            keys: new Map(),
            resourcePolicy: policy,
            isClosed: true,
          };
          problems.push(...proven(prove({ ...access, podIdentities: [] }, role, [target])));
        }
      }
      yield { subject: policySubject(`Key/${name}`, policy), problems };
    }
    yield* keyGrants(evidence);
  },
};
