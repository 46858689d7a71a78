import type { Check } from './check';
import { CLOUD_CHECKS } from './cloud-checks';
import { accountTokensGuard } from './admission/account-tokens';
import { claimSourcesGuard } from './admission/claim-sources';
import { clusterGuards } from './admission/cluster-guards';
import { conditions } from './admission/conditions';
import { devicesGuard } from './admission/devices';
import { enforcing } from './admission/enforcing';
import { engine } from './admission/engine';
import { exceptions } from './admission/exceptions';
import { imagesGuard } from './admission/images';
import { jobsStart } from './admission/jobs-start';
import { namespaceLabelsGuard } from './admission/namespace-labels';
import { nodeNameGuard } from './admission/node-name';
import { nodesGuard } from './admission/nodes';
import { mutations } from './admission/mutations';
import { mountedCodeGuard } from './admission/mounted-code';
import { queueGuard } from './admission/queue';
import { ownVolumesGuard } from './admission/own-volumes';
import { podAccessGuard } from './admission/pod-access';
import { podSecurityGuard } from './admission/pod-security';
import { podShape } from './admission/pod-shape';
import { projectGuards } from './admission/project-guards';
import { projectLabels } from './admission/project-labels';
import { serviceAccountGuard } from './admission/service-account';
import { servedApis } from './admission/served-apis';
import { serviceShapeGuard } from './admission/service-shape';
import { trainingNodesGuard } from './admission/training-nodes';
import { trainingTaintGuard } from './admission/training-taint';
import { acrossProjects } from './authority/across-projects';
import { administrators } from './authority/administrators';
import { barePods } from './authority/bare-pods';
import { componentNamespaces } from './authority/component-namespaces';
import { clusterWriters } from './authority/cluster-writers';
import { fences } from './authority/fences';
import { identities } from './authority/identities';
import { looseRules } from './authority/loose-rules';
import { membersNamed } from './authority/members-named';
import { membersWork } from './authority/members-work';
import { nodeAgents } from './authority/node-agents';
import { oneProject } from './authority/one-project';
import { secrets } from './authority/secrets';
import { shells } from './authority/shells';
import { trainingAccounts } from './authority/training-accounts';
import { closedIngress } from './network/closed-ingress';
import { cloudAnswers } from './network/cloud-answers';
import { cniLimits } from './network/cni-limits';
import { defaultDeny } from './network/default-deny';
import { dnsAnswers } from './network/dns-answers';
import { dnsPinned } from './network/dns-pinned';
import { effectivePolicies } from './network/effective-policies';
import { enforced } from './network/enforced';
import { instanceMetadata } from './network/instance-metadata';
import { namespaceLabels } from './network/namespace-labels';
import { nodePorts } from './network/node-ports';
import { otherNamespaces } from './network/other-namespaces';
import { outsideAddresses } from './network/outside-addresses';
import { ownRules } from './network/own-rules';
import { podSecurityGroups } from './network/pod-security-groups';
import { projectsApart } from './network/projects-apart';
import { ranksReach } from './network/ranks-reach';
import { serviceRules } from './network/service-rules';
import { serviceShape } from './network/service-shape';
import { servicesAnswer } from './network/services-answer';
import { sharedServices } from './network/shared-services';
import { startsClosed } from './network/starts-closed';
import { agentsRun } from './placement/agents-run';
import { landsSomewhere } from './placement/lands';
import { othersStayOut } from './placement/others-stay-out';
import { nodesApart } from './placement/projects-apart';
import { trainingStays } from './placement/training-stays';
import { accountToken } from './pod/account-token';
import { completeJobs } from './pod/complete-jobs';
import { devices } from './pod/devices';
import { gpus } from './pod/gpus';
import { imageDigest } from './pod/image-digest';
import { interruption } from './pod/interruption';
import { mesh } from './pod/mesh';
import { mountedCode } from './pod/mounted-code';
import { nodeName } from './pod/node-name';
import { ownImages } from './pod/own-images';
import { ownedPods } from './pod/owned-pods';
import { quota } from './pod/quota';
import { readOnlyRoot } from './pod/read-only-root';
import { references } from './pod/references';
import { resourceClaims } from './pod/resource-claims';
import { resources } from './pod/resources';
import { security } from './pod/security';
import { securityLabels } from './pod/security-labels';
import { serviceAccount } from './pod/service-account';
import { deviceRuntime } from './pod/device-runtime';
import { queue } from './pod/queue';
import { runtimeClass } from './pod/runtime-class';
import { starts } from './pod/starts';
import { volumes } from './pod/volumes';
import { writablePlaces } from './pod/writable-places';
import { environment } from './secrets/environment';
import { externalStores } from './secrets/external-stores';
import { fileModes } from './secrets/file-modes';
import { literalCredentials } from './secrets/literal-credentials';
import { binds } from './storage/binds';
import { boundClaims } from './storage/bound-claims';
import { copiesApart } from './storage/copies-apart';
import { encryptedClasses } from './storage/encrypted-classes';
import { fileSystems } from './storage/file-systems';
import { offNodes } from './storage/off-nodes';
import { ownPlace } from './storage/own-place';
import { placesApart } from './storage/places-apart';
import { readOnlyData } from './storage/read-only-data';
import { resumable } from './storage/resumable';

/**
 * Every check, in the order of reports: what must not be possible before what must work. A new one is one file and one line
 * here; what plans and IAM documents show has a list of its own.
 */
export const CHECKS: readonly Check[] = [
  othersStayOut,
  nodesApart,
  trainingStays,
  agentsRun,
  landsSomewhere,
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
  acrossProjects,
  administrators,
  barePods,
  clusterWriters,
  componentNamespaces,
  fences,
  identities,
  looseRules,
  nodeAgents,
  oneProject,
  secrets,
  shells,
  trainingAccounts,
  membersNamed,
  membersWork,
  projectLabels,
  accountToken,
  devices,
  gpus,
  imageDigest,
  mountedCode,
  nodeName,
  ownImages,
  ownedPods,
  quota,
  readOnlyRoot,
  resourceClaims,
  resources,
  security,
  securityLabels,
  serviceAccount,
  volumes,
  references,
  completeJobs,
  starts,
  interruption,
  mesh,
  runtimeClass,
  queue,
  deviceRuntime,
  writablePlaces,
  trainingNodesGuard,
  trainingTaintGuard,
  nodeNameGuard,
  podSecurityGuard,
  devicesGuard,
  serviceAccountGuard,
  ownVolumesGuard,
  imagesGuard,
  podShape,
  podAccessGuard,
  accountTokensGuard,
  namespaceLabelsGuard,
  projectGuards,
  clusterGuards,
  serviceShapeGuard,
  claimSourcesGuard,
  mountedCodeGuard,
  queueGuard,
  mutations,
  servedApis,
  nodesGuard,
  engine,
  enforcing,
  conditions,
  exceptions,
  jobsStart,
  boundClaims,
  copiesApart,
  encryptedClasses,
  fileSystems,
  ownPlace,
  placesApart,
  offNodes,
  readOnlyData,
  binds,
  resumable,
  environment,
  externalStores,
  fileModes,
  literalCredentials,
  ...CLOUD_CHECKS,
];
