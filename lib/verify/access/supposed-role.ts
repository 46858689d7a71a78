import type { Policy, PolicyPlace } from './policy/policy';
import { roleArn, type Role } from './facts/role';

/** A role that is not in the input and could exist: what a fence has to keep out. */
export function supposedRole(
  name: string,
  account: string,
  { partition = 'aws', path = '/', tags = new Map(), everything }: SupposedRole,
): Role {
  return {
    name,
    path,
    arn: roleArn(partition, account, path, name),
    account,
    tags,
    identity: everything === undefined ? [] : [allowEverything(everything)],
    boundary: undefined,
    trust: undefined,
    missing: [],
  };
}

/** Whichever it is. */
export const ANY_SERVICE = 'any service of AWS';

/** A service of AWS, which has no rights of its own. */
export function supposedService(name: string): Role {
  const nothing = { path: undefined, arn: undefined, account: undefined, boundary: undefined, trust: undefined };
  return { ...nothing, name, isService: true, tags: new Map(), identity: [], missing: [] };
}

/** A role of the input with everything allowed to it. */
export function withEverything(role: Role, beside: Pick<Policy, 'place'>): Role {
  return { ...role, identity: [allowEverything(beside)], boundary: undefined, missing: [] };
}

export interface SupposedRole {
  readonly partition?: string;
  readonly path?: string | undefined;
  readonly tags?: ReadonlyMap<string, string>;
  /** A policy beside whose place the one that allows everything is written; undefined for a role without any right. */
  readonly everything?: Policy;
}

/** A policy that allows everything: what remains possible with it, only the fence of the resource stops. */
function allowEverything({ place }: Pick<Policy, 'place'>): Policy {
  return allowing('a policy that allows everything', ['*'], place);
}

/** A policy that is not in the input and allows some actions on everything. */
export function allowing(name: string, actions: readonly string[], beside: PolicyPlace): Policy {
  const policy = { ...beside, name };
  return {
    place: policy,
    statements: [
      {
        sid: undefined,
        index: 0,
        effect: 'Allow',
        actions: { patterns: actions, negated: false },
        resources: { patterns: ['*'], negated: false },
        principals: undefined,
        conditions: [],
        policy,
        variables: true,
      },
    ],
  };
}

/** A strange account, whatever the own one is. */
export function strangeAccount(account: string): string {
  return account === '999999999999' ? '999999999998' : '999999999999';
}
