import { join } from 'node:path';
import { platform } from '../../examples/document-1/platform';
import type { k8s } from '../../lib/kubernetes';
import type { NodeGroup } from '../../lib/model';
import type { Kubectl, KubeObject } from '../rig/kubectl';
import { generalPurpose, p4d24xlarge, type SimulatedNode } from '../rig/simulated-node';
import { foreignNamespaces, readManifestSets } from './manifests/manifest-set';

/** The platform that the suites put questions to: the shipped example of the guide, two projects on p4d nodes. */
export { platform };

/** What the library writes for the platform, as `npm run examples` left it. */
export function exampleObjects(): readonly KubeObject[] {
  return exampleSet().objects.map(({ object }) => object);
}

/** Namespaces that a user's cluster has already. */
export const foreignExampleNamespaces = (): readonly string[] => foreignNamespaces(exampleSet());

/** A project of the platform. */
export function projectNamed(name: 'alpha' | 'beta'): (typeof platform.projects)[number] {
  const project = platform.projects.find((candidate) => candidate.name === name);
  if (project) return project;
  throw new Error(`the example has no project ${name}`);
}

/**
 * Applies the example as a user would: namespaces, then everything, jobs included unless they are left out. Without the
 * admission policies: what holds here holds by roles, quotas, Pod Security, taints and claims alone.
 */
export async function applyExample(kubectl: Kubectl, { jobs = true } = {}): Promise<void> {
  const namespace = (name: string): object => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const objects = exampleObjects().filter((object) => !isAdmissionPolicy(object) && (jobs || object.kind !== 'Job'));
  await kubectl.mustApply([
    ...foreignNamespaces(exampleSet()).map(namespace),
    ...objects.filter(({ kind }) => kind === 'Namespace'),
  ]);
  await kubectl.mustApply(objects);
}

const isAdmissionPolicy = ({ apiVersion }: KubeObject): boolean =>
  /^((policies\.)?kyverno\.io|admissionregistration\.k8s\.io)\//.test(apiVersion);

/** A Job that the example writes. */
export function exampleJob(project: 'alpha' | 'beta'): KubeObject {
  const { namespace } = projectNamed(project);
  const job = exampleObjects().find(({ kind, metadata }) => kind === 'Job' && metadata.namespace === namespace);
  if (job) return job;
  throw new Error(`the example writes no Job in ${namespace}`);
}

/** The same Job under another name, which stands in the labels of its pods too. */
export function renamed(job: KubeObject, name: string): KubeObject & { readonly spec: k8s.JobSpec } {
  const copy = structuredClone(job) as KubeObject & { spec: k8s.JobSpec };
  const { template } = copy.spec;
  const labels = { ...template.metadata?.labels, 'batch.kubernetes.io/job-name': name };
  return {
    ...copy,
    metadata: { ...copy.metadata, name },
    spec: { ...copy.spec, template: { ...template, metadata: { ...template.metadata, labels } } },
  };
}

/** The nodes that a node group may have, with the labels and taints that the description gives them. */
export function nodesOf({ name, labels, taints, maxNodes }: NodeGroup): SimulatedNode[] {
  return Array.from({ length: maxNodes }, (_, index) => ({
    name: `${name}-${index}`,
    labels,
    taints,
    capacity: p4d24xlarge,
  }));
}

/** All training nodes of a project. */
export function trainingNodes(project: 'alpha' | 'beta'): SimulatedNode[] {
  return projectNamed(project).nodeGroups.flatMap(nodesOf);
}

/** Nodes of everything else. */
export const otherNodes: readonly SimulatedNode[] = ['general-0', 'general-1'].map((name) => ({
  name,
  capacity: generalPurpose,
}));

function exampleSet(): ReturnType<typeof readManifestSets>[number] {
  const [set] = readManifestSets([join(__dirname, '..', '..', 'dist', 'examples', 'document-1')]);
  if (set) return set;
  throw new Error('unreachable: no manifests is a usage fault');
}
