import {
  CLAIM_ROLES,
  exclusiveBackEnds,
  resolveClaimSource,
  type ClaimRole,
  type ClaimSource,
} from '../storage/claim-source';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { namespaceOwnerFaults, type NamespaceClaim } from '../kubernetes/namespace-owners';
import type { PlatformProps } from '../platform/platform-props';
import type { Numbered } from '../fault/numbered';
import { covers, prefixFaults } from './prefix';
import { projectNamespace, projectPrefix, type ProjectProps } from './project';
import type { Draft } from '../fault/shape';

/** A back end that serves one project cannot stand in the storage that all projects share. */
export function sharedBackEndFaults({ storage }: Draft<PlatformProps>): Fault[] {
  return CLAIM_ROLES.flatMap((role) => {
    const given = storage?.[role];
    if (given === undefined || typeof given === 'string' || given.kind === 's3' || given.kind === 'storage-class')
      return [];
    return [
      {
        path: `storage.${role}`,
        given: shown(given),
        allowed: 's3 or storage-class for all projects together',
        fix: 'a file system, access point or claim serves one project: give it in projects[].storage',
      },
    ];
  });
}

/** A project with what must be its own, where enough of it is given to tell. */
interface Claimant extends NamespaceClaim {
  readonly prefix: string;
}

/** What two projects would have in common although each must have its own: namespace, prefix, file system, access point. */
export function separationFaults(platform: Draft<PlatformProps>, given: Numbered<ProjectProps>): Fault[] {
  const { name } = platform;
  if (name === undefined) return [];
  const claimants = given.flatMap(([project, path]): Claimant[] => {
    if (project.name === undefined) return [];
    const named = {
      name: project.name,
      existing: clean(project.existing),
      ...(project.prefix === undefined ? {} : { prefix: project.prefix }),
    };
    return [{ project, path, namespace: projectNamespace(name, named), prefix: projectPrefix(name, named) }];
  });
  return [
    ...namespaceOwnerFaults(platform, claimants),
    ...coveredPrefixFaults(claimants.filter(({ prefix }) => prefixFaults(prefix, '').length === 0)),
    ...claimants.flatMap(({ project, path }) => rewritableDataFaults(platform, project, path)),
    ...backEndFaults(platform, claimants),
  ];
}

/** A prefix and who has it: as written by hand, or below the name of the namespace. */
interface PrefixClaim {
  readonly claimant: Claimant;
  readonly prefix: string;
}

/**
 * In order of their texts, whatever covers a prefix stands before it, with only covered ones in between. The folder of each
 * namespace counts as its project's even where that has another prefix: the fence by session tag gives it to whoever runs
 * in the namespace.
 */
function coveredPrefixFaults(claimants: readonly Claimant[]): Fault[] {
  const claims = claimants.flatMap((claimant): PrefixClaim[] => {
    const derived = `${claimant.namespace}/`;
    const own = { claimant, prefix: claimant.prefix };
    return derived === claimant.prefix ? [own] : [{ claimant, prefix: derived }, own];
  });
  const isDerived = ({ claimant, prefix }: PrefixClaim): boolean => prefix === `${claimant.namespace}/`;
  const ordered = claims.sort((a, b) =>
    a.prefix === b.prefix ? Number(isDerived(b)) - Number(isDerived(a)) : a.prefix < b.prefix ? -1 : 1,
  );
  const covering: PrefixClaim[] = [];
  const faults: Fault[] = [];
  for (const claim of ordered) {
    while (covering.length > 0 && !covers(covering.at(-1)?.prefix ?? '', claim.prefix)) covering.pop();
    const other = covering.find(({ claimant }) => claimant.namespace !== claim.claimant.namespace);
    if (other !== undefined) {
      faults.push({
        path: `${claim.claimant.path}.prefix`,
        given: shown(claim.prefix),
        allowed: 'a prefix that no other project has or covers',
        fix: `${other.claimant.path} has ${shown(other.prefix)} and would read everything below it`,
      });
    }
    covering.push(claim);
  }
  return faults;
}

function backEndFaults(platform: Draft<PlatformProps>, claimants: readonly Claimant[]): Fault[] {
  const owners = new Map<string, string>();
  return claimants.flatMap(({ project, path }) =>
    CLAIM_ROLES.flatMap((role) => {
      const source = sourceOf(platform, project, role);
      const own = `${path}.storage.${role}`;
      // What has the wrong shape is missing here.
      const ids =
        source === undefined ? [] : exclusiveBackEnds(source).filter((id: string | undefined) => id !== undefined);
      const shared = ids.find((id) => owners.has(id));
      for (const id of ids) if (!owners.has(id)) owners.set(id, own);
      if (shared === undefined) return [];
      return [
        {
          path: own,
          given: shown(shared),
          allowed: 'a file system or access point of its own',
          fix: `${owners.get(shared)} already has this one: take another`,
        },
      ];
    }),
  );
}

const clean = (existing: Draft<ProjectProps>['existing']): { readonly namespace?: string } =>
  existing?.namespace === undefined ? {} : { namespace: existing.namespace };

/** Data is read-only and checkpoints are not: behind one prefix or one claim a job could rewrite its own data. */
function rewritableDataFaults(platform: Draft<PlatformProps>, project: Draft<ProjectProps>, path: string): Fault[] {
  const [datasets, checkpoints] = CLAIM_ROLES.map((role) => sourceOf(platform, project, role));
  const refuse = (given: string, allowed: string, fix: string): Fault[] => [
    { path: `${path}.storage`, given: shown(given), allowed, fix },
  ];
  if (datasets?.kind === 's3' && checkpoints?.kind === 's3' && datasets.bucket === checkpoints.bucket) {
    return refuse(
      datasets.bucket,
      'a bucket for datasets and another for checkpoints',
      'one prefix cannot be read-only and written at once: use two buckets',
    );
  }
  if (datasets?.kind === 'existing' && checkpoints?.kind === 'existing' && datasets.claim === checkpoints.claim) {
    return refuse(
      datasets.claim,
      'a claim for datasets and another for checkpoints',
      'one claim cannot be read-only and written at once: use two claims',
    );
  }
  return [];
}

/** The source behind a claim, where enough of it is given to compare it. */
function sourceOf(
  platform: Draft<PlatformProps>,
  project: Draft<ProjectProps>,
  role: ClaimRole,
): ClaimSource | undefined {
  const given = project.storage?.[role] ?? platform.storage?.[role];
  if (given === undefined || (typeof given === 'object' && given.kind === undefined)) return undefined;
  return resolveClaimSource(given as string | ClaimSource);
}
