import type { Platform } from '../../model';
import { PROJECT_PLACEHOLDER } from '../../model/policies';
import { knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import type { TrainingScope } from '../scope/training-scope';
import { containersOf } from '../workload/containers';

/** A registry of ECR, and what follows it. */
const OF_ECR = /^\d{12}\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/([^:@]+)/;

/** For every repository that no other rule fills. */
const EVERYTHING = 'ROOT';

/**
 * Parts of the account's registry from which projects start images, without a slash at the end: those that the description
 * lets them, or else the repositories of the images that they start.
 */
export function registryParts(platform: Platform | undefined, scope: TrainingScope): readonly string[] {
  const described = platform?.policies.registries ?? [];
  const images =
    platform === undefined
      ? scope.namespaces.flatMap(({ workloads }) =>
          workloads.flatMap(({ spec }) => containersOf(spec).map(({ field }) => String(field.get('image')?.value))),
        )
      : platform.projects.flatMap(({ name }) =>
          described.map((prefix) => prefix.replaceAll(PROJECT_PLACEHOLDER, name)),
        );
  return [...new Set(images.flatMap((image) => OF_ECR.exec(image)?.[1]?.replace(/\/+$/, '') ?? []))];
}

/**
 * What a rule does that fills repositories with what others publish, as soon as somebody asks for it: undefined where no
 * project starts images from there
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html).
 */
export function fillsImages(rule: PlannedResource, parts: readonly string[]): string | undefined {
  const prefix = knownText(propertyOf(rule, 'ecrRepositoryPrefix'));
  const within = (inner: string, outer: string): boolean => `${inner}/`.startsWith(`${outer}/`);
  const met =
    prefix === undefined || prefix === EVERYTHING
      ? parts
      : parts.filter((part) => within(part, prefix) || within(prefix, part));
  const from = knownText(propertyOf(rule, 'upstreamRegistryUrl')) ?? 'another registry';
  return met.length === 0
    ? undefined
    : `fills ${prefix ?? 'repositories'} with whatever somebody publishes at ${from}, and projects start images from ${met.join(', ')}`;
}
