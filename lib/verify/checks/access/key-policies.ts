import { EVERY_TEXT } from '../../access/glob/language';
import { prove } from '../../access/proof/proof';
import { supposedRole } from '../../access/supposed-role';
import type { Check } from '../check';
import { isUnknown, namedSubject, type Problem } from '../finding';
import { proven } from './proven';

const USES = [
  'Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo CreateGrant PutKeyPolicy',
  'ScheduleKeyDeletion DisableKey',
].flatMap((line) => line.split(' ').map((name) => `kms:${name}`));

export const keyPolicies: Check = {
  id: 'access/key-policies',
  title: 'Keys of the platform open for the own account only',
  why: 'A key that names everybody without saying of which account opens data that was copied out.',
  answers: ['A1', 'A4'],
  control: 'key policies: principals of the own account, and conditions on kms:CallerAccount where everybody is named',
  fix: 'name roles of the own account, or demand kms:CallerAccount',
  *judge({ access, cloud }) {
    for (const [name, policy] of access.keys) {
      const problems: Problem[] = [];
      if (cloud.account === undefined)
        problems.push(isUnknown('the account is not known: give the description (--platform)'));
      else {
        const stranger = supposedRole(
          'stranger',
          cloud.account === '999999999999' ? '999999999998' : '999999999999',
          {},
        );
        const target = {
          meaning: 'another account uses it',
          actions: USES,
          resource: EVERY_TEXT,
          keys: new Map(),
          resourcePolicy: policy,
        };
        problems.push(...proven(prove({ ...access, podIdentities: [] }, stranger, [target])));
      }
      yield { subject: namedSubject(`Key/${name}`), problems };
    }
  },
};
