import { BOOTSTRAPPERS } from '../../../model/people/system-groups';
import type { ApiRequest } from '../../authority/rule';
import { accountNamespace, type RbacSubject } from '../../authority/subject';
import type { Evidence } from '../../evidence';
import { namedSubject, type Problem } from '../../problem';
import type { Check } from '../check';
import { belongsTo, holders, holdingProblem, mendedByHolder, type Counts } from './parts/holders';
import { cloudKinds } from '../../authority/cloud-kinds';
import {
  APPLIED_BY_TOOLS,
  APPLIED_FROM_ONE_PLACE,
  BECOME_NODES,
  SCALE_ENGINE,
  USE_CONSTRAINTS,
  WRITE_CLUSTER,
} from '../../authority/rights';

export const clusterWriters: Check = {
  id: 'authority/cluster-writers',
  title: 'Only administrators change what isolates in the whole cluster',
  why: 'A volume, a node pool, a webhook or a priority of the whole cluster opens every project at once; nodes/proxy is a shell everywhere.',
  stops: ['A2', 'T7', 'T20'],
  control:
    'no binding of the cluster that writes these kinds, and none of any namespace for what a tool applies with its own rights',
  fix: 'leave these kinds to the administrators',
  openWorld: true,
  *judge(evidence) {
    const rights = [...WRITE_CLUSTER, ...SCALE_ENGINE, ...USE_CONSTRAINTS, ...cloudKinds(evidence.authority).ofCluster];
    const inCluster = holders(
      evidence,
      rights,
      undefined,
      (grant) => !isJoining(grant.subject, grant.right) && !isHarmlessUse(evidence, grant),
    );
    yield {
      subject: namedSubject('cluster'),
      problems: [
        ...inCluster.map((holding) => mendedByHolder(evidence, holdingProblem(holding), holding)),
        ...byTools(evidence),
      ],
    };
  },
};

/** A machine that joins has to become a node. */
function isJoining({ kind, name }: RbacSubject, right: ApiRequest): boolean {
  return kind === 'Group' && `${name}:`.startsWith(`${BOOTSTRAPPERS}:`) && BECOME_NODES.includes(right);
}

/** What an operator may need everywhere: constraints for its own pods, and the scale of what it fits to its load. */
function isHarmlessUse({ scope }: Evidence, { subject, right, names }: Parameters<Counts>[0]): boolean {
  const isUse = USE_CONSTRAINTS.includes(right);
  if (!isUse && !SCALE_ENGINE.includes(right)) return false;
  const namespace = accountNamespace(subject);
  const isOfOperator = subject.kind === 'ServiceAccount' && namespace !== undefined && !scope.contains(namespace);
  return isOfOperator || (isUse && names?.every(isForEverybody) === true);
}

/** https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/authentication_and_authorization/managing-pod-security-policies */
const isForEverybody = (constraints: string): boolean => constraints.startsWith('restricted');

/**
 * Who has a tool write in every namespace by a binding of one: what the tool applies does not stay where it is written. In
 * projects the check of their fences asks about the rest; a tool's own accounts are the tool.
 */
function byTools(evidence: Evidence): readonly Problem[] {
  const { authority, scope } = evidence;
  return authority.boundNamespaces.flatMap((namespace) =>
    holders(
      evidence,
      scope.contains(namespace) ? APPLIED_FROM_ONE_PLACE : APPLIED_BY_TOOLS,
      namespace,
      ({ subject, binding }) =>
        binding.namespace !== undefined && (scope.contains(namespace) || !belongsTo(namespace, subject)),
    ).map((holding) => mendedByHolder(evidence, holdingProblem(holding), holding)),
  );
}
