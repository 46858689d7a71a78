import { ACCOUNT_USER } from '../../../../model/people/account-user';
import type { Role } from '../../../access/facts/role';
import { accountOfArn } from '../../../../model/aws/arn';
import { issuerOf, trusted, type Demanded, type Trusted } from '../../../access/trust';
import { isDescribedRole, rolesOfDescription } from '../../../cloud/described-roles';
import { nodeRoleName } from '../../../cloud/planned-nodes';
import type { Evidence } from '../../../evidence';
import { fails, notKnown, type Place, type Problem } from '../../../problem';
import { openTrust } from './open-trust';

/**
 * Whoever takes on a role that is let past the fence, by its trust. A principal of the same account that a trust names needs
 * no right of its own
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html); the account itself hands that
 * over to rights, which access/outsiders asks for. People are meant to be administrators; loaders and readers may be
 * services or pods as well.
 */
export function takerProblems(
  evidence: Evidence,
  role: Role,
  isAdministrator: boolean,
  seen: readonly Role[] = [],
): readonly Problem[] {
  if (role.trust === undefined) return [notKnown(`who takes on ${role.name} is not known`)];
  return [
    ...openTrust(role),
    ...trusted(role).flatMap((item) => {
      const { document, path } = item.statement.policy;
      return [...itemProblems(evidence, item, { role, isAdministrator, seen, at: { document, path } })];
    }),
  ];
}

interface Asked {
  readonly role: Role;
  readonly isAdministrator: boolean;
  /** Roles by whose trust this one is asked about. */
  readonly seen: readonly Role[];
  readonly at: Place;
}

function* itemProblems(evidence: Evidence, item: Trusted, asked: Asked): Generator<Problem> {
  const { isAdministrator, at } = asked;
  switch (item.kind) {
    case 'pod-identity':
      if (isAdministrator || item.namespace.kind !== 'exactly')
        yield fails(`is for pods of ${shown(item.namespace, 'any namespace')}`, { at });
      return;
    case 'irsa':
      yield* ofIssuer(item, asked);
      return;
    case 'other':
      yield* named(evidence, item.principal, asked);
  }
}

/** Tokens of an issuer: of pods of a cluster, or of whatever runs elsewhere, such as pipelines. */
function* ofIssuer(
  { provider, subject, statement }: Extract<Trusted, { readonly kind: 'irsa' }>,
  { role, isAdministrator, at }: Asked,
): Generator<Problem> {
  const issuer = issuerOf(provider);
  if (role.account !== undefined && accountOfArn(provider) !== role.account)
    yield fails(`trusts provider ${provider} of another account`, { at });
  const others = statement.conditions.filter(({ key }) => key.startsWith(`${issuer.toLowerCase()}:`));
  if (subject.kind === 'anything') {
    const isNarrowed = others.some(({ key }) => !key.endsWith(':aud'));
    const who = `everybody whom ${issuer} knows`;
    yield isNarrowed
      ? notKnown(`trusts ${who} under conditions, and whom these mean is not judged`, { at })
      : fails(`trusts ${who}`, { at });
  } else if (isAdministrator && subject.texts.some((text) => text.startsWith(ACCOUNT_USER)))
    yield fails(`is for pods: ${subject.texts.join(', ')}`, { at });
  else if (subject.kind === 'pattern') {
    const who = `every subject of ${issuer} like ${subject.texts.join(', ')}`;
    // A pattern that names an owner leaves open which of its things; another one leaves open whose.
    yield subject.texts.every((text) => /^[^*?$]*\//.test(text))
      ? notKnown(`trusts ${who}, and who that is is not known`, { at })
      : fails(`trusts ${who}`, { at });
  }
}

function shown(demand: Demanded, any: string): string {
  return demand.kind === 'anything' ? any : demand.texts.join(', ');
}

/** A service, a role, a user, an account, a provider of identities; what {@link openTrust} tells about is left to it. */
function* named(evidence: Evidence, principal: string, asked: Asked): Generator<Problem> {
  const { role, isAdministrator, at } = asked;
  const [kind, name = ''] = principal.split(/ (.*)/);
  if (kind === 'Service' && isAdministrator)
    yield fails(`trusts ${name}: whoever may pass it to something that runs there is it`, { at });
  if (kind === 'Federated' && !name.includes(':saml-provider/'))
    yield notKnown(`trusts ${name}, and who that is is not known`, { at });
  if (kind !== 'AWS') return;
  const account = accountOfArn(name);
  const ofRole = /^arn:[^:]+:(?:iam|sts)::\d{12}:(?:role\/(?:.+\/)?|assumed-role\/)([^/]+)/.exec(name)?.[1];
  if (ofRole === undefined || (role.account !== undefined && account !== role.account)) return;
  const isMeant = rolesOfDescription(evidence.platform).some(
    (described) =>
      described.isAdministrator && isDescribedRole(described, name.replace(/(assumed-role\/[^/]+)\/.*/, '$1')),
  );
  if (!isMeant) yield* throughRole(evidence, ofRole, asked);
}

/** Roles that IAM Identity Center makes for people. */
const OF_PEOPLE = /^AWSReservedSSO_/;

function* throughRole(
  evidence: Evidence,
  name: string,
  { isAdministrator, seen, role, at }: Asked,
): Generator<Problem> {
  const { access, cloud, plannedNodes } = evidence;
  const what = `trusts role ${name}`;
  if (cloud.identities.some((identity) => identity.role.name === name)) yield fails(`${what} of a project`, { at });
  else if (plannedNodes.some((nodes) => nodeRoleName(nodes) === name)) yield fails(`${what} of training nodes`, { at });
  else if (isAdministrator && !OF_PEOPLE.test(name)) {
    const next = access.roles.find((item) => item.name === name);
    if (next === undefined)
      yield notKnown(`${what}, which is not in the files: who takes that on is not known`, { at });
    else if (next !== role && !seen.includes(next))
      for (const problem of takerProblems(evidence, next, isAdministrator, [...seen, role]))
        yield { ...problem, message: `${what}, which ${problem.message}` };
  }
}
