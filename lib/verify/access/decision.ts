import { and, or, type Match } from '../match';
import type { AccessFacts, Role } from './facts/role';
import { layersOf, supposedLayers, type Layers } from './layers';
import { distinctMissing, type Missing } from './missing';
import type { Effect } from '../../model/iam/document';
import { organizationsIn } from './organization-keys';
import { statementName, type Condition, type Policy, type Statement } from './policy/policy';
import { statementMatches } from './policy/statement-match';
import { isUnsure, meansMost, namedAs, principalMatch, principalWays, type PrincipalMatch } from './principal-match';
import type { Request } from './request';

/** An answer to one request: a deny of a statement, no statement that allows it, or not to be told. */
export type Outcome = 'allowed' | 'implicitDeny' | 'explicitDeny' | 'unknown';

/** A statement that applies to a request, or may. */
export interface Applied {
  readonly statement: Statement;
  readonly match: Exclude<Match, 'no'>;
}

/** The answer to one request, and what it rests on. */
export interface Decision {
  /** What AWS would answer. */
  readonly outcome: Outcome;
  /** Statements that decide: denies if it is denied, otherwise what allows in each layer. */
  readonly applied: readonly Applied[];
  /** Layers that would have to allow it and do not, by name. */
  readonly withheldBy: readonly string[];
  /** What is not known and could change the answer. */
  readonly missing: readonly Missing[];
}

/**
 * Whether a role may make a request, by AWS's order of evaluation
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html): a deny anywhere ends it;
 * otherwise an identity policy or the resource's own, across accounts both, must allow it, within the boundary, the
 * session's policy and the endpoint's. Policies of organizations are not part of the input; they only take away. A policy that does not say whose
 * it is makes the answer unknown where it would be another one if it were the resource's or an endpoint's.
 */
export function decide(facts: AccessFacts, role: Role, request: Request): Decision {
  if (needsNoPermission(request)) return { outcome: 'allowed', applied: [], withheldBy: [], missing: [] };
  const layers = layersOf(facts, role, request);
  const decision = decideByEach(layers, role, request);
  if (decision.outcome === 'explicitDeny' || facts.loose.resources.length === 0) return decision;
  const deciding = facts.loose.resources.filter((loose) =>
    [...supposedLayers(layers, request, loose)].some(
      (supposed) => decideByEach(supposed, role, request).outcome !== decision.outcome,
    ),
  );
  if (deciding.length === 0) return decision;
  const whose = deciding.map(({ policy }): Missing => ({ kind: 'owner', policy: policy.place.name }));
  return { ...decision, outcome: 'unknown', missing: [...decision.missing, ...whose] };
}

/** A request goes through one endpoint, and only its policy counts: which one has to be known where they differ. */
function decideByEach(layers: Layers, role: Role, request: Request): Decision {
  const [first, ...others] = layers.endpoint.map((endpoint) =>
    decideBy({ ...layers, endpoint: [endpoint] }, role, request),
  );
  if (first === undefined) return decideBy(layers, role, request);
  if (others.every(({ outcome }) => outcome === first.outcome)) return first;
  const endpoints = layers.endpoint.map(({ name }) => name);
  return { ...first, outcome: 'unknown', missing: [...first.missing, { kind: 'endpoint-taken', endpoints }] };
}

function decideBy(layers: Layers, role: Role, request: Request): Decision {
  const applied = (policy: Policy | undefined, effect: Effect): readonly Applied[] =>
    applying(policy, effect, request, (statement) => named(statement, role));
  const carried = (effect: Effect): readonly Applied[] =>
    layers.endpoint.flatMap(({ policy, isGateway }) =>
      applying(policy, effect, request, (statement) => namedByEndpoint(statement, role, isGateway)),
    );
  const everyLayer = [...layers.identity, layers.session, layers.boundary, layers.resource];
  const denies = [...everyLayer.flatMap((policy) => applied(policy, 'Deny')), ...carried('Deny')];
  if (denies.some(({ match }) => match === 'yes')) {
    return { outcome: 'explicitDeny', applied: denies, withheldBy: [], missing: [] };
  }
  const identity = layers.identity.flatMap((policy) => applied(policy, 'Allow'));
  const resource = applied(layers.resource, 'Allow');
  const { granted, unlimited } = grantedBy(request, role, identity, resource, layers);
  const limits: [string, readonly Applied[]][] = [];
  if (layers.boundary !== undefined) limits.push(['the permission boundary', applied(layers.boundary, 'Allow')]);
  if (layers.session !== undefined) limits.push(['the session policy', applied(layers.session, 'Allow')]);
  const limited = or(
    limits.reduce((match, [, list]) => and(match, strongest(list)), granted),
    unlimited,
  );
  const endpoint = carried('Allow');
  const allowed = layers.endpoint.length === 0 ? limited : and(limited, strongest(endpoint));
  if (layers.endpoint.length > 0) limits.push(['the endpoint policy', endpoint]);
  const withheldBy = [
    ...(or(granted, unlimited) === 'no' ? ['the policies of the role and of the resource'] : []),
    ...limits.filter(([, list]) => strongest(list) === 'no').map(([name]) => name),
  ];
  const allows = [...identity, ...resource, ...limits.flatMap(([, list]) => list)];
  // Whatever a policy of another account allows, the role's own has to allow it as well.
  const unread = layers.isForeign && strongest(identity) === 'no' ? [] : layers.unread;
  const missing = missingFor(allowed, denies, allows, [...layers.missing, ...unread]);
  const outcome = missing.length > 0 ? 'unknown' : allowed === 'no' ? 'implicitDeny' : 'allowed';
  return { outcome, applied: [...denies, ...allows], withheldBy, missing };
}

/**
 * Whoever has credentials may ask whose they are, whatever policies of the role say
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html).
 */
function needsNoPermission({ action }: Request): boolean {
  return action.toLowerCase() === 'sts:getcalleridentity';
}

/** Statements of a policy that apply, or may. */
function applying(
  policy: Policy | undefined,
  effect: Effect,
  request: Request,
  isNamed: (statement: Statement) => Match,
): readonly Applied[] {
  return (policy?.statements ?? []).flatMap((statement) => {
    if (statement.effect !== effect) return [];
    const match = and(statementMatches(statement, request), isNamed(statement));
    return match === 'no' ? [] : [{ statement, match }];
  });
}

/** A statement of a resource's policy counts for the role if it names it in any way. */
function named(statement: Statement, role: Role): Match {
  const match = principalMatch(statement, role);
  return isUnsure(match) ? 'maybe' : match === 'no' ? 'no' : 'yes';
}

/**
 * A gateway knows everybody only. An account that it allows is its root user alone; what other principals mean there, AWS
 * does not say (https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html).
 */
function namedByEndpoint(statement: Statement, role: Role, isGateway: boolean | undefined): Match {
  return [...principalWays(statement, role)]
    .map((way): Match => {
      if (isUnsure(way)) return 'maybe';
      if (way === 'everybody' || isGateway === false) return 'yes';
      return way === 'account' && isGateway === true && statement.effect === 'Allow' ? 'no' : 'maybe';
    })
    .reduce(or, 'no');
}

function strongest(applied: readonly Applied[]): Match {
  return applied.map(({ match }): Match => match).reduce(or, 'no');
}

/** What the role is granted within its boundary and session, and what everybody is. */
function grantedBy(
  { action }: Request,
  role: Role,
  identity: readonly Applied[],
  resource: readonly Applied[],
  layers: Pick<Layers, 'resource' | 'isForeign'>,
): { readonly granted: Match; readonly unlimited: Match } {
  const naming = (...how: readonly PrincipalMatch[]): Match =>
    resource.map(({ statement, match }) => and(match, namedAs(statement, role, how))).reduce(or, 'no');
  const direct = naming('direct', 'session', 'maybe');
  const byIdentity = strongest(identity);
  if (layers.isForeign) {
    const named = layers.resource === undefined ? 'maybe' : strongest(resource);
    return { granted: and(byIdentity, named), unlimited: 'no' };
  }
  // Keys and roles are closed to their own account too until their policy opens them.
  const closed = /^(?:kms|sts):/i.test(action) && layers.resource !== undefined;
  return {
    granted: or(direct, closed ? and(naming('account', 'maybe'), byIdentity) : byIdentity),
    unlimited: or(
      naming('everybody', 'session'),
      and('maybe', strongest(resource.filter(({ statement }) => meansMost(statement, role)))),
    ),
  };
}

function missingFor(
  allowed: Match,
  denies: readonly Applied[],
  allows: readonly Applied[],
  documents: readonly Missing[],
): readonly Missing[] {
  const deciding = allowed === 'no' ? [] : allowed === 'maybe' ? [...denies, ...allows] : denies;
  const undecided = deciding.filter(({ match }) => match === 'maybe');
  const conditions = undecided.map(({ statement }) => conditionsOf(statement));
  // A document whose text is not known may allow what is not allowed, and deny what is.
  return distinctMissing([...conditions, ...documents]);
}

/** With the organization that a reader would have to know. */
function shownCondition(condition: Condition): string {
  const organizations = organizationsIn(condition) ?? [];
  return [condition.shownKey, ...organizations].join(' ');
}

function conditionsOf(statement: Statement): Missing {
  const keys = [...new Set(statement.conditions.map(shownCondition))];
  return { kind: 'statement-applies', statement: statementName(statement), keys };
}
