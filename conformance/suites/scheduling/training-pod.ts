import type { k8s } from '../../../lib/kubernetes';
import type { KubeObject } from '../../rig/kubectl';
import { exampleJob, projectNamed } from '../example';

/** A pod of the example's job, as the Job controller would make it: what one edit of it may and may not do. */
export interface TrainingPod extends KubeObject {
  readonly spec: k8s.PodSpec;
}

type Project = 'alpha' | 'beta';

/** The pod of a project's job under a name of its own, with one edit. */
export function trainingPod(project: Project, name: string, edit: (spec: k8s.PodSpec) => void = () => {}): TrainingPod {
  const { template } = (exampleJob(project) as unknown as { spec: { template: k8s.PodTemplateSpec } }).spec;
  const { labels = {}, annotations = {} } = template.metadata ?? {};
  const spec = structuredClone(template.spec) as k8s.PodSpec;
  edit(spec);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: projectNamed(project).namespace, labels: { ...labels, pod: name }, annotations },
    spec,
  };
}

/** The container of a training pod. */
export function trainer(spec: k8s.PodSpec): k8s.Container {
  const [container] = spec.containers;
  if (container) return container;
  throw new Error('a training pod has a container');
}

/** Asks for another amount of a resource, as request and limit alike. */
export function ask(resource: string, amount: string): (spec: k8s.PodSpec) => void {
  return (spec) => {
    const container = trainer(spec);
    for (const list of ['requests', 'limits'] as const) {
      container.resources = { ...container.resources, [list]: { ...container.resources?.[list], [resource]: amount } };
    }
  };
}
