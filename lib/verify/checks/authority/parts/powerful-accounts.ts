import { accountNamespace } from '../../../authority/subject';
import {
  BECOME_ACCOUNTS,
  INTO_PODS,
  READ_SECRETS,
  RUN_CODE,
  WRITE_CLUSTER,
  WRITE_FENCES,
  WRITE_PODS,
} from '../../../authority/rights';
import type { Evidence } from '../../../evidence';

/** Rights by which somebody who has them in the whole cluster is in every project. */
const POWER = [
  ...WRITE_CLUSTER,
  ...RUN_CODE,
  ...READ_SECRETS,
  ...INTO_PODS,
  ...BECOME_ACCOUNTS,
  ...WRITE_PODS,
  ...WRITE_FENCES,
];

/**
 * Namespaces outside the projects with an account that is in every project, by a binding or since policies let it through:
 * whoever works there acts as that account. What is given for some names only is not counted.
 */
export function namespacesOfPower({ authority, platform, scope }: Evidence): ReadonlySet<string> {
  const bound = authority
    .grantsAmong(POWER)
    .flatMap(({ subject, names }) => (names === undefined ? (accountNamespace(subject) ?? []) : []));
  const { platformGroups = [], breakGlassGroups = [], controllers = [] } = platform?.policies ?? {};
  const named = [...platformGroups, ...breakGlassGroups, ...controllers].flatMap(
    (name) => accountNamespace({ kind: 'Group', name }) ?? [],
  );
  return new Set([...bound, ...named].filter((name) => !scope.contains(name)));
}
