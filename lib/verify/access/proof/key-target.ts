import { arnGlob, glob, literal } from '../../glob/glob';
import { oneOf } from '../../glob/language';
import type { Policy } from '../policy/policy';
import { KEY_OWNER_ACTIONS } from './escalation';
import { ANYWHERE, type Target } from './proof';

/**
 * Every way to open or shut a key. Its policy leaves it to the rights of their account who owns it, or does not.
 *
 * @param id of a key as the facts keep it: its ARN, or its name in the program
 */
export function keyTarget(id: string, policy: Policy | undefined, meaning: string): Target {
  const arn = id.startsWith('arn:') ? literal(id) : arnGlob(glob(`arn:*:kms:*:*:key/${id}`));
  return {
    ...ANYWHERE,
    meaning,
    actions: KEY_OWNER_ACTIONS,
    resource: oneOf([arn]),
    resourcePolicy: policy,
    isClosed: policy !== undefined,
  };
}
