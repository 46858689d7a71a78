import type { RuleId } from '../../../lib';
import type { AdmissionCase } from './case';
import { containerResources } from './rules/container-resources';
import { deviceAccess, readOnlyRoot, secretVariables } from './rules/container-fields';
import { gpuRequests, nodeName, nodeSelection, trainingTaint } from './rules/elsewhere';
import { gpuShare } from './rules/gpu-share';
import { clusterGuards, controllerObjects, libraryFiles, policyEngine, projectGuards } from './rules/guards';
import { imageDigest, imageRegistry } from './rules/images';
import { namespaceLabels, projectNamespaces } from './rules/namespaces';
import { nodeLabels } from './rules/nodes';
import { ownVolumes } from './rules/own-volumes';
import { accountTokens, nodeProxy, podAccess, podBinding } from './rules/people';
import { ownedPods, priorityClass, resourceClaims, runtimeClass } from './rules/pod-fields';
import { podSecurity } from './rules/pod-security';
import { queueBypass, queueGates, queueLabel } from './rules/queue';
import { serviceAccount } from './rules/service-account';
import { claimSources, serviceShape, snapshotSources } from './rules/storage-and-services';
import { trainingNodes } from './rules/training-nodes';

/**
 * What each rule has to allow and refuse, whatever the dialect. Signatures have cases of their own, since they need a
 * registry.
 */
export const CASES: Readonly<Record<Exclude<RuleId, 'image-signature'>, readonly AdmissionCase[]>> = {
  'training-nodes': trainingNodes,
  'pod-security': podSecurity,
  'container-resources': containerResources,
  'gpu-share': gpuShare,
  'service-account': serviceAccount,
  'own-volumes': ownVolumes,
  'image-digest': imageDigest,
  'image-registry': imageRegistry,
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

export const ALL_CASES: readonly AdmissionCase[] = Object.values(CASES).flat();
