import type { Field } from '../input/field';
import { DEFAULT_NAMESPACE } from '../../model/kubernetes/kubernetes-namespaces';
import type { Inputs } from '../input/inputs';
import { isKind, textEntries, type KubernetesObject } from '../input/kubernetes-object';
import { apiKind, isClusterScoped, isNamespaced } from '../input/kinds';
import { completeLabels, partialLabels, type Labels } from '../labels/labels';
import { makesHiddenPods } from './hidden-makers';
import { checkPodLists } from './pod-lists';
import { hasPodTemplates, podTemplates, type FindObject } from './pod-template';
import type { PodTemplate } from './template';

/** Pods that are alike: those of one template of one object. */
export interface Workload {
  readonly namespace: string;
  /** Name of the controller that people know the pods by; with the role where a kind has several templates. */
  readonly name: string;
  readonly kind: string;
  /** Labels of the pods. */
  readonly labels: Labels;
  /** Spec of the pods; undefined where the input does not have it. */
  readonly spec: Field | undefined;
  /** Metadata of the pods. */
  readonly metadata: Field | undefined;
  /** Object that holds the template. */
  readonly object: KubernetesObject;
  /** False for bare pods, which no controller replaces and some CNIs do not cover, whatever owner they claim. */
  readonly owned: boolean;
  /** True if the pods have interfaces on networks beside the cluster's, whose policies are others. */
  readonly otherNetworks: boolean;
  readonly replicas: number | undefined;
}

/** `alpha/pretrain[Job]`. */
export function workloadName({ namespace, name, kind }: Pick<Workload, 'namespace' | 'name' | 'kind'>): string {
  return `${namespace}/${name}[${kind}]`;
}

/**
 * The workloads of the input. Objects that belong to another one of the input (pods and replica sets of a dump) carry
 * its name and stay, with their own labels: a dump shows what runs, the template only what should. Of an object that makes
 * pods and does not show them it is known only that it does, unless the input has them.
 */
export function workloadsOf({ objects }: Pick<Inputs, 'objects'>): readonly Workload[] {
  const known: Workload[] = [];
  const unknown: KubernetesObject[] = [];
  const owners = new Set<string>();
  const index = new Map(
    objects.flatMap((object) => [
      [identity(ofAnyGroup(object.kind), object.namespace, object.name), object] as const,
      [identityOf(object), object] as const,
    ]),
  );
  const find: FindObject = (groupKind, namespace, name) => index.get(identity(groupKind, namespace, name));
  for (const object of objects) {
    const templates = podTemplates(object, find);
    if (templates === undefined) {
      if (!isBuiltIn(object) && makesHiddenPods(object)) unknown.push(object);
      continue;
    }
    const top = topOwner(object, find);
    for (const { groupKind, name } of ownersOf(object, find)) owners.add(identity(groupKind, object.namespace, name));
    for (const template of templates) {
      const made = workload(object, template, top);
      if (made.spec !== undefined) checkPodLists(made.spec);
      known.push(made);
    }
  }
  const makers = new Set(unknown.map(identityOf));
  for (const object of unknown) {
    const top = topOwner(object, find);
    // A run that another one made is named by that one.
    const own = identityOf(object);
    const owner = identity(top.groupKind, object.namespace, top.name);
    if (owners.has(own) || (owner !== own && makers.has(owner))) continue;
    known.push(workload(object, UNKNOWN_TEMPLATE, top));
  }
  return known;
}

/** Annotations by which Multus gives a pod more than the network of the cluster (https://github.com/k8snetworkplumbingwg/multus-cni). */
const NETWORK_ANNOTATIONS = ['k8s.v1.cni.cncf.io/networks', 'v1.multus-cni.io/default-network'];

const UNKNOWN_TEMPLATE: PodTemplate = { template: undefined, mayAddLabels: true };

/** Of these kinds it is known that none makes pods beside those of the table. */
function isBuiltIn({ apiVersion, kind }: KubernetesObject): boolean {
  return isNamespaced(apiVersion, kind) || isClusterScoped(apiVersion, kind);
}

/** Two groups may have a kind of one name: Jobs of Volcano and of Kubernetes. */
function identity(groupKind: string, namespace: string | undefined, name: string): string {
  return `${groupKind}\n${namespace ?? ''}\n${name}`;
}

/** A kind of which nobody said whose it is. */
const ofAnyGroup = (kind: string): string => `*/${kind}`;

const identityOf = ({ groupKind, namespace, name }: KubernetesObject): string => identity(groupKind, namespace, name);

function workload(object: KubernetesObject, template: PodTemplate, top: Owner): Workload {
  const namespace = object.namespace ?? DEFAULT_NAMESPACE;
  const metadata = template.template?.get('metadata');
  const annotations = metadata?.get('annotations');
  const { role } = template;
  return {
    namespace,
    name: role === undefined ? top.name : `${top.name}-${role}`,
    kind: top.kind,
    labels: templateLabels(metadata, template),
    spec: template.template?.get('spec'),
    metadata,
    object,
    owned: top.owned,
    otherNetworks:
      template.otherNetworks === true || NETWORK_ANNOTATIONS.some((key) => annotations?.get(key) !== undefined),
    replicas: template.replicas,
  };
}

function templateLabels(
  metadata: Field | undefined,
  { template, sets, setsUnknown, mayAddLabels }: PodTemplate,
): Labels {
  const known = new Map(textEntries(metadata?.get('labels')));
  for (const [key, value] of Object.entries(sets ?? {})) known.set(key, value);
  if (template === undefined || mayAddLabels === true) return partialLabels(known);
  const unknown = (setsUnknown ?? []).filter((key) => !known.has(key));
  return completeLabels(known, new Set(unknown));
}

interface Owner {
  readonly name: string;
  readonly kind: string;
  readonly groupKind: string;
  readonly owned: boolean;
}

/** The controller that people know pods by; see {@link bearsNameOf}. */
function topOwner(object: KubernetesObject, find: FindObject): Owner {
  const owners = ownersOf(object, find);
  const owned = !isKind(object, '', 'Pod') || (owners[0] !== undefined && isMade(object, owners[0].found));
  let owner: Owner = { name: object.name, kind: object.kind, groupKind: object.groupKind, owned };
  let current = object;
  for (const { name, kind, groupKind, found } of owners) {
    if (!bearsNameOf(current, kind, found)) break;
    owner = { name, kind, groupKind, owned };
    if (found === undefined) break;
    current = found;
  }
  return owner;
}

/**
 * Whether a controller made a pod, as the pod says. Anybody can write an owner into a pod: it counts if the input has that owner
 * and it makes pods, or if an API server has taken the pod with that owner, as in a dump of pods alone.
 */
function isMade(object: KubernetesObject, owner: KubernetesObject | undefined): boolean {
  const uid = (field: Field | undefined): unknown => field?.get('uid')?.value;
  if (owner === undefined) return uid(object.field.get('metadata')) !== undefined;
  const [named, own] = [uid(controllerReference(object)), uid(owner.field.get('metadata'))];
  if (named !== undefined && own !== undefined && named !== own) return false;
  return isBuiltIn(owner) ? hasPodTemplates(owner) && !isKind(owner, '', 'Pod') : true;
}

/** Kinds whose objects are workloads of their own, and the built-in kind that makes them. */
const MADE_BY: Readonly<Record<string, string | undefined>> = {
  Deployment: undefined,
  StatefulSet: undefined,
  DaemonSet: undefined,
  CronJob: undefined,
  Job: 'CronJob',
};

/**
 * Whether the pods of an object are known by its owner. One that shows templates shows those of what it made. Any other
 * kind may make several workloads, such as the Deployments of one platform, that have nothing in common but their owner.
 */
function bearsNameOf(object: KubernetesObject, kind: string, owner: KubernetesObject | undefined): boolean {
  if (!isBuiltIn(object) || !Object.hasOwn(MADE_BY, object.kind)) return true;
  return kind === MADE_BY[object.kind] || (owner !== undefined && hasPodTemplates(owner));
}

interface NamedOwner {
  readonly name: string;
  readonly kind: string;
  readonly groupKind: string;
  /** The owner itself, if the input has it. */
  readonly found: KubernetesObject | undefined;
}

/** The controllers above an object, as far as they are named; nodes own static pods and control nothing. */
function ownersOf(object: KubernetesObject, find: FindObject): readonly NamedOwner[] {
  const owners: NamedOwner[] = [];
  let current: KubernetesObject | undefined = object;
  while (current !== undefined && owners.length < 10) {
    const reference: Field | undefined = controllerReference(current);
    const name = reference?.get('name')?.text();
    const kind = reference?.get('kind')?.text() ?? 'Pod';
    if (name === undefined || kind === 'Node') break;
    const apiVersion = reference?.get('apiVersion')?.text();
    const groupKind = apiVersion === undefined ? ofAnyGroup(kind) : apiKind(apiVersion, kind).groupKind;
    current = find(groupKind, object.namespace, name);
    owners.push({ name, kind, groupKind: current?.groupKind ?? groupKind, found: current });
  }
  return owners;
}

/** What made an object and keeps it, such as the Job of a pod. */
export function controllerReference({ field }: KubernetesObject): Field | undefined {
  const references = field.at('metadata', 'ownerReferences');
  return references?.items().find((reference) => reference.get('controller')?.value === true);
}
