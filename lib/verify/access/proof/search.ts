import { SESSION_TAGS } from '../role-context';
import type { AccessFacts, Role } from '../facts/role';
import { exampleOf, TooComplex } from '../../glob/language';
import { onceFor } from '../../once-for';
import { distinctMissing, missingGifts, type Missing } from '../missing';
import type { Policy, Statement } from '../policy/policy';
import { actionMatches } from '../policy/statement-match';
import { isUnsure, meansMost, namedAs, principalMatch, type PrincipalMatch } from '../principal-match';
import { sessionPolicy } from '../session-policy';
import type { Proof, Target, Witness } from './proof';
import { requestSpace, type RequestSpace } from './request-space';
import { satisfying } from './requirement';
import { holding, violating, type State } from './state';
import { overTransport } from './transport';

/** One way to be allowed: statements of different layers that must all hold, and those of them that may mean somebody else. */
interface Grant {
  readonly statements: readonly Statement[];
  readonly unsure: readonly Statement[];
}

/** Ways with assumptions that are looked at before one of them stands for all. */
const MAX_WAYS = 64;

/** The search for a request with one action that is allowed and among the targets. */
export class Search {
  private readonly space: RequestSpace;
  private readonly grants: readonly Grant[];
  private readonly denies: readonly Statement[];
  private readonly session: Policy | undefined;

  constructor(
    facts: AccessFacts,
    private readonly role: Role,
    private readonly target: Target,
    private readonly action: string,
  ) {
    const session = sessionPolicy(facts, role);
    this.session = session === 'unknown' ? undefined : session;
    const tagged = facts.podIdentities.some((association) => association.role === role.name && association.sessionTags);
    this.space = requestSpace(role, tagged ? SESSION_TAGS.filter((tag) => !role.tags.has(tag)) : [], action);
    this.grants = this.grantsOf();
    const policies = [...role.identity, role.boundary, this.session, target.resourcePolicy];
    this.denies = policies.flatMap((policy) => (policy === undefined ? [] : this.speaking(policy, 'Deny')));
  }

  /** Equal for actions that the same statements speak of and that carry the same keys. */
  get signature(): string {
    const listing = this.space.get('s3:prefix') === 'absent' ? '' : 'lists';
    const numbers = (statements: readonly Statement[]): string => statements.map(numberOf).join('+');
    const grants = this.grants.map(({ statements, unsure }) => `${numbers(statements)}?${numbers(unsure)}`);
    return [listing, ...grants, '|', ...this.denies.map(numberOf)].join(' ');
  }

  run(): Proof {
    try {
      return this.search();
    } catch (error) {
      if (!(error instanceof TooComplex)) throw error;
      const missing: Missing = { kind: 'too-complex', text: error.message };
      return { verdict: 'unknown', missing: [missing], witness: undefined };
    }
  }

  private search(): Proof {
    let uncertain: Proof | undefined;
    const start: State = { resource: this.target.resource, keys: this.target.keys, assumed: [] };
    for (const grant of this.grants) {
      const found = this.way(start, grant);
      if (found === undefined) continue;
      const witness = this.witness(found, grant);
      const missing = distinctMissing([...found.assumed, ...grant.unsure.map(meansTheRole)]);
      if (missing.length === 0) return { verdict: 'leak', witness };
      uncertain ??= { verdict: 'unknown', missing, witness };
    }
    if (uncertain !== undefined) return uncertain;
    // A policy whose text is not known may allow anything; what the resource itself denies is denied all the same.
    const missing = missingGifts(this.role.missing);
    const [escape] = missing.length === 0 ? [] : this.escapes(start, 0);
    return escape === undefined
      ? { verdict: 'proved' }
      : { verdict: 'unknown', missing: [...missing, ...escape.assumed], witness: undefined };
  }

  /** A set of requests for which every statement of a grant holds and no deny does; one without assumptions if there is one. */
  private way(start: State, grant: Grant): State | undefined {
    const granted = grant.statements.reduce<State | undefined>(
      (state, statement) => (state === undefined ? undefined : holding(state, statement, this.space)),
      start,
    );
    if (granted === undefined) return undefined;
    let found: State | undefined;
    let tried = 0;
    for (const way of this.escapes(granted, 0)) {
      if (way.assumed.length === 0) return way;
      found ??= way;
      if (++tried > MAX_WAYS) break;
    }
    return found;
  }

  /** Ways past every deny from one on. */
  private *escapes(state: State, from: number): Generator<State> {
    const deny = this.denies[from];
    if (deny === undefined) {
      yield state;
      return;
    }
    for (const next of violating(state, deny, this.space)) yield* this.escapes(next, from + 1);
    if (isUnsure(principalMatch(deny, this.role))) {
      const assumed = [...state.assumed, meansTheRole(deny)];
      yield* this.escapes({ ...state, assumed }, from + 1);
    }
  }

  private witness(state: State, grant: Grant): Witness {
    const context = new Map<string, string>();
    for (const [key, requirement] of overTransport(state.keys) ?? state.keys) {
      const value = satisfying(requirement);
      if (value !== undefined) context.set(key, value === 'absent' ? '(absent)' : value.text);
    }
    const { meaning } = this.target;
    return {
      meaning,
      action: this.action,
      resource: exampleOf(state.resource) ?? '',
      context,
      allowedBy: grant.statements,
    };
  }

  private grantsOf(): readonly Grant[] {
    const { identity, boundary } = this.role;
    const resource = this.target.resourcePolicy === undefined ? [] : this.speaking(this.target.resourcePolicy, 'Allow');
    // Each statement by each way in which it names the role.
    const naming = (...how: readonly PrincipalMatch[]): readonly Grant[] =>
      resource.flatMap((statement) => {
        const match = namedAs(statement, this.role, how);
        return match === 'no' ? [] : [{ statements: [statement], unsure: match === 'maybe' ? [statement] : [] }];
      });
    const withAlso = ({ statements, unsure }: Grant, also: Statement): Grant => ({
      statements: [...statements, also],
      unsure,
    });
    const own = identity.flatMap((policy) => this.speaking(policy, 'Allow'));
    const opened: readonly Grant[] =
      this.target.isClosed === true
        ? naming('account').flatMap((open) => own.map((statement) => withAlso(open, statement)))
        : own.map((statement) => ({ statements: [statement], unsure: [] }));
    let grants: readonly Grant[] = [...opened, ...naming('direct', 'session', 'maybe')];
    for (const limit of [boundary, this.session]) {
      if (limit === undefined) continue;
      const allows = this.speaking(limit, 'Allow');
      grants = grants.flatMap((grant) => allows.map((allow) => withAlso(grant, allow)));
    }
    const unlimited = naming('everybody', 'session');
    const most = resource.filter((statement) => meansMost(statement, this.role));
    return [...grants, ...unlimited, ...most.map((statement) => ({ statements: [statement], unsure: [statement] }))];
  }

  private speaking({ statements }: Policy, effect: Statement['effect']): readonly Statement[] {
    return statements.filter(
      (statement) =>
        statement.effect === effect &&
        actionMatches(statement.actions, this.action) &&
        principalMatch(statement, this.role) !== 'no',
    );
  }
}

function meansTheRole({ policy }: Statement): Missing {
  return { kind: 'principal-meant', policy: policy.name };
}

let last = 0;

/** Tells statements apart as objects: policies of one name are not one policy. */
const numberOf = onceFor<Statement, number>(() => ++last);
