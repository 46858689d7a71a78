import type { InputFaults } from '../../input/input-fault';
import type { Policy, PolicyPlace, Principals } from '../policy/policy';
import { wholeAccount } from '../principal-match';

/** A policy, or undefined where its text is not known, and where it stands. */
export interface PlacedPolicy {
  readonly policy: Policy | undefined;
  readonly place: Pick<PolicyPlace, 'document' | 'path'>;
}

/**
 * Policies by what they are of. AWS keeps one of a resource: of two that differ, which one counts depends on who wrote last,
 * so that the second is a fault.
 *
 * @param what `bucket`
 */
export function onePolicyEach(
  entries: Iterable<readonly [string, PlacedPolicy]>,
  what: string,
  faults: InputFaults,
): ReadonlyMap<string, Policy> {
  const first = new Map<string, PlacedPolicy>();
  for (const [name, placed] of entries) {
    const known = first.get(name);
    if (known === undefined) first.set(name, placed);
    else if (known.policy === undefined || placed.policy === undefined || !isSamePolicy(known.policy, placed.policy))
      faults.inDocument(
        placed.place.document,
        placed.place.path,
        `a second policy of ${what} ${name}`,
        `one policy of ${what} ${name}`,
        'leave out the one that does not count',
      );
  }
  return new Map([...first].flatMap(([name, { policy }]) => (policy === undefined ? [] : [[name, policy] as const])));
}

/** Whether two policies say the same, wherever they stand. */
export function isSamePolicy(a: Policy, b: Policy): boolean {
  return textOf(a) === textOf(b);
}

function textOf({ statements }: Policy): string {
  return JSON.stringify(
    statements.map(({ policy: _, principals, ...rest }) => ({
      ...rest,
      principals: principals === undefined ? undefined : { ...principals, byKind: byKindOf(principals) },
    })),
  );
}

/** AWS keeps the number of an account as the ARN of its root. */
function byKindOf({ byKind }: Principals): readonly (readonly [string, readonly string[]])[] {
  return [...byKind].map(([kind, names]) => [kind, names.map((name) => wholeAccount(name) ?? name)]);
}
