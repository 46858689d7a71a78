import { actsFor } from '../../access/deputy';
import { NO_FACTS } from '../../access/facts/role';
import { missingTexts } from '../../access/missing';
import { statementName, type Policy } from '../../access/policy/policy';
import { actionMatches } from '../../access/policy/statement-match';
import { prove } from '../../access/proof/proof';
import { wholeBucket, type GuardedBucket } from '../../access/proof/s3-targets';
import { FENCED_ACTIONS } from '../../access/s3-actions';
import { forService } from '../../access/service-decision';
import { ANY_SERVICE, supposedService } from '../../access/supposed-role';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { fails, notKnown, resourceSubject, type Problem } from '../../problem';
import { KEY_OPENINGS } from './key-policies';
import { guardedBucket } from './own-prefix';
import { policySubject } from './parts/policy-subject';
import { witnessText } from './parts/proven';

export const services: Check = {
  id: 'access/services',
  title: 'Services of AWS use the buckets and the keys for the own account only, and read no training data',
  why: 'A service acts for whoever asks it to: a bucket open for CloudFront is open for the distribution of any account.',
  stops: ['A1', 'A4'],
  control:
    'aws:SourceAccount, aws:SourceArn or the encryption context in statements that name a service; denies that mean services as well',
  fix: 'demand aws:SourceAccount of the own account, and aws:SourceArn where it is known; let no service read training data',
  *judge({ access, cloud }) {
    const { account } = cloud;
    for (const bucket of cloud.buckets) {
      const { name, resource } = bucket;
      const policy = access.buckets.get(name);
      if (policy === undefined) continue;
      const subject = resource === undefined ? policySubject(`Bucket/${name}`, policy) : resourceSubject(resource);
      const guarded = { ...guardedBucket(access, bucket, cloud.identities[0]?.role.arn), policy };
      const problems = [...deputyProblems(policy, [...FENCED_ACTIONS], account)];
      yield { subject, problems: problems.length > 0 ? problems : [...readingServices(guarded, account)] };
    }
    for (const [name, policy] of access.keys)
      yield {
        subject: policySubject(`Key/${name}`, policy),
        problems: [...deputyProblems(policy, KEY_OPENINGS, account)],
      };
  },
};

function* deputyProblems(
  { statements }: Policy,
  actions: readonly string[],
  account: string | undefined,
): Generator<Problem> {
  for (const statement of statements) {
    const action = actions.find((item) => actionMatches(statement.actions, item));
    if (statement.effect !== 'Allow' || action === undefined) continue;
    const { document, path } = statement.policy;
    const at = { document, path };
    const acts = actsFor(statement, account ?? '');
    if (acts.kind === 'nobody') continue;
    const who = statement.principals?.byKind.get('Service')?.join(', ') ?? ANY_SERVICE;
    if (account === undefined) yield cloudUnknown('the account', { at });
    else if (acts.kind === 'anybody')
      yield fails(`lets ${who} use it for whomever: ${action}, by ${statementName(statement)}`, { at });
    else if (acts.kind === 'somebody')
      yield notKnown(`lets ${who} use it for ${acts.name}, and whether that is of the own account is not known`, {
        at,
      });
  }
}

const READS: readonly string[] = [...FENCED_ACTIONS].filter((action) => /^s3:(?:Get|List)/.test(action));

/** What it gets it hands to whoever asks, unless a setting of its own says otherwise. */
const HANDS_OUT: ReadonlySet<string> = new Set(['cloudfront.amazonaws.com']);

/**
 * Services that read objects or their names for the own account, and whom no deny of the bucket keeps out: who gets what they
 * read, the bucket does not say. Those that only write leave their logs there.
 */
function* readingServices(
  bucket: GuardedBucket & { readonly policy: Policy },
  account: string | undefined,
): Generator<Problem> {
  const { policy } = bucket;
  for (const service of readersIn(policy, account)) {
    const guarded = { ...bucket, policy: forService(policy, service) };
    const targets = wholeBucket(guarded)
      .filter(({ resourcePolicy }) => resourcePolicy !== undefined)
      .map((target) => ({
        ...target,
        meaning: target.meaning.replace(/^touches/, 'reads'),
        actions: target.actions.filter((action) => READS.includes(action)),
      }));
    const proof = prove(NO_FACTS, supposedService(service), targets);
    if (proof.verdict === 'proved') continue;
    if (proof.verdict === 'unknown')
      yield notKnown(`whether ${service} reads it depends on ${missingTexts(proof.missing)}`, { at: policy.place });
    else if (HANDS_OUT.has(service))
      yield fails(`lets ${service} hand out what lies in it: ${witnessText(proof.witness)}`, { at: policy.place });
    else
      yield notKnown(`lets ${service} read it, and for whom is not judged: ${witnessText(proof.witness)}`, {
        at: policy.place,
      });
  }
}

function readersIn({ statements }: Policy, account: string | undefined): ReadonlySet<string> {
  return new Set(
    statements.flatMap((statement) => {
      const isReading =
        statement.effect === 'Allow' && READS.some((action) => actionMatches(statement.actions, action));
      if (!isReading || actsFor(statement, account ?? '').kind === 'nobody') return [];
      return statement.principals?.byKind.get('Service') ?? [ANY_SERVICE];
    }),
  );
}
