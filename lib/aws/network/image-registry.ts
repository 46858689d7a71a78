import * as ecr from '@pulumi/aws/ecr';
import type * as pulumi from '@pulumi/pulumi';
import type { ImageRegistry } from '../../model';

export interface RegistryResources {
  readonly caches: readonly ecr.PullThroughCacheRule[];
  readonly repositories: readonly ecr.Repository[];
}

/**
 * The account's own registry: rules that fetch what a public registry publishes, and a repository for every image. They
 * are made here, not at the first pull, so that nodes need no right to make repositories.
 */
export function registryResources(
  name: string,
  { caches, images }: ImageRegistry,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): RegistryResources {
  const rules = caches.map(
    ({ prefix, upstream }) =>
      new ecr.PullThroughCacheRule(
        `${name}-${prefix.slice(prefix.indexOf('/') + 1)}`,
        { ecrRepositoryPrefix: prefix, upstreamRegistryUrl: upstream },
        opts,
      ),
  );
  const repositories = images.map(
    ({ repository, kind }) =>
      new ecr.Repository(
        `${name}-${repository.slice(repository.indexOf('/') + 1)}`,
        {
          name: repository,
          // A cache follows its registry; a mirror is written once a version.
          imageTagMutability: kind === 'cache' ? 'MUTABLE' : 'IMMUTABLE',
          imageScanningConfiguration: { scanOnPush: true },
          forceDelete: kind === 'cache',
          tags,
        },
        { ...opts, dependsOn: rules },
      ),
  );
  return { caches: rules, repositories };
}
