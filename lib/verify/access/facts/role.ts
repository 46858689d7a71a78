import type { Missing } from '../missing';
import type { Policy } from '../policy/policy';

/** A role and everything that the input says about what it may do. */
export interface Role {
  /** Name without path. */
  readonly name: string;
  /** `/training/`. Undefined where it is not known. */
  readonly path: string | undefined;
  /** Undefined where the account or the path is not known. */
  readonly arn: string | undefined;
  /** Twelve digits. Undefined where it is not known. */
  readonly account: string | undefined;
  /** Whether it is a user, or whoever is in a group, and no role. @default false */
  readonly isUser?: boolean;
  /** Whether it is a service of AWS that asks in its own name, and no role. @default false */
  readonly isService?: boolean;
  /** Tags of the role, and of its sessions where a Pod Identity association sets them. Keys as written. */
  readonly tags: ReadonlyMap<string, string>;
  /**
   * Further tags that it has or may have and whose values are not known: their keys, or `all` where it may have any.
   *
   * @default - none
   */
  readonly unknownTags?: ReadonlySet<string> | 'all';
  /** Inline and attached. */
  readonly identity: readonly Policy[];
  /** Permissions boundary: it only takes away. Undefined without one. */
  readonly boundary: Policy | undefined;
  /**
   * ARNs of the managed policies that it has and that its account may change; with `*` for what is not known of one.
   *
   * @default - none is known
   */
  readonly attached?: readonly string[];
  /** That of its boundary, in the same way. */
  readonly boundaryArn?: string | undefined;
  /** Who may assume it. Undefined where the input does not say. */
  readonly trust: Policy | undefined;
  /** Policies that it has and whose text is not known, and whatever else could give it rights. */
  readonly missing: readonly Missing[];
}

/** A service account that gets a role from the Pod Identity agent. */
export interface PodIdentity {
  readonly cluster: string | undefined;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Name of the role; undefined where it is not known. */
  readonly role: string | undefined;
  /** ARN as the association names it. @default - not known, or taken from the role */
  readonly roleArn?: string;
  /** Whether sessions carry tags with cluster, namespace and service account. */
  readonly sessionTags: boolean;
  /** A further limit of the association's sessions. */
  readonly session: Policy | 'unknown' | undefined;
}

/** Policies of the cloud that the input holds. */
export interface AccessFacts {
  /** Roles with what the input says of them. */
  readonly roles: readonly Role[];
  /** Users that have rights, each like a role that nobody takes on. */
  readonly users: readonly Role[];
  /** Roles of which the input says only that it gives them something. */
  readonly rolesElsewhere: readonly Role[];
  /** Service accounts that get a role from the Pod Identity agent. */
  readonly podIdentities: readonly PodIdentity[];
  /** Policies of buckets by the bucket's name. */
  readonly buckets: ReadonlyMap<string, Policy>;
  /** Policies of keys by id or ARN, as far as known; the name in the program otherwise. */
  readonly keys: ReadonlyMap<string, Policy>;
  /** Policies of resources by ARN, where somebody said whose they are. */
  readonly named: ReadonlyMap<string, Policy>;
  /** VPC endpoints and their policies. */
  readonly endpoints: readonly EndpointFacts[];
  /** Policies that do not say whose they are: of identities, of roles as trusts, of resources or endpoints. */
  readonly loose: {
    readonly identity: readonly Policy[];
    readonly trusts: readonly Policy[];
    readonly resources: readonly LoosePolicy[];
  };
  /** Documents whose text is not known, and whose they are. */
  readonly missing: readonly Missing[];
}

/** A policy of some resource, or perhaps of an endpoint. */
export interface LoosePolicy {
  readonly policy: Policy;
  /** The bucket that it would be of; undefined where it is of none, and of what else is not known. */
  readonly bucket: string | undefined;
  readonly mayBeEndpoint: boolean;
}

export const NO_FACTS: AccessFacts = {
  roles: [],
  users: [],
  rolesElsewhere: [],
  podIdentities: [],
  buckets: new Map(),
  keys: new Map(),
  named: new Map(),
  endpoints: [],
  loose: { identity: [], trusts: [], resources: [] },
  missing: [],
};

/** A VPC endpoint. Without a policy it lets everything through. */
export interface EndpointFacts {
  readonly name: string;
  /** `s3`. */
  readonly service: string;
  /** What it leads to, as it was asked for; undefined where that is not known, or a policy stands alone. */
  readonly leadsTo: string | undefined;
  /** Whether that is a service of AWS; undefined where it is not known. A policy alone is taken for one of theirs. */
  readonly isOfAws: boolean | undefined;
  readonly id: string | undefined;
  /** Id of the network that it is in. */
  readonly vpc: string | undefined;
  /** Whether it is a gateway, as S3 and DynamoDB have them; undefined where it is not known. */
  readonly isGateway: boolean | undefined;
  readonly policy: Policy | undefined;
  /** False where it lets everything through; true also where the text of its policy is not known. */
  readonly hasPolicy: boolean;
}

/** `arn:aws:iam::111122223333:role/training/ml/ml-alpha`. */
export function roleArn(partition: string, account: string, path: string, name: string): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}

/** Whether somebody is a user: such a one is told by his ARN as well, which may be not known. */
export function isUser({ arn, isUser: isSaid = false }: Pick<Role, 'arn' | 'isUser'>): boolean {
  return isSaid || arn?.includes(':user/') === true;
}

/** Managed policies after whose change a role has other rights. */
export function changeableOf({
  attached = [],
  boundaryArn,
}: Pick<Role, 'attached' | 'boundaryArn'>): readonly string[] {
  return [...attached, ...(boundaryArn === undefined ? [] : [boundaryArn])];
}

/** The partition of a role; that of most accounts where its ARN is not known. */
export function partitionOfRole(role: Pick<Role, 'arn'> | undefined): string {
  return role?.arn?.split(':')[1] ?? 'aws';
}

/** A role by its name, its ARN, or the end of its ARN. */
export function findRole(roles: readonly Role[], given: string): Role | undefined {
  return (
    roles.find(({ name, arn }) => name === given || arn === given) ??
    roles.find(({ arn }) => arn?.endsWith(`/${given}`))
  );
}
