import { grouped } from '../../model/grouped';
import { isSystemNamespace } from '../../model/kubernetes/kubernetes-namespaces';
import { DEFAULT_KEY_PREFIX, labelKeys, NAMESPACE_NAME_LABEL, type LabelKeys } from '../../model/kubernetes/label-keys';
import { trainingTaint, type Taint } from '../../model/nodes/training-taint';
import type { Platform } from '../../model';
import { isKind, labelsOf, type KubernetesObject } from '../input/kubernetes-object';
import { namedSubject, objectSubject, type Subject } from '../problem';
import type { Workload } from '../workload/workload';
import { deviceRequests, hiddenDevices, type DeviceRequest } from '../workload/device-request';
import { describedProject } from './described-project';

/** A namespace in which training runs: a project. */
export interface TrainingNamespace {
  readonly name: string;
  /** Name of the project by its label; that of the namespace where there is none. */
  readonly project: string;
  readonly labels: ReadonlyMap<string, string>;
  /** Undefined if the input only mentions it. */
  readonly object: KubernetesObject | undefined;
  readonly workloads: readonly Workload[];
}

/** What the checks are about. */
export interface TrainingScope {
  readonly keys: LabelKeys;
  readonly taint: Taint;
  readonly namespaces: readonly TrainingNamespace[];
  contains(namespace: string | undefined): boolean;
  /** The namespace of a name; undefined where it is not one of training. */
  find(namespace: string | undefined): TrainingNamespace | undefined;
}

export interface ScopeOptions {
  readonly platform?: Platform | undefined;
  /** Namespaces that are named by whoever asks. */
  readonly named?: readonly string[];
}

/**
 * The namespaces of training: those with the labels of a project, those that are named, and any whose pods ask for a
 * GPU or another device, shown or not. Who trains in a namespace that nobody labelled is judged all the same.
 */
export function trainingScope(
  objects: readonly KubernetesObject[],
  workloads: readonly Workload[],
  { platform, named = [] }: ScopeOptions,
): TrainingScope {
  const keys = platform?.keys ?? labelKeys(DEFAULT_KEY_PREFIX);
  const taint = platform?.taint ?? trainingTaint();
  const described = new Map(
    objects.filter((object) => isKind(object, '', 'Namespace')).map((object) => [object.name, object]),
  );
  const byNamespace = grouped(workloads, ({ namespace }) => namespace);
  const mentioned = new Set([...described.keys(), ...objects.map(({ namespace }) => namespace)]);
  const planned = (platform?.projects ?? []).filter(({ namespace }) => mentioned.has(namespace));
  const training = new Set([
    ...named,
    ...planned.map(({ namespace }) => namespace),
    ...[...described.values()].filter((object) => saysTraining(object, keys)).map(({ name }) => name),
  ]);
  for (const [name, list] of byNamespace) {
    if (!training.has(name) && !isSystemNamespace(name) && list.some((one) => devicesOf(one).length > 0))
      training.add(name);
  }
  const namespaces = [...training].map((name): TrainingNamespace => {
    const object = described.get(name);
    const labels = labelsOf(object?.field.get('metadata'));
    return {
      name,
      project: labels.get(keys.project) ?? describedProject(platform, name)?.name ?? name,
      labels,
      object,
      workloads: byNamespace.get(name) ?? [],
    };
  });
  const byName = new Map<string | undefined, TrainingNamespace>(namespaces.map((item) => [item.name, item]));
  return { keys, taint, namespaces, contains: (name) => byName.has(name), find: (name) => byName.get(name) };
}

function saysTraining({ field }: KubernetesObject, keys: LabelKeys): boolean {
  const labels = labelsOf(field.get('metadata'));
  return labels.get(keys.tier) === 'training' || labels.has(keys.project);
}

/** Agents of the node ask for devices without being training. */
function devicesOf(workload: Workload): readonly DeviceRequest[] {
  if (workload.kind === 'DaemonSet') return [];
  const asked = workload.spec === undefined ? hiddenDevices(workload.object) : deviceRequests(workload);
  return asked.filter(({ count }) => count !== 0);
}

/** Labels of a namespace as selectors see them. */
export function labelsOfNamespace({
  name,
  labels,
}: Pick<TrainingNamespace, 'name' | 'labels'>): ReadonlyMap<string, string> {
  return new Map([...labels, [NAMESPACE_NAME_LABEL, name]]);
}

export function namespaceSubject({ name, object }: TrainingNamespace): Subject {
  return object === undefined ? namedSubject(`Namespace/${name}`) : objectSubject(object);
}
