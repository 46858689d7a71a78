import { actsFor } from '../../access/deputy';
import { statementName, type Policy } from '../../access/policy/policy';
import { actionMatches } from '../../access/policy/statement-match';
import { FENCED_ACTIONS } from '../../access/s3-actions';
import type { Check } from '../check';
import { cloudUnknown } from '../cloud-unknown';
import { fails, notKnown, resourceSubject, type Problem } from '../../problem';
import { KEY_OPENINGS } from './key-policies';
import { policySubject } from './parts/policy-subject';

export const services: Check = {
  id: 'access/services',
  title: 'Services of AWS use the buckets and the keys for the own account only',
  why: 'A service acts for whoever asks it to: a bucket open for CloudFront is open for the distribution of any account.',
  stops: ['A1', 'A4'],
  control: 'aws:SourceAccount, aws:SourceArn or the encryption context in statements that name a service',
  fix: 'demand aws:SourceAccount of the own account, and aws:SourceArn where it is known',
  *judge({ access, cloud }) {
    const { account } = cloud;
    for (const { name, resource } of cloud.buckets) {
      const policy = access.buckets.get(name);
      if (policy === undefined) continue;
      const subject = resource === undefined ? policySubject(`Bucket/${name}`, policy) : resourceSubject(resource);
      yield { subject, problems: [...deputyProblems(policy, [...FENCED_ACTIONS], account)] };
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
    const who = statement.principals?.byKind.get('Service')?.join(', ') ?? 'any service of AWS';
    if (account === undefined) yield cloudUnknown('the account', { at });
    else if (acts.kind === 'anybody')
      yield fails(`lets ${who} use it for whomever: ${action}, by ${statementName(statement)}`, { at });
    else if (acts.kind === 'somebody')
      yield notKnown(`lets ${who} use it for ${acts.name}, and whether that is of the own account is not known`, {
        at,
      });
  }
}
