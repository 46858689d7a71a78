import type { Check } from '../check';
import { componentNamespaces } from './component-namespaces';
import { acrossProjects } from './across-projects';
import { administrators } from './administrators';
import { barePods } from './bare-pods';
import { clusterWriters } from './cluster-writers';
import { fences } from './fences';
import { identities } from './identities';
import { looseRules } from './loose-rules';
import { membersNamed } from './members-named';
import { membersWork } from './members-work';
import { nodeAgents } from './node-agents';
import { oneProject } from './one-project';
import { secrets } from './secrets';
import { shells } from './shells';
import { trainingAccounts } from './training-accounts';

/** What must not be possible, then what must work. */
export const AUTHORITY_CHECKS: readonly Check[] = [
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
];
