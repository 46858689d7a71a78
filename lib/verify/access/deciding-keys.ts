import { decide, type Decision } from './decision';
import type { AccessFacts, Role } from './facts/role';
import { policiesOf } from './layers';
import type { Request } from './request';

/**
 * Keys that a request does not carry and on whose absence its answer rests, as written in the policies: the endpoint that
 * it comes through, an address. None where the answer is unknown anyway, or the same whatever they are.
 */
export function decidingKeys(
  facts: AccessFacts,
  role: Role,
  request: Request,
  { outcome }: Pick<Decision, 'outcome'> = decide(facts, role, request),
): readonly string[] {
  if (outcome === 'unknown') return [];
  const isOther = (keys: readonly string[]): boolean =>
    decide(facts, role, { ...request, context: request.context.withUnknown(keys) }).outcome !== outcome;
  const absent = new Map(
    policiesOf(facts, role, request)
      .flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions))
      .filter(({ key, operator }) => operator !== 'Null' && request.context.get(key) === 'absent')
      .map(({ key, shownKey }) => [key, shownKey]),
  );
  if (!isOther([...absent.keys()])) return [];
  // Of all of them, those without which the answer would stay as it is.
  let deciding = [...absent.keys()];
  for (const key of absent.keys()) {
    const rest = deciding.filter((other) => other !== key);
    if (isOther(rest)) deciding = rest;
  }
  return deciding.map((key) => absent.get(key) as string);
}
