import { App } from 'cdk8s';
import { definePlatform, type Platform, type PlatformProps } from '../../lib';
import { PlatformIsolation, TrainingJob, TrainingProject, type TrainingJobProps } from '../../lib/kubernetes';
import type { Job, NetworkPolicy, PodSpec } from '../../lib/kubernetes/api';
import { synthesize, type SynthesizedObject } from '../../lib/testing';
import { platformProps } from '../platform-props';

export const IMAGE = `registry.example.com/alpha/trainer@sha256:${'0123456789abcdef'.repeat(4)}`;

/** Every object of a platform with two projects and a job of two nodes in the first. */
export function synthesizeAll(
  props: PlatformProps = platformProps(),
  job: Partial<TrainingJobProps> = {},
): SynthesizedObject[] {
  const platform = definePlatform(props);
  const app = new App();
  new PlatformIsolation(app, 'platform', { platform });
  for (const { name } of platform.projects) {
    const project = new TrainingProject(app, name, { platform, project: name });
    if (name === platform.projects[0]?.name) new TrainingJob(project, 'pretrain', trainingJob(job));
  }
  return synthesize(app);
}

export const trainingJob = (changes: Partial<TrainingJobProps> = {}): TrainingJobProps => ({
  image: IMAGE,
  nodes: 2,
  command: ['torchrun'],
  args: ['/app/train.py'],
  ...changes,
});

/** The Job of the first project. */
export function jobOf(
  props: PlatformProps = platformProps(),
  job: Partial<TrainingJobProps> = {},
): Job & { spec: { template: { spec: PodSpec } } } {
  return only(synthesizeAll(props, job), 'Job') as never;
}

export const podOf = (job: Partial<TrainingJobProps> = {}, props: PlatformProps = platformProps()): PodSpec =>
  jobOf(props, job).spec.template.spec;

/** The one object of a kind, and of a name where given. */
export function only(objects: readonly SynthesizedObject[], kind: string, name?: string): SynthesizedObject {
  const found = objects.filter(
    (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
  if (found.length !== 1) throw new Error(`${found.length} objects are a ${kind} ${name ?? ''}`);
  return found[0] as SynthesizedObject;
}

export function policies(objects: readonly SynthesizedObject[], namespace?: string): NetworkPolicy[] {
  const found = objects.filter(
    (object) => object.kind === 'NetworkPolicy' && (namespace === undefined || object.metadata.namespace === namespace),
  );
  if (found.length === 0) throw new Error(`no NetworkPolicy in ${namespace ?? 'the output'}`);
  return found as unknown as NetworkPolicy[];
}

export const platformOf = (props: PlatformProps = platformProps()): Platform => definePlatform(props);

/** Variables of the first container by name: the value, or the path of the field. */
export function environmentOf(pod: PodSpec): Record<string, string | undefined> {
  return Object.fromEntries(
    (pod.containers[0]?.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom?.fieldRef?.fieldPath]),
  );
}
