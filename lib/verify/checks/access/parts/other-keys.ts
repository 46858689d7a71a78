import { KEY_USES } from '../../../access/data-actions';
import { statementName, type Statement } from '../../../access/policy/policy';
import { prove } from '../../../access/proof/proof';
import { ABSENT, type KeyRequirement } from '../../../access/proof/requirement';
import { bucketKey } from '../../../cloud/bucket-key';
import type { ProjectIdentity } from '../../../cloud/project-identity';
import type { Evidence } from '../../../evidence';
import { arnGlob, glob, literal, type Glob } from '../../../glob/glob';
import { bothLanguages, noneOf, oneOf } from '../../../glob/language';
import { notKnown, type Problem } from '../../../problem';
import { placeOfWitness } from './proven';

/**
 * Keys beside those of training buckets that a role uses in its own name. Through a service it gets at nothing but what it may ask
 * of that, and a context is of one thing alone
 * (https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html).
 */
export function otherKeys({ plans, cloud }: Evidence, { role, facts }: ProjectIdentity): readonly Problem[] {
  const keys = cloud.buckets.flatMap((bucket) => bucketKey(plans, bucket) ?? []);
  const own = new Set(keys.flatMap(({ aliases }) => aliases));
  const identity = role.identity.map(({ place, statements }) => ({
    place,
    statements: statements.filter((statement) => !isOfOwnKeys(statement, own)),
  }));
  const asked = identity.flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions));
  const limits = asked.filter(({ key }) => OF_PURPOSE.test(key));
  const proof = prove(facts, { ...role, identity, missing: [] }, [
    {
      meaning: 'uses a key that is none of training',
      actions: KEY_USES,
      resource: bothLanguages(oneOf([arnGlob(glob('arn:*:kms:*:*:key/*'))]), noneOf(keys.map(({ id }) => keyGlob(id)))),
      keys: new Map(limits.map(({ key }): [string, KeyRequirement] => [key, ABSENT])),
      resourcePolicy: undefined,
    },
  ]);
  if (proof.verdict === 'proved') return [];
  const { witness } = proof;
  const at = witness === undefined ? undefined : placeOfWitness(witness);
  const what = witness === undefined ? 'use keys' : `${witness.action} with keys`;
  const by = witness === undefined ? '' : `, by ${witness.allowedBy.map(statementName).join(' and ')}`;
  return [notKnown(`may ${what} that are none of training${by}, and what these protect is not judged`, { at })];
}

/** Whether a statement allows what it allows with keys alone that have names of keys of training. */
function isOfOwnKeys({ effect, conditions }: Statement, own: ReadonlySet<string>): boolean {
  return (
    effect === 'Allow' &&
    conditions.some(
      ({ key, operator, ifExists, qualifier, values }) =>
        OF_ALIASES.has(key) &&
        /^String(?:Equals|Like)$/.test(operator) &&
        !ifExists &&
        qualifier !== 'ForAllValues' &&
        values.every((value) => own.has(value)),
    )
  );
}

/** By which names a key goes, or is asked for. */
const OF_ALIASES: ReadonlySet<string> = new Set(['kms:resourcealiases', 'kms:requestalias']);
/** Through which service, and for what. */
const OF_PURPOSE = /^kms:(?:viaservice|encryptioncontext:.+)$/;

function keyGlob(id: string): Glob {
  return id.startsWith('arn:') ? literal(id) : arnGlob(glob(`arn:*:kms:*:*:key/${id}`));
}
