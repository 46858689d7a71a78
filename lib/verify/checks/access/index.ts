import type { Check } from '../check';
import { agentRoles } from './agent-roles';
import { bucketSettings } from './bucket-settings';
import { describedRoles } from './described-roles';
import { endpointPolicies } from './endpoint-policies';
import { escalation } from './escalation';
import { fence } from './fence';
import { keyPolicies } from './key-policies';
import { keyRotation } from './key-rotation';
import { knownNamespaces } from './known-namespaces';
import { nodeRoles } from './node-roles';
import { objectVersions } from './object-versions';
import { oneRole } from './one-role';
import { opensKeys } from './opens-keys';
import { otherBuckets } from './other-buckets';
import { otherServices } from './other-services';
import { outsiders } from './outsiders';
import { ownPrefix } from './own-prefix';
import { ownRights } from './own-rights';
import { podsGetRoles } from './pods-get-roles';
import { policyVersion } from './policy-version';
import { readOnlyData } from './read-only-data';
import { readsOwnData } from './reads-own-data';
import { resumes } from './resumes';
import { services } from './services';
import { trust } from './trust';
import { unread } from './unread';

/** What must not be possible, then what must work. */
export const ACCESS_CHECKS: readonly Check[] = [
  ownPrefix,
  ownRights,
  otherBuckets,
  otherServices,
  readOnlyData,
  escalation,
  trust,
  oneRole,
  knownNamespaces,
  outsiders,
  describedRoles,
  fence,
  bucketSettings,
  objectVersions,
  endpointPolicies,
  keyPolicies,
  keyRotation,
  services,
  unread,
  policyVersion,
  nodeRoles,
  agentRoles,
  readsOwnData,
  resumes,
  opensKeys,
  podsGetRoles,
];
