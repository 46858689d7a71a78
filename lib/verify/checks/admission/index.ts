import type { Check } from '../check';
import { servedApis } from './served-apis';
import { accountTokens } from './account-tokens';
import { claimSources } from './claim-sources';
import { clusterGuards } from './cluster-guards';
import { conditions } from './conditions';
import { devices } from './devices';
import { enforcing } from './enforcing';
import { engine } from './engine';
import { exceptions } from './exceptions';
import { images } from './images';
import { jobsStart } from './jobs-start';
import { mountedCode } from './mounted-code';
import { mutations } from './mutations';
import { namespaceLabels } from './namespace-labels';
import { nodeName } from './node-name';
import { nodes } from './nodes';
import { ownVolumes } from './own-volumes';
import { podAccess } from './pod-access';
import { podSecurity } from './pod-security';
import { podShape } from './pod-shape';
import { projectGuards } from './project-guards';
import { projectLabels } from './project-labels';
import { queue } from './queue';
import { serviceAccount } from './service-account';
import { serviceShape } from './service-shape';
import { trainingNodes } from './training-nodes';
import { trainingTaint } from './training-taint';

/** What must not be possible, then what must work. */
export const ADMISSION_CHECKS: readonly Check[] = [
  projectLabels,
  trainingNodes,
  trainingTaint,
  nodeName,
  podSecurity,
  devices,
  serviceAccount,
  ownVolumes,
  images,
  podShape,
  podAccess,
  accountTokens,
  namespaceLabels,
  projectGuards,
  clusterGuards,
  serviceShape,
  claimSources,
  mountedCode,
  queue,
  mutations,
  servedApis,
  nodes,
  engine,
  enforcing,
  conditions,
  exceptions,
  jobsStart,
];
