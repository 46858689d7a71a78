import { partitionOf, viaService } from '../../../model/aws/arn';
import type { TrainingBucket } from '../../cloud/cloud-scope';
import type { ProjectIdentity } from '../../cloud/project-identity';
import { bucketKey } from '../../cloud/bucket-key';
import type { Evidence } from '../../evidence';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { fails, notKnown, type Problem } from '../../problem';
import { allowedProblems, type Wanted } from './parts/allowed';
import { identitySubject } from './parts/proven';
import { partitionOfRole } from '../../access/facts/role';

export const opensKeys: Check = {
  id: 'access/opens-keys',
  title: "A project's role opens the keys of its own data and checkpoints, through S3",
  why: 'With bucket keys the encryption context is the bucket: a condition on the prefix then denies every read.',
  stops: [],
  control: 'statements of the role and policy of the key',
  fix: 'allow kms:Decrypt, and kms:GenerateDataKey for checkpoints, with kms:ViaService of S3 and the context of the prefix',
  positive: true,
  *judge(evidence) {
    for (const identity of evidence.cloud.identities) {
      const problems = evidence.cloud.buckets
        .filter(
          ({ prefixes, resource, isGuessed }) =>
            resource !== undefined && !isGuessed && prefixes.has(identity.namespace),
        )
        .map((bucket) => keyProblems(evidence, identity, bucket));
      if (problems.length > 0) yield { subject: identitySubject(identity), problems: problems.flat() };
    }
  },
};

function keyProblems(evidence: Evidence, identity: ProjectIdentity, bucket: TrainingBucket): readonly Problem[] {
  const { plans, cloud, access } = evidence;
  const key = bucketKey(plans, bucket);
  // Without a key of KMS there is nothing to open.
  if (key === undefined) return [];
  if (key.outOfUse !== undefined) return [fails(`the key of ${bucket.name} ${key.outOfUse}`)];
  const { region } = cloud;
  const { role, namespace } = identity;
  if (region === undefined || role.account === undefined) return [cloudUnknown('region or account')];
  if (![...access.keys.keys()].some((known) => known === key.id))
    return [notKnown(`the policy of the key of ${bucket.name} is not in the plan`)];
  const partition = partitionOfRole(role);
  const arn = `arn:${partition}:s3:::${bucket.name}`;
  const context: NonNullable<Wanted['context']> = [
    ['kms:ViaService', viaService({ partition: partitionOf(region), region }, 's3')],
    [
      'kms:EncryptionContext:aws:s3:arn',
      key.ofBucket ? arn : `${arn}/${bucket.prefixes.get(namespace) ?? ''}step-1000`,
    ],
    ...(key.aliases.length === 0 ? [] : [['kms:ResourceAliases', key.aliases] as const]),
    ['aws:ViaAWSService', 'false'],
  ];
  const resource = key.id.startsWith('arn:') ? key.id : `arn:${partition}:kms:${region}:${role.account}:key/${key.id}`;
  const actions = bucket.use === 'datasets' ? ['kms:Decrypt'] : ['kms:Decrypt', 'kms:GenerateDataKey'];
  return allowedProblems(
    evidence,
    identity,
    actions.map((action) => ({ action, resource, context, meaning: `open the key of ${bucket.name}` })),
  );
}
