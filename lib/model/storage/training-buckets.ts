import { grouped } from '../grouped';
import { resolveClaimSource, type ClaimSource } from './claim-source';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import type { Numbered } from '../fault/numbered';
import type { Project, ProjectProps, ProjectStorageProps } from '../project/project';
import type { Draft } from '../fault/shape';
import type { KeyUse } from './storage-keys';

/** A bucket of the description and what it holds. */
export interface TrainingBucket {
  readonly name: string;
  /** `datasets` are read by training and written by loaders, `checkpoints` written and resumed by training. */
  readonly use: KeyUse;
  /** The projects with a prefix in it, in their order. */
  readonly projects: readonly Project[];
}

/** Every S3 bucket that a claim names, in the order of the projects, datasets first. */
export function trainingBuckets(projects: readonly Project[]): readonly TrainingBucket[] {
  const claimed = (use: KeyUse): [string, Project][] =>
    projects.flatMap((project): [string, Project][] => {
      const source = (use === 'datasets' ? project.data : project.checkpoints)?.source;
      return source?.kind === 's3' ? [[source.bucket, project]] : [];
    });
  return (['datasets', 'checkpoints'] as const).flatMap((use) => {
    const byName = grouped(claimed(use), ([bucket]) => bucket);
    return [...byName].map(([name, claims]) => ({ name, use, projects: claims.map(([, project]) => project) }));
  });
}

/** Whether training may delete the checkpoints of a project in a bucket. */
export function mayDelete({ checkpoints }: Project): boolean {
  return checkpoints?.source.kind === 's3' && checkpoints.source.allowDelete === true;
}

/** The buckets in which some project may delete its checkpoints. */
export function deletableBuckets(projects: readonly Project[]): readonly string[] {
  return trainingBuckets(projects)
    .filter(({ use, projects: users }) => use === 'checkpoints' && users.some(mayDelete))
    .map(({ name }) => name);
}

/** The bucket behind one of the project's claims, if there is one. */
export function projectBucket(project: Project, use: KeyUse): string | undefined {
  const source = (use === 'datasets' ? project.data : project.checkpoints)?.source;
  return source?.kind === 's3' ? source.bucket : undefined;
}

/** A bucket that one project reads as data and another writes as checkpoints: it can have only one fence and one key. */
export function bucketUseFaults(
  storage: Draft<ProjectStorageProps> | undefined,
  projects: Numbered<ProjectProps>,
): Fault[] {
  const claims = projects.flatMap(([project, path]) =>
    (['datasets', 'checkpoints'] as const).flatMap((use) => {
      const given = project.storage?.[use] ?? storage?.[use];
      const bucket = bucketOf(given);
      return bucket === undefined ? [] : [{ path, use, bucket }];
    }),
  );
  const data = new Map(claims.filter(({ use }) => use === 'datasets').map(({ bucket, path }) => [bucket, path]));
  // A project that has both in one bucket is told so by another check.
  const both = new Set(claims.filter(({ use }) => use === 'datasets').map(({ bucket, path }) => `${path} ${bucket}`));
  return claims
    .filter(({ use, bucket, path }) => use === 'checkpoints' && data.has(bucket) && !both.has(`${path} ${bucket}`))
    .map(({ path, bucket }) => ({
      path: `${path}.storage.checkpoints`,
      given: shown(bucket),
      allowed: 'a bucket that holds the datasets of no project',
      fix: `${data.get(bucket) ?? ''} reads its data from it: data and checkpoints have fences and keys of their own`,
    }));
}

function bucketOf(given: string | Draft<ClaimSource> | undefined): string | undefined {
  if (given === undefined || (typeof given === 'object' && given.kind === undefined)) return undefined;
  const source = resolveClaimSource(given as string | ClaimSource);
  return source.kind === 's3' ? source.bucket : undefined;
}
