import type { ClaimSource } from '../storage/claim-source';
import { allComponents, requiredComponents } from './component';
import type { ComponentProps } from './component-props';
import type { KnownComponent } from './known-components';
import { dialectsOf } from '../policies';
import type { PlatformProps } from '../platform/platform-props';
import { poolFabric } from '../nodes/pool';
import type { Draft } from '../fault/shape';

/**
 * The components of a description: those that it needs, and those that it names. What it needs is added whatever it
 * names, since with a CNI that starts pods closed a forgotten CoreDNS is a cluster without names.
 */
export function platformComponents(props: Draft<PlatformProps>): readonly (KnownComponent | Draft<ComponentProps>)[] {
  const kinds = claimKinds(props);
  const required = requiredComponents({
    efa: (props.pools ?? []).some((pool) => pool !== undefined && poolFabric(pool) === 'efa'),
    kyverno: dialectsOf(props.policies).some((dialect) => dialect !== 'vap'),
    s3Volumes: kinds.has('s3'),
    fsxVolumes: kinds.has('fsx-lustre'),
    efsVolumes: kinds.has('efs'),
  });
  const given = (props.components ?? []).filter((one) => one !== undefined) as (
    KnownComponent | Draft<ComponentProps>
  )[];
  const unwanted = props.withoutComponents ?? [];
  return allComponents(
    required.filter((name) => !unwanted.includes(name)),
    given,
  );
}

function claimKinds({ storage, projects = [] }: Draft<PlatformProps>): ReadonlySet<ClaimSource['kind']> {
  const sources = projects.flatMap((project) =>
    (['datasets', 'checkpoints'] as const).map((role) => project?.storage?.[role] ?? storage?.[role]),
  );
  return new Set(sources.flatMap((source) => (typeof source === 'string' ? 's3' : (source?.kind ?? []))));
}
