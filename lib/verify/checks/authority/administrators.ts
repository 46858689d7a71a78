import { MASTERS } from '../../../model/people/system-groups';
import { KUBE_SYSTEM } from '../../../model/kubernetes/kubernetes-namespaces';
import type { CloudAccess } from '../../authority/cloud-access';
import { isEksUser, OF_EKS } from '../../authority/eks-control-plane';
import { subjectText, type RbacSubject } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { isAdministrator, isEverybody, isMasters } from '../../scope/people';
import type { Check } from '../check';
import { apiServerSettings } from './parts/api-server-settings';
import { boundByTools } from './parts/bound-by-tools';
import {
  fails,
  inputPlace,
  notKnown,
  namedSubject,
  objectSubject,
  resourceSubject,
  type Judged,
  type Place,
  type Problem,
} from '../../problem';
import { EKSCTL_CONFIG } from '../../input/eksctl-config';
import type { Field } from '../../input/field';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { knownField } from '../../input/pulumi/plan-value';
import { CLUSTER } from '../../input/pulumi/resource-types';

export const administrators: Check = {
  id: 'authority/administrators',
  title: 'Every right in the cluster is held by groups and roles for emergencies, not by accounts or single people',
  why: 'One token of an administrator opens every project; an account has one on every node that runs its pods.',
  stops: ['A2', 'T4'],
  control: 'bindings of cluster-admin, access entries of EKS, and no objects of which a tool makes bindings',
  fix: 'bind cluster-admin to the group of the platform; set bootstrapClusterCreatorAdminPermissions: false',
  openWorld: true,
  *judge(evidence) {
    const { authority } = evidence;
    for (const subject of authority.subjects) {
      // What EKS does in the cluster, its own control plane does.
      if (isMasters(subject) || !isAdministrator(authority, subject) || isEksUser(evidence, subject)) continue;
      const problem = problemOf(evidence, subject);
      yield { subject: namedSubject(subjectText(subject)), problems: problem === undefined ? [] : [problem] };
    }
    for (const access of authority.cloud) {
      const problems = cloudProblems(evidence, access);
      if (problems !== undefined) yield { subject: namedSubject(access.principal), problems };
    }
    yield* olderWays(evidence);
    yield* boundByTools(evidence);
    yield* apiServerSettings(evidence);
    const unknown = authority.unknownPolicies.map((name) => notKnown(`what ${name} allows is not known`));
    if (unknown.length > 0) yield { subject: namedSubject('cluster'), problems: unknown };
  },
};

/** Somebody of the control plane or an account, whom the API server knows by the name; nodes have names of their own. */
const OF_KUBERNETES = /^system:(?!node:)/;

/** What a principal of the cloud comes to in the cluster, if that is every right, or somebody else's. */
function cloudProblems(
  { platform }: Evidence,
  { principal, groups, user, source }: CloudAccess,
): readonly Problem[] | undefined {
  if (user.startsWith(OF_EKS) || OF_KUBERNETES.test(user))
    return [fails(`${source} makes it ${user}, who is somebody else`)];
  const described = platform?.aws;
  const most = [MASTERS, ...(platform === undefined ? [] : [platform.adminGroup])].find((group) =>
    groups.includes(group),
  );
  if (most === undefined) return undefined;
  if (described === undefined)
    return most === MASTERS && isSinglePerson(principal)
      ? [fails(`${source} makes it a member of ${most}, as a single person`)]
      : undefined;
  if (!principal.startsWith('arn:')) return undefined;
  return described.access.administrators.includes(principal)
    ? []
    : [fails(`${source} makes it a member of ${most}, and the description names it nowhere`)];
}

const isSinglePerson = (principal: string): boolean => /:user\/|^creator of cluster/.test(principal);

/** Unless access entries are the only way in, a ConfigMap lets in whomever its writers name. */
function* olderWays({ plans, objects }: Evidence): Generator<Judged> {
  const isShown = objects.inNamespace('', 'ConfigMap', KUBE_SYSTEM).some(({ name }) => name === 'aws-auth');
  const problemsOf = (mode: unknown, at: Place | Field): readonly Problem[] =>
    mode === 'API' || isShown
      ? []
      : [
          notKnown('aws-auth lets people in as well, and is not among these files: set authenticationMode API', {
            at,
          }),
        ];
  for (const object of objects.ofKind(...EKSCTL_CONFIG)) {
    const mode = object.field.at('accessConfig', 'authenticationMode');
    yield { subject: objectSubject(object), problems: problemsOf(mode?.value, mode ?? object.field) };
  }
  for (const links of plans) {
    for (const cluster of links.of(CLUSTER)) {
      const mode = knownField(propertyOf(cluster, 'accessConfig'), 'authenticationMode');
      const at = inputPlace(cluster, 'accessConfig', 'authenticationMode');
      yield { subject: resourceSubject(cluster), problems: problemsOf(mode, at) };
    }
  }
}

const OF_ACCOUNT =
  'bind the account to a role with what its program needs; where that is everything, accept it in a baseline and keep its pods to nodes of the platform';

function problemOf({ authority, platform }: Evidence, subject: RbacSubject): Problem | undefined {
  const text = `${subjectText(subject)} holds every right in the cluster`;
  if (isEverybody(subject)) return fails(`${text}, and everybody is in it`);
  if (subject.kind === 'ServiceAccount')
    return fails(`${text}: its token is on every node that runs its pods`, { fix: OF_ACCOUNT });
  if (subject.kind === 'User') return fails(`${text}, as a single person`);
  if (subject.kind === 'IAM' && isSinglePerson(subject.name)) return fails(text);
  if (subject.name.startsWith('system:')) return fails(`${text}, and is a group of Kubernetes' own`);
  if (platform === undefined) return undefined;
  const groups = authority.cloud
    .filter(({ principal }) => principal === subject.name)
    .flatMap((access) => access.groups);
  const isNamed =
    subject.kind === 'Group' ? subject.name === platform.adminGroup : groups.includes(platform.adminGroup);
  return isNamed
    ? undefined
    : fails(`${text}, and the description names ${platform.adminGroup}`, {
        weakened: { risk: 'cluster-admins', on: '' },
      });
}
