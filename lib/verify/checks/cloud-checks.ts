import type { Check } from './check';
import { agentRoles } from './access/agent-roles';
import { bucketSettings } from './access/bucket-settings';
import { endpointPolicies } from './access/endpoint-policies';
import { noEscalation } from './access/escalation';
import { fence } from './access/fence';
import { keyPolicies } from './access/key-policies';
import { knownNamespaces } from './access/known-namespaces';
import { nodeRoles } from './access/node-roles';
import { oneRole } from './access/one-role';
import { opensKeys } from './access/opens-keys';
import { otherBucketsShut } from './access/other-buckets';
import { outsiders } from './access/outsiders';
import { ownPrefix } from './access/own-prefix';
import { ownRights } from './access/own-rights';
import { podsGetRoles } from './access/pods-get-roles';
import { policyVersion } from './access/policy-version';
import { dataUnchanged } from './access/read-only-data';
import { readsOwnData } from './access/reads-own-data';
import { resumes } from './access/resumes';
import { services } from './access/services';
import { trustNarrow } from './access/trust';
import { unread } from './access/unread';
import { autoscalerTags } from './node/autoscaler-tags';
import { asDescribed } from './node/as-described';
import { closedGroups } from './node/closed-groups';
import { devices as toolkit } from './node/devices';
import { image } from './node/image';
import { isolatedSubnets } from './node/isolated-subnets';
import { metadata } from './node/metadata';
import { ownSecurityGroup } from './node/own-security-group';
import { privateEndpoint } from './node/private-endpoint';
import { nodeGroupsApart } from './node/projects-apart';
import { remoteAccess } from './node/remote-access';
import { endpointsAnswer } from './node/endpoints-answer';
import { keysOpen } from './node/keys-open';
import { nodesJoin } from './node/nodes-join';
import { unreadNodes } from './node/unread';
import { volumes as nodeVolumes } from './node/volumes';
import { controlPlane } from './audit/control-plane';
import { dataAccess } from './audit/data-access';
import { flowLogs } from './audit/flow-logs';
import { logKept } from './audit/log-kept';
import { written } from './audit/written';

/** Checks of what plans and IAM documents show, in the order of reports. */
export const CLOUD_CHECKS: readonly Check[] = [
  ownPrefix,
  ownRights,
  otherBucketsShut,
  dataUnchanged,
  noEscalation,
  trustNarrow,
  oneRole,
  knownNamespaces,
  outsiders,
  fence,
  bucketSettings,
  endpointPolicies,
  keyPolicies,
  services,
  unread,
  policyVersion,
  nodeRoles,
  agentRoles,
  readsOwnData,
  resumes,
  opensKeys,
  podsGetRoles,
  nodeGroupsApart,
  ownSecurityGroup,
  closedGroups,
  metadata,
  nodeVolumes,
  keysOpen,
  endpointsAnswer,
  nodesJoin,
  remoteAccess,
  privateEndpoint,
  isolatedSubnets,
  image,
  toolkit,
  asDescribed,
  unreadNodes,
  autoscalerTags,
  controlPlane,
  dataAccess,
  logKept,
  written,
  flowLogs,
];
