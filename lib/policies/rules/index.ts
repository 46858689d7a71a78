import { RULE_IDS, type RuleId } from '../../model';
import type { Rule } from '../rule';
import { accountTokens } from './account-tokens';
import { claimSources } from './claim-sources';
import { clusterGuards } from './cluster-guards';
import { containerResources } from './container-resources';
import { controllerObjects } from './controller-objects';
import { deviceAccess } from './device-access';
import { gpuRequests } from './gpu-requests';
import { gpuShare } from './gpu-share';
import { imageDigest } from './image-digest';
import { imageRegistry } from './image-registry';
import { imageSignature } from './image-signature';
import { libraryFiles } from './library-files';
import { namespaceLabels } from './namespace-labels';
import { nodeLabels } from './node-labels';
import { nodeName } from './node-name';
import { nodeProxy } from './node-proxy';
import { nodeSelection } from './node-selection';
import { ownVolumes } from './own-volumes';
import { ownedPods } from './owned-pods';
import { podAccess } from './pod-access';
import { podBinding } from './pod-binding';
import { podSecurity } from './pod-security';
import { policyEngine } from './policy-engine';
import { priorityClass } from './priority-class';
import { projectGuards } from './project-guards';
import { projectNamespaces } from './project-namespaces';
import { queueBypass } from './queue-bypass';
import { queueGates } from './queue-gates';
import { queueLabel } from './queue-label';
import { readOnlyRoot } from './read-only-root';
import { resourceClaims } from './resource-claims';
import { runtimeClass } from './runtime-class';
import { secretVariables } from './secret-variables';
import { serviceAccount } from './service-account';
import { serviceShape } from './service-shape';
import { snapshotSources } from './snapshot-sources';
import { trainingNodes } from './training-nodes';
import { trainingTaint } from './training-taint';

/** Every rule by its id; the compiler holds the two lists together. A new rule is a file, an id and a line here. */
const BY_ID: Readonly<Record<RuleId, Rule>> = {
  'training-nodes': trainingNodes,
  'pod-security': podSecurity,
  'container-resources': containerResources,
  'gpu-share': gpuShare,
  'service-account': serviceAccount,
  'own-volumes': ownVolumes,
  'image-digest': imageDigest,
  'image-registry': imageRegistry,
  'image-signature': imageSignature,
  'device-access': deviceAccess,
  'secret-variables': secretVariables,
  'read-only-root': readOnlyRoot,
  'runtime-class': runtimeClass,
  'priority-class': priorityClass,
  'resource-claims': resourceClaims,
  'owned-pods': ownedPods,
  'queue-label': queueLabel,
  'node-name': nodeName,
  'training-taint': trainingTaint,
  'node-selection': nodeSelection,
  'gpu-requests': gpuRequests,
  'pod-access': podAccess,
  'account-tokens': accountTokens,
  'node-proxy': nodeProxy,
  'queue-bypass': queueBypass,
  'queue-gates': queueGates,
  'namespace-labels': namespaceLabels,
  'project-namespaces': projectNamespaces,
  'project-guards': projectGuards,
  'cluster-guards': clusterGuards,
  'controller-objects': controllerObjects,
  'claim-sources': claimSources,
  'snapshot-sources': snapshotSources,
  'service-shape': serviceShape,
  'library-files': libraryFiles,
  'policy-engine': policyEngine,
  'node-labels': nodeLabels,
  'pod-binding': podBinding,
};

/** Every rule, in the order of their ids. */
export const RULES: readonly Rule[] = (Object.keys(RULE_IDS) as RuleId[]).map((id) => BY_ID[id]);

export const ruleOf = (id: RuleId): Rule => BY_ID[id];
