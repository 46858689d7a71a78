import { guardedIn, type GuardedKind } from '../../../../model/policies/guarded-kinds';
import {
  admissionRequest,
  JOB_CONTROLLER,
  type AdmissionRequest,
  type Asking,
  type Manifest,
} from '../../../admission/admission-request';
import type { Evidence } from '../../../evidence';
import { annotationsOf, labelsOf, type KubernetesObject } from '../../../input/kubernetes-object';
import { type TrainingNamespace, labelsOfNamespace } from '../../../scope/training-scope';
import { guardedRequest, partText, writesOf } from './guarded';
import { MAKERS } from '../../pod-probe';
import { inProject, manifest, PROBE } from '../../probe';

/** An object on which isolation rests, as it comes in. */
export interface Incoming {
  /** `Pod`, `pods/binding`. */
  readonly kind: string;
  /** Namespace, or `the cluster`. */
  readonly place: string;
  readonly request: AdmissionRequest;
}

/** What is written in projects and for them: made, and written again. */
export function* incoming(evidence: Evidence): Generator<Incoming> {
  for (const namespace of evidence.scope.namespaces) yield* ofProject(evidence, namespace);
  yield* ofCluster(evidence);
}

const WRITES = ['CREATE', 'UPDATE'] as const;

/** Work, and what it is made of; what fences it off is in the table of guards. */
const WORK = [
  ['v1', 'Pod'],
  ...MAKERS,
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['v1', 'Secret'],
  ['v1', 'PersistentVolumeClaim'],
] as const;

/**
 * What fences a project off and what leads past its fences, whoever writes it. Not only of tools that the input shows: who
 * changes a kind shows that it is there.
 */
const OF_PROJECT: readonly GuardedKind[] = [...guardedIn('project', 'platform'), ...guardedIn('project', 'kubernetes')];

/** Where a pod goes, what is put into it while it runs, and what it shows of itself. */
const PARTS = [
  ['v1', 'Pod', 'binding', 'CREATE'],
  ['v1', 'Pod', 'ephemeralcontainers', 'UPDATE'],
  ['v1', 'ServiceAccount', 'token', 'CREATE'],
] as const;

function* ofProject(evidence: Evidence, namespace: TrainingNamespace): Generator<Incoming> {
  const place = namespace.name;
  const ask = (kind: string, object: Manifest, asking: Partial<Asking> = {}): Incoming => ({
    kind,
    place,
    request: inProject(namespace, { operation: 'CREATE', object, ...asking }),
  });
  const labels = Object.fromEntries(labelsOfNamespace(namespace));
  const own = manifest('v1', 'Namespace', { name: place, labels });
  for (const operation of WRITES) {
    yield ask('Namespace', own, { operation });
    for (const [apiVersion, kind] of WORK)
      yield ask(kind, manifest(apiVersion, kind, { name: PROBE, namespace: place }), { operation });
    for (const kind of OF_PROJECT.filter((one) => writesOf(one).includes(operation))) {
      const asking = { operation, namespace: place, namespaceLabels: labelsOfNamespace(namespace) };
      yield { kind: partText(kind), place, request: guardedRequest(kind, asking) };
    }
    for (const object of evidence.objects.allIn(place)) yield ask(object.kind, metadataOf(object), { operation });
  }
  for (const [apiVersion, kind, subresource, operation] of PARTS) {
    const object = manifest(apiVersion, kind, { name: PROBE, namespace: place });
    yield ask(`${kind}'s ${subresource}`, object, { operation, subresource });
  }
  for (const { labels: ofPods, metadata: template } of namespace.workloads) {
    const labels = Object.fromEntries(ofPods.known);
    const annotations = Object.fromEntries(annotationsOf(template));
    const metadata = { name: PROBE, namespace: place, labels, annotations };
    yield ask('Pod', manifest('v1', 'Pod', metadata), { who: JOB_CONTROLLER });
  }
}

function* ofCluster(evidence: Evidence): Generator<Incoming> {
  const place = 'the cluster';
  for (const operation of WRITES) {
    for (const kind of guardedIn('cluster', 'platform'))
      yield { kind: kind.kind, place, request: guardedRequest(kind, { operation }) };
    for (const [apiVersion, kind] of [
      ['v1', 'Node'],
      ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
    ] as const)
      yield {
        kind,
        place,
        request: admissionRequest({ operation, object: manifest(apiVersion, kind, { name: PROBE }) }),
      };
    for (const volume of evidence.claims.volumes)
      yield { kind: volume.kind, place, request: admissionRequest({ operation, object: metadataOf(volume) }) };
  }
}

/** An object by what selectors ask for. */
function metadataOf({ apiVersion, kind, namespace, name, field }: KubernetesObject): Manifest {
  const labels = Object.fromEntries(labelsOf(field.get('metadata')));
  const annotations = Object.fromEntries(annotationsOf(field.get('metadata')));
  return manifest(apiVersion, kind, { name, labels, annotations, ...(namespace === undefined ? {} : { namespace }) });
}
