import type { Check } from '../check';
import { servedApis } from './served-apis';
import { accountTokensGuard } from './account-tokens';
import { claimSourcesGuard } from './claim-sources';
import { clusterGuards } from './cluster-guards';
import { conditions } from './conditions';
import { devicesGuard } from './devices';
import { enforcing } from './enforcing';
import { engine } from './engine';
import { exceptions } from './exceptions';
import { imagesGuard } from './images';
import { jobsStart } from './jobs-start';
import { mountedCodeGuard } from './mounted-code';
import { mutations } from './mutations';
import { namespaceLabelsGuard } from './namespace-labels';
import { nodeNameGuard } from './node-name';
import { nodesGuard } from './nodes';
import { ownVolumesGuard } from './own-volumes';
import { podAccessGuard } from './pod-access';
import { podSecurityGuard } from './pod-security';
import { podShape } from './pod-shape';
import { projectGuards } from './project-guards';
import { projectLabels } from './project-labels';
import { queueGuard } from './queue';
import { serviceAccountGuard } from './service-account';
import { serviceShapeGuard } from './service-shape';
import { trainingNodesGuard } from './training-nodes';
import { trainingTaintGuard } from './training-taint';

/** What must not be possible, then what must work. */
export const ADMISSION_CHECKS: readonly Check[] = [
  projectLabels,
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
];
