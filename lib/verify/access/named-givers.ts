import { nameInArn } from '../../model/aws/arn';
import { onceFor } from '../once-for';
import type { Role } from './facts/role';
import type { Policy, Statement } from './policy/policy';
import { actionMatches } from './policy/statement-match';

/** Policies of resources by whom their statements let do some of the actions that are asked about. */
interface Givers {
  /** Everybody, everybody but some, or somebody by a pattern that names do not tell. */
  readonly anybody: ReadonlySet<string>;
  /** By the last part of a name, which is that of the role. */
  readonly byName: ReadonlyMap<string, ReadonlySet<string>>;
  /** A whole account, which hands over to policies of the role: it matters for one whose account is not known. */
  readonly accounts: ReadonlySet<string>;
}

/**
 * Names of resources whose policies may let a role do one of some actions without rights of its own, as far as names go. Cheap,
 * so that a thousand roles and a thousand keys, each of which names one of them, are not a million proofs.
 *
 * @param policies by the name of the resource
 */
export function mayGive(
  policies: ReadonlyMap<string, Policy>,
  actions: readonly string[],
  { name, arn, account }: Pick<Role, 'name' | 'arn' | 'account'>,
): readonly string[] {
  const { anybody, byName, accounts } = giversOf(policies)(actions);
  const names = [name, ...(arn === undefined ? [] : [nameInArn(arn)])];
  return [
    ...new Set([
      ...anybody,
      ...names.flatMap((one) => [...(byName.get(one) ?? [])]),
      ...(account === undefined ? accounts : []),
    ]),
  ];
}

const giversOf = onceFor((policies: ReadonlyMap<string, Policy>) =>
  onceFor((actions: readonly string[]) => giversIn(policies, actions)),
);

function giversIn(policies: ReadonlyMap<string, Policy>, actions: readonly string[]): Givers {
  const [anybody, accounts] = [new Set<string>(), new Set<string>()];
  const byName = new Map<string, Set<string>>();
  for (const [resource, { statements }] of policies) {
    for (const statement of statements) {
      if (statement.effect !== 'Allow' || !actions.some((action) => actionMatches(statement.actions, action))) continue;
      for (const meant of whoIn(statement)) {
        if (meant === 'anybody') anybody.add(resource);
        else if (meant === 'account') accounts.add(resource);
        else byName.set(meant.name, (byName.get(meant.name) ?? new Set()).add(resource));
      }
    }
  }
  return { anybody, byName, accounts };
}

type Meant = 'anybody' | 'account' | { readonly name: string };

function whoIn({ principals }: Statement): readonly Meant[] {
  if (principals === undefined || principals.everybody || principals.negated) return ['anybody'];
  return (principals.byKind.get('AWS') ?? []).flatMap((given): readonly Meant[] => {
    if (/^(?:\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(given)) return ['account'];
    const session = /^arn:[^:]+:sts::\d{12}:assumed-role\/([^/]+)\//.exec(given)?.[1];
    return [nameInArn(given), ...(session === undefined ? [] : [session])].map((name) => ({
      name,
    }));
  });
}
