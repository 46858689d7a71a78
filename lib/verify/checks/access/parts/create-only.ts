import { glob, literal, ANYTHING, concat } from '../../../glob/glob';
import { bothLanguages, noneOf, oneOf } from '../../../glob/language';
import { missingTexts } from '../../../access/missing';
import type { Policy } from '../../../access/policy/policy';
import { prove, type Target } from '../../../access/proof/proof';
import { ABSENT, PRESENT } from '../../../access/proof/requirement';
import { withEverything } from '../../../access/supposed-role';
import type { TrainingBucket } from '../../../cloud/cloud-scope';
import type { Evidence } from '../../../evidence';
import { fails, notKnown, type Problem } from '../../../problem';
import { partitionOfRole } from '../../../access/facts/role';
import { witnessText } from './proven';

/**
 * Writes of training that may replace an object, where the description has checkpoints that are created only: without
 * `If-None-Match` a write replaces what is there
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html). Asked of the bucket's policy
 * alone, with everything allowed to the role.
 */
export function* replacedCheckpoints(
  { access, cloud, platform }: Evidence,
  bucket: TrainingBucket,
  policy: Policy,
): Generator<Problem> {
  const createOnly = platform?.aws?.createOnlyCheckpoints;
  if (createOnly === undefined || bucket.use !== 'checkpoints') return;
  for (const { role, namespace } of cloud.identities) {
    const prefix = bucket.prefixes.get(namespace);
    if (prefix === undefined) continue;
    const arn = `arn:${partitionOfRole(role)}:s3:::${bucket.name}/`;
    const target: Target = {
      meaning: 'replaces checkpoints, which the description forbids',
      actions: ['s3:PutObject'],
      resource: bothLanguages(
        oneOf([concat(literal(`${arn}${prefix}`), ANYTHING)]),
        noneOf(createOnly.exceptFiles.map((file) => concat(literal(arn), glob(`*/${file}`)))),
      ),
      keys: new Map([
        ['s3:if-none-match', ABSENT],
        // Parts of an upload create nothing: its completion does.
        ['s3:objectcreationoperation', { ...PRESENT, text: oneOf([literal('true')]) }],
      ]),
      resourcePolicy: policy,
    };
    const proof = prove({ ...access, podIdentities: [] }, withEverything(role, policy), [target]);
    if (proof.verdict === 'proved') continue;
    const fix =
      'deny s3:PutObject without s3:if-none-match to everybody, as createOnlyCheckpoints of the description has it';
    yield proof.verdict === 'leak'
      ? fails(`role ${role.name} ${witnessText(proof.witness)}`, { at: policy.place, fix })
      : notKnown(`whether role ${role.name} replaces checkpoints depends on ${missingTexts(proof.missing)}`, {
          at: policy.place,
          fix,
        });
  }
}
