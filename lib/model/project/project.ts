import * as v from 'valibot';
import { optionalWeakening, type Weakening } from '../risk/accepted-risk';
import { iamArn } from '../aws/arn';
import type { Aws } from '../aws/aws';
import { claimSourceShape, resolveClaimSource, type ClaimSource, type DataSource } from '../storage/claim-source';
import type { LabelKeys } from '../kubernetes/label-keys';
import { nodeGroup, type NodeGroup } from '../nodes/node-group';
import { ownClaimPrefix } from './own-claim';
import { peopleShape, PERSONAS, personaGroup, personaGroups, type PeopleProps, type Persona } from '../people/persona';
import type { Pool } from '../nodes/pool';
import { quotaShape, resolveQuota, type Quota, type QuotaProps } from './quota';
import { SERVICE_ACCOUNT } from './service-account';
import { count, optionalText, shape, text, textList } from '../fault/shape';
import type { Taint } from '../nodes/training-taint';

/** A team's training work: one namespace, one identity, one prefix, nodes of its own. */
export interface ProjectProps {
  /**
   * 3 to 40 lower-case letters, digits and single dashes, starting with a letter. Namespace, prefix, role and groups derive
   * from it.
   */
  readonly name: string;
  /** GPUs that all pods of the project may hold at once. */
  readonly gpus: number;
  /** Pools that it may use. @default - the only pool, where there is one */
  readonly pools?: readonly string[];
  /** Names of the shared services that it may reach. @default - none */
  readonly uses?: readonly string[];
  /** Groups of people besides the derived `<platform>:<project>:<persona>s`. @default - none */
  readonly people?: PeopleProps;
  /**
   * IAM roles of people: an access entry of the cluster makes each a member of the persona's group, and gives it no policy
   * of AWS, since those contain shells.
   * @default - none: people come through another authenticator
   */
  readonly peopleRoles?: PeopleRolesProps;
  /** What is behind its claims. @default - the platform's `storage` */
  readonly storage?: ProjectStorageProps;
  /**
   * Further claims of its namespace that its pods may mount, by their exact names.
   * @default - its data and checkpoints, and every claim whose name starts with the project's and two dashes
   */
  readonly claims?: readonly string[];
  /** Objects that exist already and are adopted. @default - none: the manifests write them */
  readonly existing?: ExistingObjects;
  /**
   * S3 prefix. Another one than the namespace needs a fence of its own in the bucket's policy, which has room for
   * about fifteen.
   * @default - the namespace and a slash
   */
  readonly prefix?: string;
  /**
   * Who may talk to a rank: the pods of its own job, or every pod of the project.
   * @default "job"
   */
  readonly peers?: 'job' | 'project';
  /** Upper bounds besides `gpus`. @default - what the nodes of its GPUs hold, and room for what runs beside */
  readonly quota?: QuotaProps;
  /** Weakenings, each with its reason. @default - none */
  readonly unsafe?: ProjectWeakenings;
}

/** ARNs of IAM roles, by persona. */
export interface PeopleRolesProps extends PeopleProps {
  /** Needs the weakening `debuggers`. @default - none */
  readonly debuggers?: readonly string[];
}

/** What is behind a project's claims. */
export interface ProjectStorageProps {
  /** Read-only training data. @default - no such claim */
  readonly datasets?: string | DataSource;
  /** Checkpoints, written and resumed by the project alone. @default - no such claim */
  readonly checkpoints?: string | ClaimSource;
}

/** Names of objects that stand in the cluster already. */
export interface ExistingObjects {
  /**
   * The project's namespace, of this project alone; never one of Kubernetes' own, of a component or of a shared service. Who
   * makes it gives it the labels that isolate: `TrainingProject.fromExisting` names those that are missing. The prefix and
   * the trust of the role follow this name, too.
   * @default - `<platform>-<project>`, which the manifests write
   */
  readonly namespace?: string;
  /**
   * Service account that training pods run as; never `default`, which every pod without one shares.
   * @default - `train`, which the manifests write
   */
  readonly serviceAccount?: string;
}

/** Weakenings of one project, each with its reason; none is on by default. */
export interface ProjectWeakenings {
  /** People who may open shells in the project's own pods. */
  readonly debuggers?: Weakening & { readonly groups?: readonly string[] };
  /** Egress to the internet: every IPv4 address that is neither private nor one of the platform. */
  readonly internet?: Weakening;
  /** Egress to the API server, for launchers that need it (KubeRay, elastic operators). */
  readonly kubernetesApi?: Weakening;
}

export const projectStorageShape = v.optional(
  shape<ProjectStorageProps>({ datasets: v.optional(claimSourceShape), checkpoints: v.optional(claimSourceShape) }),
);

export const projectShape = shape<ProjectProps>({
  name: text,
  gpus: count,
  pools: v.optional(textList),
  uses: v.optional(textList),
  people: peopleShape,
  peopleRoles: v.optional(
    shape<PeopleRolesProps>({
      scientists: v.optional(textList),
      engineers: v.optional(textList),
      viewers: v.optional(textList),
      debuggers: v.optional(textList),
    }),
  ),
  storage: projectStorageShape,
  claims: v.optional(textList),
  existing: v.optional(shape<ExistingObjects>({ namespace: optionalText, serviceAccount: optionalText })),
  prefix: optionalText,
  peers: v.optional(v.picklist(['job', 'project'])),
  quota: quotaShape,
  unsafe: v.optional(
    shape<ProjectWeakenings>({
      debuggers: v.optional(
        shape<NonNullable<ProjectWeakenings['debuggers']>>({ reason: text, groups: v.optional(textList) }),
      ),
      internet: optionalWeakening,
      kubernetesApi: optionalWeakening,
    }),
  ),
});

/** A claim of a project and what is behind it. */
export interface ProjectClaim {
  /** `alpha--data`, `alpha--checkpoints`, or the name of an adopted claim. */
  readonly name: string;
  /** What is behind it. */
  readonly source: ClaimSource;
}

/** A project with everything that derives from its name. */
export interface Project {
  /** `alpha`. */
  readonly name: string;
  /** GPUs that all pods of the project may hold at once. */
  readonly gpus: number;
  /** `ml-alpha`. */
  readonly namespace: string;
  /** Prefix in both buckets, ending with a slash: `ml-alpha/`. */
  readonly prefix: string;
  /** True where the prefix is not the namespace, so that a fence by session tag cannot work. */
  readonly ownFence: boolean;
  /** Service account of training pods. */
  readonly serviceAccount: string;
  /** IAM role of training pods: path and name. */
  readonly role: { readonly path: string; readonly name: string; readonly arn?: string };
  /** Groups of people by persona: the derived one, and those that the description names. */
  readonly groups: Readonly<Record<Persona, readonly string[]>>;
  /** IAM roles of people, each with the derived group that it becomes a member of. */
  readonly peopleRoles: readonly { readonly role: string; readonly group: string }[];
  /** Nodes that its pods may land on, one group for each of its pools. */
  readonly nodeGroups: readonly NodeGroup[];
  /** Names of the shared services that it may reach. */
  readonly uses: readonly string[];
  /** Claim of the training data; undefined where there is none. */
  readonly data?: ProjectClaim;
  /** Claim of the checkpoints; undefined where there is none. */
  readonly checkpoints?: ProjectClaim;
  /** Claims that its pods may mount although their names do not start with the project's and two dashes. */
  readonly otherClaims: readonly string[];
  /** Who may talk to a rank: the pods of its own job, or every pod of the project. */
  readonly peers: 'job' | 'project';
  /** Upper bounds of what it holds. */
  readonly quota: Quota;
  /** Objects that exist already and are adopted; empty by default. */
  readonly existing: ExistingObjects;
  /** Weakenings, each with its reason; empty by default. */
  readonly unsafe: {
    readonly debuggers?: Weakening & { readonly groups: readonly string[] };
    readonly internet?: Weakening;
    readonly kubernetesApi?: Weakening;
  };
}

/** What a project is resolved against. */
export interface ProjectContext {
  readonly platform: string;
  readonly keys: LabelKeys;
  readonly taint: Taint;
  readonly pools: readonly Pool[];
  readonly storage: ProjectStorageProps;
  readonly aws: Aws | undefined;
}

/**
 * IAM path of training roles, followed by the cluster: one pattern names exactly the roles of one cluster's projects, and
 * a role of another cluster under the same account never matches it.
 */
export const TRAINING_PATH = '/training/';

export function projectNamespace(platform: string, props: Pick<ProjectProps, 'name' | 'existing'>): string {
  return props.existing?.namespace ?? `${platform}-${props.name}`;
}

export function projectPrefix(platform: string, props: Pick<ProjectProps, 'name' | 'existing' | 'prefix'>): string {
  return props.prefix ?? `${projectNamespace(platform, props)}/`;
}

export function resolveProject(props: ProjectProps, context: ProjectContext): Project {
  const { platform, keys, taint, aws } = context;
  const namespace = projectNamespace(platform, props);
  const prefix = projectPrefix(platform, props);
  const used = props.pools ?? context.pools.map(({ name }) => name);
  const nodeGroups = context.pools
    .filter(({ name }) => used.includes(name))
    .map((pool) => nodeGroup(pool, props.name, props.gpus, taint, keys));
  const role = {
    path: `${TRAINING_PATH}${aws === undefined ? '' : `${aws.cluster.name}/`}`,
    name: `${platform}-${props.name}`,
  };
  const { debuggers, internet, kubernetesApi } = props.unsafe ?? {};
  const data = projectClaim('data', props.name, props.storage?.datasets ?? context.storage.datasets);
  const checkpoints = projectClaim(
    'checkpoints',
    props.name,
    props.storage?.checkpoints ?? context.storage.checkpoints,
  );
  return {
    name: props.name,
    gpus: props.gpus,
    namespace,
    prefix,
    ownFence: prefix !== `${namespace}/`,
    serviceAccount: props.existing?.serviceAccount ?? SERVICE_ACCOUNT,
    role: aws === undefined ? role : { ...role, arn: iamArn(aws, `role${role.path}${role.name}`) },
    groups: Object.fromEntries(
      PERSONAS.map((persona) => [persona, personaGroups(platform, props.name, persona, props.people)]),
    ) as Record<Persona, readonly string[]>,
    peopleRoles: (['scientist', 'engineer', 'viewer', 'debugger'] as const).flatMap((persona) =>
      (props.peopleRoles?.[`${persona}s`] ?? []).map((arn) => ({
        role: arn,
        group: personaGroup(platform, props.name, persona),
      })),
    ),
    nodeGroups,
    uses: props.uses ?? [],
    ...data,
    ...checkpoints,
    otherClaims: [data.data?.name, checkpoints.checkpoints?.name, ...(props.claims ?? [])].filter(
      (name): name is string => name !== undefined && !name.startsWith(ownClaimPrefix(props.name)),
    ),
    peers: props.peers ?? 'job',
    quota: resolveQuota(props.gpus, nodeGroups, props.quota),
    existing: props.existing ?? {},
    unsafe: {
      ...(debuggers && {
        debuggers: {
          reason: debuggers.reason,
          groups: [personaGroup(platform, props.name, 'debugger'), ...(debuggers.groups ?? [])],
        },
      }),
      ...(internet && { internet }),
      ...(kubernetesApi && { kubernetesApi }),
    },
  };
}

function projectClaim<K extends 'data' | 'checkpoints'>(
  role: K,
  project: string,
  given: string | ClaimSource | undefined,
): { readonly [P in K]?: ProjectClaim } {
  if (given === undefined) return {};
  const source = resolveClaimSource(given);
  const name = source.kind === 'existing' ? source.claim : `${ownClaimPrefix(project)}${role}`;
  return { [role]: { name, source } } as { readonly [P in K]?: ProjectClaim };
}
