import { NAMESPACE_NAME_LABEL } from '../../model';
import type { WorkRuleId } from '../../model/policies';
import {
  admissionRequest,
  JOB_CONTROLLER,
  SOMEBODY,
  type AdmissionRequest,
  type Asking,
  type Manifest,
} from '../admission/admission-request';
import { type TrainingNamespace, labelsOfNamespace } from '../scope/training-scope';
import type { Admission } from '../admission/admission';
import type { AdmissionPolicy } from '../admission/admission-policy';
import type { Evidence } from '../evidence';
import { basePod, type PodSpec } from './admission/parts/base-pod';
import { elsewheres, ELSEWHERE } from './admission/parts/elsewhere';
import type { RuledWork } from '../problem';
import { manifest, PROBE, type Probe } from './probe';

type Json = Readonly<Record<string, unknown>>;

/** A pod with one thing wrong. */
export interface PodChange {
  readonly meaning: string;
  /** The rule of the platform that refuses it. */
  readonly rule: WorkRuleId;
  readonly change: (spec: PodSpec) => PodSpec;
  /** Whether the API server lets a pod that waits at a gate be changed so: it is made harmless, and then is not. @default false */
  readonly later?: boolean;
}

/** Pods of a project with one thing wrong each, and everything that makes such pods. */
export function* podProbes(
  evidence: Evidence,
  namespace: TrainingNamespace,
  changes: readonly PodChange[],
): Generator<Probe> {
  const { spec, labels } = basePod(evidence, namespace);
  yield* everyKind(
    evidence.admission,
    changes,
    { name: namespace.name, labels: labelsOfNamespace(namespace) },
    spec,
    labels,
  );
}

/** The same outside the projects, where a pod has nothing of training. */
export function* podProbesElsewhere(evidence: Evidence, changes: readonly PodChange[]): Generator<Probe> {
  const spec: PodSpec = { containers: [{ name: 'web', image: 'registry/web', resources: {} }] };
  for (const labels of elsewheres(evidence)) {
    const where = [...labels]
      .filter(([key, value]) => ELSEWHERE.get(key) !== value)
      .map(([key, value]) => `${key}=${value}`);
    const name = labels.get(NAMESPACE_NAME_LABEL) ?? '';
    for (const probe of everyKind(evidence.admission, changes, { name, labels }, spec, {}))
      yield where.length === 0 ? probe : { ...probe, meaning: `${probe.meaning}, in a namespace of ${where.join()}` };
  }
}

interface ProbedNamespace {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** The pod itself, and everything of Kubernetes that makes pods: who applies one hears at once. */
function* everyKind(
  admission: Admission,
  changes: readonly PodChange[],
  { name, labels: namespaceLabels }: ProbedNamespace,
  good: PodSpec,
  labels: Json,
): Generator<Probe> {
  const ask = (object: Manifest, who = SOMEBODY): AdmissionRequest =>
    admissionRequest({ operation: 'CREATE', object, namespaceLabels, who });
  const owned = ownedPod(name, good, labels);
  const pod = (spec: PodSpec): AdmissionRequest => ask({ ...owned, spec }, JOB_CONTROLLER);
  const harmlessPod = pod(good);
  const pods = changes.map((change) => ({ ...change, request: pod(change.change(good)) }));
  const ruled = (rule: WorkRuleId): RuledWork => ({ rule, namespace: name, work: undefined });
  for (const { meaning, rule, request } of pods) yield { meaning, request, harmless: harmlessPod, ruled: ruled(rule) };
  const waiting = { ...good, schedulingGates: [{ name: 'example.com/wait' }] };
  const update = (spec: PodSpec): AdmissionRequest => {
    const was = { ...owned, spec: waiting };
    return admissionRequest({ operation: 'UPDATE', object: { ...owned, spec }, was, namespaceLabels });
  };
  const unchangedPod = update(waiting);
  for (const { meaning, rule, change } of changes.filter(({ later }) => later))
    yield {
      meaning: `${meaning}, in a change of a pod`,
      request: update(change(waiting)),
      harmless: unchangedPod,
      ruled: ruled(rule),
    };
  const metadata = { name: PROBE, namespace: name, labels };
  for (const [apiVersion, kind] of MAKERS) {
    const maker = (spec: PodSpec): AdmissionRequest => ask(makerOf(apiVersion, kind, metadata, spec));
    const harmless = maker(good);
    // A policy reads the template of a kind in one way: once it refuses one fault there, it is not asked for the next.
    const proven = new Set<AdmissionPolicy>();
    for (const { meaning, rule, change, request } of pods) {
      if ([...proven].some((policy) => admission.refuses(policy, request, harmlessPod))) continue;
      const made = maker(change(good));
      yield { meaning: `${meaning}, in a ${kind}`, request: made, harmless, ruled: ruled(rule) };
      const refuser = admission.refuserOf({ request: made, harmless });
      if (refuser !== undefined) proven.add(refuser);
    }
  }
}

/** What makes pods of Kubernetes' own kinds. */
export const MAKERS = [
  ['batch/v1', 'Job'],
  ['batch/v1', 'CronJob'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'ReplicaSet'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['v1', 'ReplicationController'],
] as const;

function makerOf(
  apiVersion: string,
  kind: string,
  metadata: { readonly name: string; readonly namespace: string; readonly labels: Json },
  spec: PodSpec,
): Manifest {
  const template = { metadata: { labels: metadata.labels }, spec };
  const inner = kind === 'CronJob' ? { schedule: '0 0 * * *', jobTemplate: { spec: { template } } } : { template };
  return manifest(apiVersion, kind, metadata, { spec: inner });
}

export function ownedPod(namespace: string, spec: PodSpec, labels: Json = {}, name = PROBE): Manifest {
  const owner = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    name: PROBE,
    uid: '0',
    controller: true,
    blockOwnerDeletion: true,
  };
  return manifest('v1', 'Pod', { name, namespace, labels, ownerReferences: [owner] }, { spec });
}

/** A change of a pod that runs: a debug container, or another image. */
export function runningProbe(
  evidence: Evidence,
  namespace: TrainingNamespace,
  { meaning, rule, change }: Omit<PodChange, 'rule'> & { readonly rule?: WorkRuleId },
  subresource: string,
  harmless?: (spec: PodSpec) => PodSpec,
): Probe {
  const { spec, labels } = basePod(evidence, namespace);
  const was = ownedPod(namespace.name, spec, labels);
  const asking: Omit<Asking, 'object'> = {
    operation: 'UPDATE',
    was,
    subresource,
    namespaceLabels: labelsOfNamespace(namespace),
  };
  const ask = (changed: PodSpec): AdmissionRequest =>
    admissionRequest({ ...asking, object: ownedPod(namespace.name, changed, labels) });
  return {
    meaning,
    request: ask(change(spec)),
    ...(harmless === undefined ? {} : { harmless: ask(harmless(spec)) }),
    ...(rule === undefined ? {} : { ruled: { rule, namespace: namespace.name, work: undefined } }),
  };
}

/** A debug container in a pod that runs, against one in which nothing is wrong. */
export function debugProbe(
  evidence: Evidence,
  namespace: TrainingNamespace,
  { meaning, rule, change }: ContainerChange,
): Probe {
  return runningProbe(
    evidence,
    namespace,
    { meaning, rule, change: addedContainer('ephemeralContainers', change) },
    'ephemeralcontainers',
    addedContainer('ephemeralContainers', unchanged),
  );
}

/** Changes the first container. */
export function firstContainer(change: (container: Json) => Json): PodChange['change'] {
  return (spec) => ({ ...spec, containers: spec.containers.map((item, index) => (index === 0 ? change(item) : item)) });
}

/** Adds a copy of the first container, changed, to another list. */
export function addedContainer(
  list: 'initContainers' | 'ephemeralContainers',
  change: (container: Json) => Json,
): PodChange['change'] {
  return (spec) => {
    const { ports: _ports, livenessProbe: _liveness, resources, ...first } = (spec.containers[0] ?? {}) as Json;
    const kept = list === 'ephemeralContainers' ? first : { ...first, resources };
    return {
      ...spec,
      [list]: [...((spec[list] as readonly Json[] | undefined) ?? []), change({ ...kept, name: 'added' })],
    };
  };
}

/** Something wrong with a container, whichever list of the pod it stands in. */
export interface ContainerChange extends Omit<PodChange, 'change'> {
  readonly change: (container: Json) => Json;
}

/** A change of the first container, and the same of one that runs before it: a policy may read one list and not the other. */
export function inEitherList({ change, ...wrong }: ContainerChange): readonly PodChange[] {
  const { later: _, meaning, ...early } = wrong;
  return [
    { ...wrong, change: firstContainer(change) },
    { ...early, meaning: `${meaning}, in an init container`, change: addedContainer('initContainers', change) },
  ];
}

export function addedVolume(volume: Json): PodChange['change'] {
  return (spec) => ({
    ...spec,
    volumes: [...((spec['volumes'] as readonly Json[] | undefined) ?? []), { name: 'added', ...volume }],
  });
}

export const unchanged = (container: Json): Json => container;
