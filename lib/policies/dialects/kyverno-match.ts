import type { Platform } from '../../model';
import type { JudgedKinds, Kind } from '../judged';
import type { Rule } from '../rule';
import { namespacesOf } from '../scope';

/** `match` of a Kyverno ClusterPolicy. Operations are always named: none would mean DELETE and CONNECT too. */
export function kyvernoMatch(platform: Platform, rule: Pick<Rule, 'judges' | 'scope'>): object {
  const namespaceSelector = namespacesOf(platform, rule.scope);
  return {
    any: rule.judges.map(({ kinds, operations }) => ({
      resources: {
        kinds: kyvernoKinds(kinds),
        operations,
        ...(namespaceSelector === undefined ? {} : { namespaceSelector }),
      },
    })),
  };
}

/** Kinds by group, version, name and subresource. */
export function kyvernoKinds(kinds: JudgedKinds['kinds']): string[] {
  return kinds.map(({ group, version, kind, subresource }: Kind) =>
    [...(group === '' ? [] : [group]), version, kind, ...(subresource === undefined ? [] : [subresource])].join('/'),
  );
}
