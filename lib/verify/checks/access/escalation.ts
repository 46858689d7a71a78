import { accountUser } from '../../../model/people/account-user';
import { escalations } from '../../access/proof/escalation';
import { missingTexts } from '../../access/missing';
import { principalMatch } from '../../access/principal-match';
import { actionMatches } from '../../access/policy/statement-match';
import type { AccessFacts, Role } from '../../access/facts/role';
import { issuerOf, trusted, type Trusted } from '../../access/trust';
import type { ProjectIdentity } from '../../cloud/project-identity';
import { glob, globMatches } from '../../glob/glob';
import type { Match } from '../../match';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { givenRights } from './parts/given-rights';
import { identitySubject, placeOfWitness, proven } from './parts/proven';
import { partitionOfRole } from '../../access/facts/role';
import { few } from '../../few';

export const escalation: Check = {
  id: 'access/escalation',
  title: "A project's role cannot get rights that it was not given",
  why: 'Whoever may rewrite a bucket policy, pass or assume a role, or make an association has everything that those have.',
  stops: ['A1', 'T5'],
  control:
    'no action of the list of escalations in the policies of the role, or for it in those of buckets and keys; no other role that trusts it',
  fix: 'take the action out of the policy; give it to a role of the platform',
  *judge({ cloud }) {
    for (const identity of cloud.identities) {
      const { role, facts } = identity;
      yield {
        subject: identitySubject(identity),
        problems: [
          ...escalationProblems(facts, role),
          ...givenRights(facts, role, partitionOfRole(role)).flatMap((proof) => proven(proof)),
          ...trustedElsewhere(facts, role),
          ...trustedByToken(identity, cloud.issuers),
        ],
      };
    }
  },
};

/** One problem for each kind of escalation, with its actions. */
export function escalationProblems(facts: AccessFacts, role: Role, except: readonly string[] = []): readonly Problem[] {
  const kinds = new Map<
    string,
    { readonly actions: string[]; readonly problem: Problem['status']; readonly at: ReturnType<typeof placeOfWitness> }
  >();
  for (const { action, meaning, proof } of escalations(facts, role)) {
    if (except.includes(action)) continue;
    const status = proof.verdict === 'leak' ? 'fail' : 'unknown';
    const known = kinds.get(`${status} ${meaning}`) ?? {
      actions: [],
      problem: status,
      at: proof.witness === undefined ? undefined : placeOfWitness(proof.witness),
    };
    known.actions.push(action);
    kinds.set(`${status} ${meaning}`, known);
  }
  const unread = role.missing.length === 0 ? '' : `; not known: ${missingTexts(role.missing)}`;
  return [...kinds].map(([key, { actions, problem, at }]) => {
    const meaning = key.slice(key.indexOf(' ') + 1);
    const { shown, all } = few(actions);
    return problem === 'fail'
      ? fails(`${meaning}: ${shown}`, { at, all })
      : notKnown(`perhaps ${meaning}: ${shown}${unread}`, { at, all });
  });
}

/** Roles of the same account that name this one need no right of its own to be taken on. */
function trustedElsewhere({ roles }: AccessFacts, role: Role): readonly Problem[] {
  return roles
    .filter(({ name }) => name !== role.name)
    .flatMap((other) =>
      (other.trust?.statements ?? []).flatMap((statement): readonly Problem[] => {
        const { effect, actions, policy } = statement;
        if (effect !== 'Allow' || !actionMatches(actions, 'sts:AssumeRole')) return [];
        const at = { document: policy.document, path: policy.path };
        switch (principalMatch(statement, role)) {
          case 'direct':
          case 'everybody':
            return [fails(`becomes another identity: role ${other.name} trusts it`, { at })];
          case 'session':
          case 'maybe':
            return [notKnown(`may become another identity: whether role ${other.name} trusts it is not known`, { at })];
          default:
            return [];
        }
      }),
    );
}

/** Roles that trust tokens of the cluster by a pattern: one that names an account exactly is a role of its project. */
function trustedByToken(
  { role, facts, namespace, serviceAccount }: ProjectIdentity,
  issuers: readonly string[],
): readonly Problem[] {
  const user = accountUser(namespace, serviceAccount);
  return facts.roles
    .filter(({ name }) => name !== role.name)
    .flatMap((other) =>
      trusted(other).flatMap((item): readonly Problem[] => {
        const match = item.kind === 'irsa' ? admitsToken(item, user, issuers) : 'no';
        if (match === 'no') return [];
        const { document, path } = item.statement.policy;
        const at = { document, path };
        return match === 'yes'
          ? [fails(`becomes another identity: role ${other.name} trusts tokens of ${user}`, { at })]
          : [notKnown(`may become another identity: whether role ${other.name} trusts ${user} is not known`, { at })];
      }),
    );
}

function admitsToken(
  item: Extract<Trusted, { readonly kind: 'irsa' }>,
  user: string,
  issuers: readonly string[],
): Match {
  const { subject, statement } = item;
  const issuer = issuerOf(item.provider);
  const isOwn = issuers.length === 0 ? OF_EKS.test(issuer) : issuers.includes(issuer);
  if (!isOwn || subject.kind === 'exactly') return 'no';
  if (subject.kind === 'pattern' && !subject.texts.some((text) => globMatches(glob(text, true), user))) return 'no';
  const understood = subject.kind === 'pattern' ? /:(?:aud|sub)$/ : /:aud$/;
  const isNarrowed = statement.conditions.some(
    ({ key }) => key.startsWith(`${issuer.toLowerCase()}:`) && !understood.test(key),
  );
  return issuers.length === 0 || isNarrowed ? 'maybe' : 'yes';
}

/** Where EKS signs tokens, as long as no file shows the issuer of the cluster. */
const OF_EKS = /^oidc[.-]eks\./;
