import type { InputFaults } from '../../input/input-fault';
import type { Policy, PolicyPlace } from '../policy/policy';

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
    else if (!isSame(known.policy, placed.policy))
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

function isSame(a: Policy | undefined, b: Policy | undefined): boolean {
  return a !== undefined && b !== undefined && textOf(a) === textOf(b);
}

function textOf({ statements }: Policy): string {
  return JSON.stringify(
    statements.map(({ policy: _, principals, ...rest }) => ({
      ...rest,
      principals: principals === undefined ? undefined : { ...principals, byKind: [...principals.byKind] },
    })),
  );
}
