import { accountUser } from '../../../model/people/account-user';
import { accountOfArn } from '../../../model/aws/arn';
import { and } from '../../match';
import { SESSION_TAGS } from '../../access/role-context';
import { serviceContext, serviceDecision } from '../../access/service-decision';
import { issuerOf, POD_IDENTITY, trusted, type Demanded, type Trusted } from '../../access/trust';
import { actionMatches } from '../../access/policy/statement-match';
import type { ProjectIdentity } from '../../cloud/project-identity';
import type { Check } from '../check';
import { fails, notKnown, type Place, type Problem, type Weakened } from '../../problem';
import { identitySubject } from './parts/proven';

export const trust: Check = {
  id: 'access/trust',
  title: "A project's role is for one service account of one namespace of one cluster, and for nobody else",
  why: 'A pattern admits the namespace that somebody makes tomorrow; without the cluster any cluster of the account has the role.',
  stops: ['A2', 'A4', 'T7', 'T16'],
  control: 'trust policy of the role: cluster, namespace and service account, each one exact value',
  fix: 'demand aws:RequestTag/eks-cluster-arn, kubernetes-namespace and kubernetes-service-account by StringEquals, or the exact sub and aud of IRSA',
  *judge({ cloud }) {
    // Who reads secrets need not have a role of these files.
    const readers = cloud.readers.filter(({ role }) => !role.missing.some(({ kind }) => kind === 'every-policy'));
    for (const identity of [...cloud.identities, ...readers]) {
      const problems = [...trustProblems(identity, cloud.issuers)];
      // What is said already is why pods are kept out.
      yield {
        subject: identitySubject(identity),
        problems: problems.length > 0 ? problems : [...keptOut(identity)],
      };
    }
  },
};

function* trustProblems(identity: ProjectIdentity, issuers: readonly string[]): Generator<Problem> {
  const { role, namespace, serviceAccount } = identity;
  if (role.trust === undefined) {
    yield notKnown('its trust policy is not known');
    return;
  }
  const all = trusted(role);
  if (all.length === 0) yield fails('trusts nobody: its pods get no credentials', { at: role.trust.place });
  for (const item of all) yield* itemProblems(item, identity, issuers);
  const admits = all.some(({ kind }) => kind !== 'other');
  if (all.length > 0 && !admits)
    yield fails(`does not trust ${namespace}/${serviceAccount}: its pods get no credentials`, { at: role.trust.place });
}

/** A deny, or a condition on something else than the pods, shuts a role that names them correctly. */
function* keptOut({ role, namespace, serviceAccount }: ProjectIdentity): Generator<Problem> {
  const { trust, account } = role;
  if (trust === undefined || account === undefined || !trusted(role).some(({ kind }) => kind === 'pod-identity'))
    return;
  const sent = SESSION_TAGS.map((tag) => [`aws:RequestTag/${tag}`, role.tags.get(tag)] as const);
  const known = sent.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const source = { account, arn: role.tags.get('eks-cluster-arn') ?? '' };
  const context = serviceContext(POD_IDENTITY, source, known).withUnknown([...sent.map(([key]) => key), 'aws:TagKeys']);
  // The agent takes it on with tags, in one request that needs both.
  const answer = ['sts:AssumeRole', 'sts:TagSession']
    .map((action) => serviceDecision(trust, POD_IDENTITY, { action, resource: role.arn ?? '*', context }))
    .reduce(and);
  if (answer === 'yes') return;
  const at = trust.place;
  const who = `pods of ${namespace}/${serviceAccount}`;
  yield answer === 'no'
    ? fails(`does not let ${who} take it on: they get no credentials`, { at })
    : notKnown(`whether ${who} may take it on`, { at });
}

function* itemProblems(
  item: Trusted,
  { role, namespace, serviceAccount }: ProjectIdentity,
  issuers: readonly string[],
): Generator<Problem> {
  const { policy } = item.statement;
  const at: Place = { document: policy.document, path: policy.path };
  const shared: Weakened = { risk: 'shared-role', on: '' };
  switch (item.kind) {
    case 'other':
      yield fails(`trusts ${item.principal}`, { at });
      return;
    case 'pod-identity':
      yield* exactly(item.cluster, 'cluster', role.tags.get('eks-cluster-arn'), at);
      yield* exactly(item.namespace, 'namespace', namespace, at, shared);
      yield* exactly(item.serviceAccount, 'service account', serviceAccount, at);
      if (!actionMatches(item.statement.actions, 'sts:TagSession'))
        yield fails('does not allow sts:TagSession: the agent gets no credentials for it', { at });
      return;
    case 'irsa':
      yield* providerProblems(item.provider, role.account, issuers, at);
      yield* exactly(item.subject, 'subject', accountUser(namespace, serviceAccount), at, shared);
      yield* exactly(item.audience, 'audience', 'sts.amazonaws.com', at);
  }
}

/** Another cluster has a namespace and an account of the same names, and signs tokens for them. */
function* providerProblems(
  provider: string,
  account: string | undefined,
  issuers: readonly string[],
  at: Place,
): Generator<Problem> {
  const issuer = issuerOf(provider);
  if (account !== undefined && accountOfArn(provider) !== account)
    yield fails(`trusts provider ${provider} of another account`, { at });
  else if (issuers.length === 0)
    yield notKnown(
      `whether provider ${issuer} is of this cluster is not known: give its issuer (aws.credentials of the description, or the stack with the cluster)`,
      { at },
    );
  else if (!issuers.includes(issuer))
    yield fails(`trusts provider ${issuer}, and the issuer of the cluster is ${issuers.join(', ')}`, { at });
}

function* exactly(
  demand: Demanded,
  what: string,
  wanted: string | undefined,
  at: Place,
  weakened?: Weakened,
): Generator<Problem> {
  if (demand.kind === 'anything') yield fails(`trusts any ${what}`, { at, weakened });
  else if (demand.kind === 'pattern')
    yield fails(`trusts every ${what} like ${demand.texts.join(', ')}`, { at, weakened });
  else if (demand.texts.length > 1) yield fails(`trusts several: ${what} ${demand.texts.join(', ')}`, { at, weakened });
  else if (wanted !== undefined && demand.texts[0] !== wanted)
    yield fails(`trusts ${what} ${demand.texts[0]}, and the association is for ${wanted}`, { at });
}
