import type { Check } from '../check';
import { closedIngress } from './closed-ingress';
import { cloudAnswers } from './cloud-answers';
import { cniLimits } from './cni-limits';
import { defaultDeny } from './default-deny';
import { dnsAnswers } from './dns-answers';
import { dnsPinned } from './dns-pinned';
import { effectivePolicies } from './effective-policies';
import { enforced } from './enforced';
import { instanceMetadata } from './instance-metadata';
import { namespaceLabels } from './namespace-labels';
import { nodePorts } from './node-ports';
import { otherNamespaces } from './other-namespaces';
import { outsideAddresses } from './outside-addresses';
import { ownRules } from './own-rules';
import { podSecurityGroups } from './pod-security-groups';
import { projectsApart } from './projects-apart';
import { ranksReach } from './ranks-reach';
import { serviceRules } from './service-rules';
import { serviceShape } from './service-shape';
import { servicesAnswer } from './services-answer';
import { sharedServices } from './shared-services';
import { startsClosed } from './starts-closed';

/** What must not be possible, then what must work. */
export const NETWORK_CHECKS: readonly Check[] = [
  enforced,
  startsClosed,
  defaultDeny,
  projectsApart,
  otherNamespaces,
  closedIngress,
  ownRules,
  serviceRules,
  outsideAddresses,
  dnsPinned,
  instanceMetadata,
  namespaceLabels,
  effectivePolicies,
  podSecurityGroups,
  cniLimits,
  nodePorts,
  serviceShape,
  sharedServices,
  ranksReach,
  dnsAnswers,
  servicesAnswer,
  cloudAnswers,
];
