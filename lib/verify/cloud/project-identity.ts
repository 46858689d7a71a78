import { accountOfUser } from '../../model/people/account-user';
import { accountOfArn, nameInArn } from '../../model/aws/arn';
import type { Platform } from '../../model';
import { parseRoleArn } from '../../model/names/aws-name';
import { ROLE_ANNOTATION } from '../../model/project/service-account';
import type { AccessFacts, PodIdentity, Role } from '../access/facts/role';
import { UNKNOWN_TAGS } from '../access/facts/planned-tags';
import { trusted, type Demanded } from '../access/trust';
import { annotationsOf, isKind, type KubernetesObject } from '../input/kubernetes-object';
import { cloudName, type PlanLinks } from '../input/pulumi/plan-links';
import { knownEntries, knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import type { TrainingScope } from '../scope/training-scope';
import { CLUSTER, ROLE } from '../input/pulumi/resource-types';
import { partitionOfRole } from '../access/facts/role';
import { onlyOne } from '../only-one';

/** A role that pods of a project get. */
export interface ProjectIdentity {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** The role with the tags that its sessions have when this project uses it. */
  readonly role: Role;
  /** Everything that bears on these sessions. */
  readonly facts: AccessFacts;
  readonly resource: PlannedResource | undefined;
  /**
   * What gives it to the pods. A trust alone lets the role be taken on and gives it to nobody; a description says what is
   * meant, and stands for an account that no file shows.
   */
  readonly by: 'association' | 'annotation' | 'trust' | 'description';
}

/** Whether the files show that pods get it. */
export function isGiven({ by }: Pick<ProjectIdentity, 'by'>): boolean {
  return by === 'association' || by === 'annotation';
}

export interface IdentitySources {
  readonly access: AccessFacts;
  readonly scope: TrainingScope;
  readonly platform: Platform | undefined;
  readonly objects: readonly KubernetesObject[];
  readonly plans: readonly PlanLinks[];
  readonly region: string | undefined;
}

interface Use {
  readonly by: ProjectIdentity['by'];
  readonly role: Role;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly association: PodIdentity | undefined;
}

/** The roles of the projects: by associations, by annotations of service accounts, by trusts, and by a description. */
export function identitiesOf({
  access,
  scope,
  platform,
  objects,
  plans,
  region,
}: IdentitySources): readonly ProjectIdentity[] {
  const resources = new Map(
    plans.flatMap((links) => links.of(ROLE)).map((resource) => [cloudName(resource), resource]),
  );
  const isProject = (use: Use): boolean =>
    scope.contains(use.namespace) ||
    platform?.projects.some(({ namespace }) => namespace === use.namespace) === true ||
    isTagged(resources.get(use.role.name), scope.keys.project);
  const found = new Map<string, Use>();
  for (const use of [...byAssociation(access, plans), ...byAnnotation(access, objects), ...byTrust(access)]) {
    const key = `${use.role.arn ?? use.role.name} ${use.namespace}/${use.serviceAccount}`;
    if (isProject(use) && !found.has(key)) found.set(key, use);
  }
  const used = new Set([...found.values()].map(({ role }) => role));
  for (const use of byDescription(access, platform))
    if (!used.has(use.role)) found.set(`${use.role.name} ${use.namespace}`, use);
  return [...found.values()].map(({ role, namespace, serviceAccount, association, by }) => ({
    by,
    namespace,
    serviceAccount,
    role: {
      ...role,
      tags: new Map([...role.tags, ...sessionTags({ role, namespace, serviceAccount, association }, region)]),
    },
    facts:
      association === undefined
        ? withoutAssociations(access, role)
        : {
            ...access,
            podIdentities: [...access.podIdentities.filter((item) => item.role !== role.name), association],
          },
    resource: access.roles.some(({ arn, name }) => arn === role.arn && name === role.name)
      ? resources.get(role.name)
      : undefined,
  }));
}

/** What is known of associations goes by names; a role of the same name that is none of the input has none of them. */
function withoutAssociations(access: AccessFacts, role: Role): AccessFacts {
  return access.roles.some(({ arn, name }) => arn === role.arn && name === role.name)
    ? access
    : { ...access, podIdentities: access.podIdentities.filter((item) => item.role !== role.name) };
}

function isTagged(role: PlannedResource | undefined, key: string): boolean {
  return (
    role !== undefined &&
    knownEntries(propertyOf(role, 'tags')).some(([name, value]) => name === key && knownText(value) !== undefined)
  );
}

function* byAssociation({ roles, podIdentities }: AccessFacts, plans: readonly PlanLinks[]): Generator<Use> {
  const clusters = plans.flatMap((links) => links.of(CLUSTER)).map(cloudName);
  for (const association of podIdentities) {
    const { cluster, role: name = '(not known)', roleArn, namespace, serviceAccount } = association;
    const known = roles.find((item) => item.name === association.role);
    // In another cluster a namespace of that name is another one.
    if (known === undefined && cluster !== undefined && clusters.length > 0 && !clusters.includes(cluster)) continue;
    const role = known ?? unreadRole(roleArn, name);
    yield { by: 'association', role, association, namespace, serviceAccount };
  }
}

function* byTrust({ roles }: AccessFacts): Generator<Use> {
  for (const role of roles) {
    for (const item of trusted(role)) {
      if (item.kind === 'irsa') {
        for (const text of item.subject.kind === 'exactly' ? item.subject.texts : []) {
          const account = accountOfUser(text);
          if (account === undefined) continue;
          const { namespace, name: serviceAccount } = account;
          yield { by: 'trust', role, namespace, serviceAccount, association: undefined };
        }
      } else if (item.kind === 'pod-identity') {
        const accounts = item.serviceAccount.kind === 'exactly' ? item.serviceAccount.texts : ['*'];
        for (const namespace of item.namespace.kind === 'exactly' ? item.namespace.texts : [])
          for (const serviceAccount of accounts)
            yield { by: 'trust', role, namespace, serviceAccount, association: undefined };
      }
    }
  }
}

function* byAnnotation({ roles }: AccessFacts, objects: readonly KubernetesObject[]): Generator<Use> {
  for (const object of objects) {
    if (!isKind(object, '', 'ServiceAccount') || object.namespace === undefined) continue;
    const arn = annotationsOf(object.field.get('metadata')).get(ROLE_ANNOTATION);
    if (arn === undefined) continue;
    yield {
      by: 'annotation',
      role: annotatedRole(roles, arn),
      namespace: object.namespace,
      serviceAccount: object.name,
      association: undefined,
    };
  }
}

/** Of a role that nobody is shown to get it is said who should: an account that stands already carries its name unseen. */
function* byDescription({ roles }: AccessFacts, platform: Platform | undefined): Generator<Use> {
  for (const { namespace, serviceAccount, role: meant } of platform?.projects ?? []) {
    const role = roles.find(({ arn, name }) => (arn === undefined ? name === meant.name : arn === meant.arn));
    if (role !== undefined) yield { by: 'description', role, namespace, serviceAccount, association: undefined };
  }
}

/**
 * A role of the same name in another account, or under another path, is another role. What is no ARN, a placeholder for the
 * account say, means none: the role of that name is judged, and `access/pods-get-roles` fails.
 */
function annotatedRole(roles: readonly Role[], arn: string): Role {
  const name = nameInArn(arn);
  const known = roles.find((role) => role.arn === arn);
  if (known !== undefined) return known;
  const namesake = roles.find((role) => role.arn === undefined && role.name === name);
  if (namesake === undefined) return unreadRole(arn, name);
  return parseRoleArn(arn) === undefined
    ? namesake
    : { ...namesake, missing: [...namesake.missing, { kind: 'role-of-arn', arn, role: name }] };
}

/** Whatever a role may do that is none of the input, its pods may. */
function unreadRole(arn: string | undefined, name: string): Role {
  return {
    name,
    path: undefined,
    arn,
    account: accountOfArn(arn ?? ''),
    ...UNKNOWN_TAGS,
    identity: [],
    boundary: undefined,
    trust: undefined,
    missing: [{ kind: 'every-policy', role: arn ?? name }],
  };
}

/**
 * Tags of the sessions of one project: what the agent of Pod Identity sends for its association. Without one they are
 * what the trust demands of every session that it lets in.
 */
function sessionTags(
  { role, namespace, serviceAccount, association }: Omit<Use, 'by'>,
  region: string | undefined,
): readonly (readonly [string, string])[] {
  const kinds = trusted(role).flatMap((item) => (item.kind === 'pod-identity' ? [item] : []));
  if (kinds.length === 0 || association?.sessionTags === false) return [];
  const cluster = clusterArn(role, association, region) ?? onlyText(kinds.map((item) => item.cluster));
  return [
    ['kubernetes-namespace', namespace],
    ['kubernetes-service-account', serviceAccount],
    ...(cluster === undefined ? [] : [['eks-cluster-arn', cluster] as const]),
  ];
}

function clusterArn(
  { arn, account }: Role,
  association: PodIdentity | undefined,
  region: string | undefined,
): string | undefined {
  const name = association?.cluster;
  if (name === undefined || region === undefined || account === undefined) return undefined;
  return `arn:${partitionOfRole({ arn })}:eks:${region}:${account}:cluster/${name}`;
}

/** The one text that all demand. */
function onlyText(demands: readonly Demanded[]): string | undefined {
  const texts = new Set(demands.flatMap((demand) => (demand.kind === 'exactly' ? demand.texts : ['', '*'])));
  return onlyOne(texts);
}
