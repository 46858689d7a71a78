import type { Platform } from '../../model';
import { partitionOf, type Place } from '../../model/aws/arn';
import { trainingBuckets } from '../../model/storage/training-buckets';
import type { AccessFacts } from '../access/facts/role';
import { BUCKETS } from '../input/pulumi/bucket-setting';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import type { KubernetesObject } from '../input/kubernetes-object';
import { onlyOne } from '../only-one';
import { backendOf } from '../scope/backend/backend-of';
import { hasMountOption } from '../scope/backend/mount-options';
import type { ClaimFacts } from '../scope/claims';
import { storeReaders } from '../scope/store-readers';
import type { TrainingScope } from '../scope/training-scope';
import { bucketsOfRoles } from './buckets-of-roles';
import { clusterIssuers } from './cluster-issuer';
import { identitiesOf, type ProjectIdentity } from './project-identity';

/** A bucket that training works with. */
export interface TrainingBucket {
  readonly name: string;
  readonly use: 'datasets' | 'checkpoints';
  /** Undefined where it is made elsewhere. */
  readonly resource: PlannedResource | undefined;
  /** The part of each project, by its namespace; ends with a slash, or is empty for the whole bucket. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** Whether nothing but the rights of roles says whose it is: that these have them proves nothing then. */
  readonly isGuessed: boolean;
}

/** The cloud side of the projects. */
export interface CloudScope {
  /** Roles that training gets. */
  readonly identities: readonly ProjectIdentity[];
  /** Roles as which secret stores of projects are read, by accounts that no training runs as. */
  readonly readers: readonly ProjectIdentity[];
  readonly buckets: readonly TrainingBucket[];
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Both, where both are known. */
  readonly place: Place | undefined;
  /** Issuers of the tokens of the cluster, without `https://`; empty where none is known. */
  readonly issuers: readonly string[];
}

export interface CloudSources {
  readonly platform: Platform | undefined;
  readonly plans: readonly PlanLinks[];
  readonly access: AccessFacts;
  readonly scope: TrainingScope;
  readonly claims: ClaimFacts;
  readonly objects: readonly KubernetesObject[];
}

/** Buckets and prefixes are those of the description, otherwise those that the volumes of claims show, and those that roles name. */
export function cloudScope({ platform, plans, access, scope, claims, objects }: CloudSources): CloudScope {
  const made = new Map(
    plans
      .flatMap((links) => links.of(...BUCKETS))
      .flatMap((resource) => {
        const name = knownText(propertyOf(resource, 'bucket'));
        return name === undefined ? [] : [[name, resource] as const];
      }),
  );
  const region = platform?.aws?.region ?? regionOf(plans);
  const accounts = new Set(access.roles.flatMap((role) => role.account ?? []));
  const account = platform?.aws?.account ?? onlyOne(accounts);
  const isReader = storeReaders({ objects, platform, scope });
  const all = identitiesOf({ access, scope, platform, objects, plans, region });
  const identities = all.filter((identity) => !isReader(identity));
  const shown = platform === undefined ? bucketsOfClaims(claims) : bucketsOf(platform);
  const isFurther = (name: string): boolean =>
    (made.has(name) || access.buckets.has(name)) && !shown.some((bucket) => bucket.name === name);
  const further = platform === undefined ? bucketsOfRoles(identities, isFurther) : [];
  const buckets = [
    ...shown.map((bucket) => ({ ...bucket, isGuessed: false })),
    ...further.map((bucket) => ({ ...bucket, isGuessed: true })),
  ];
  return {
    identities,
    readers: all.filter(isReader),
    buckets: buckets.map((bucket) => ({ ...bucket, resource: made.get(bucket.name) })),
    account,
    region,
    place:
      account === undefined || region === undefined ? undefined : { partition: partitionOf(region), region, account },
    issuers: clusterIssuers(platform, plans),
  };
}

type Bucket = Omit<TrainingBucket, 'resource' | 'isGuessed'>;

function bucketsOf({ projects }: Platform): readonly Bucket[] {
  return trainingBuckets(projects).map(({ name, use, projects: users }) => ({
    name,
    use,
    prefixes: new Map(users.map(({ namespace, prefix }) => [namespace, prefix])),
  }));
}

function bucketsOfClaims({ claims }: ClaimFacts): readonly Bucket[] {
  const found = new Map<string, { use: Bucket['use']; prefixes: Map<string, string> }>();
  for (const { volume, namespace } of claims) {
    const backend = volume === undefined ? undefined : backendOf(volume);
    if (volume === undefined || backend?.store.startsWith('s3 ') !== true || backend.path === '') continue;
    const name = backend.store.slice('s3 '.length);
    const bucket = found.get(name) ?? { use: 'datasets', prefixes: new Map<string, string>() };
    if (!hasMountOption(volume.field.get('spec'), 'read-only')) bucket.use = 'checkpoints';
    bucket.prefixes.set(namespace, backend.path);
    found.set(name, bucket);
  }
  return [...found].map(([name, bucket]) => ({ name, ...bucket }));
}

/** Of the provider. */
function regionOf(plans: readonly PlanLinks[]): string | undefined {
  const providers = plans.flatMap((links) => links.of('pulumi:providers:aws'));
  const regions = new Set(providers.flatMap((provider) => knownText(propertyOf(provider, 'region')) ?? []));
  return onlyOne(regions);
}
