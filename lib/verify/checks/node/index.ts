import type { Check } from '../check';
import { addOns } from './add-ons';
import { asDescribed } from './as-described';
import { autoscalerTags } from './autoscaler-tags';
import { closedGroups } from './closed-groups';
import { clusterSecrets } from './cluster-secrets';
import { devices } from './devices';
import { endpointsAnswer } from './endpoints-answer';
import { image } from './image';
import { isolatedSubnets } from './isolated-subnets';
import { keysOpen } from './keys-open';
import { kubelet } from './kubelet';
import { metadata } from './metadata';
import { nodesJoin } from './nodes-join';
import { ownSecurityGroup } from './own-security-group';
import { privateEndpoint } from './private-endpoint';
import { projectsApart } from './projects-apart';
import { remoteAccess } from './remote-access';
import { unread } from './unread';
import { volumes } from './volumes';

/** What must not be possible, then what must work. */
export const NODE_CHECKS: readonly Check[] = [
  projectsApart,
  ownSecurityGroup,
  closedGroups,
  metadata,
  volumes,
  keysOpen,
  endpointsAnswer,
  nodesJoin,
  addOns,
  remoteAccess,
  privateEndpoint,
  clusterSecrets,
  isolatedSubnets,
  image,
  devices,
  kubelet,
  asDescribed,
  unread,
  autoscalerTags,
];
