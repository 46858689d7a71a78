import { grouped } from '../../../model/grouped';
import type { Evidence } from '../../evidence';
import { itemsIn } from '../../input/field';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { backendOf } from '../../scope/backend/backend-of';
import type { Backend } from '../../scope/backend/place';
import { inlineBackend } from '../../scope/backend/inline';
import { provisionedPlace } from '../../scope/backend/provisioned';
import { AccessPoints } from '../../scope/backend/access-points';
import { meetings, type Meeting, type OwnedPlace } from '../../scope/backend/meetings';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Judged, type Problem } from '../../problem';

export const placesApart: Check = {
  id: 'storage/places-apart',
  title: 'No two projects have the same place behind their claims',
  why: 'Claims in separate namespaces separate nothing if both volumes show the same folder, or one the folder of the other.',
  stops: ['A1', 'A2'],
  control: 'a prefix, access point or file system of its own for each project',
  fix: 'give each project a prefix of its own that ends with a slash, or a file system of its own',
  *judge(evidence) {
    yield* sameHandles(evidence.claims.volumes);
    yield* foreignSecrets(evidence);
    yield* classSecrets(evidence);
    const byStore = grouped(placesOf(evidence), ({ backend }) => backend.store);
    for (const together of byStore.values()) {
      const met = meetings(together);
      for (const place of together)
        yield { subject: objectSubject(place.object), problems: placeProblems(place, met.get(place)) };
    }
  },
};

/** The places behind volumes, those that a class gives to claims, and those of pods themselves. Folders of nodes have a check of their own. */
function placesOf(evidence: Evidence): readonly OwnedPlace[] {
  const { claims, scope, workloads } = evidence;
  const points = new AccessPoints(evidence);
  const placed = (object: KubernetesObject, backend: Backend | undefined, owner: string): readonly OwnedPlace[] => {
    if (backend === undefined || backend.store === 'node') return [];
    const isTraining = scope.contains(owner);
    return [
      { object, owner, isTraining, backend: points.resolve(backend), isDescribed: points.isDescribed(backend, owner) },
    ];
  };
  return [
    ...claims.volumes.flatMap((volume) => {
      const namespace = volume.field.at('spec', 'claimRef', 'namespace')?.value;
      const asking = claims.askingFor(volume.name)[0]?.namespace;
      const owner = typeof namespace === 'string' ? namespace : (asking ?? `volume ${volume.name}`);
      return placed(volume, backendOf(volume), owner);
    }),
    ...[...claims.claims, ...claims.elsewhere].flatMap(({ object, namespace, classes }) =>
      classes.flatMap((used) => placed(object, provisionedPlace(used, { name: object.name, namespace }), namespace)),
    ),
    ...workloads.flatMap(({ object, namespace, spec }) =>
      itemsIn(spec, 'volumes').flatMap((volume) => placed(object, inlineBackend(volume), namespace)),
    ),
  ];
}

/** A driver knows volumes by their handles: two of one handle are one volume, and the node shows the first to both pods. */
function* sameHandles(volumes: readonly KubernetesObject[]): Generator<Judged> {
  const seen = new Map<string, KubernetesObject>();
  for (const volume of volumes) {
    const csi = volume.field.at('spec', 'csi');
    const handle = csi?.get('volumeHandle');
    if (csi === undefined) continue;
    const key = `${String(csi.get('driver')?.value)} ${String(handle?.value)}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, volume);
    else
      yield {
        subject: objectSubject(volume),
        problems: [fails(`has the handle of volume ${other.name}: to the driver they are one`, { at: handle ?? csi })],
      };
  }
}

/** Secrets by which a driver gets at the place of a volume (https://kubernetes-csi.github.io/docs/secrets-and-credentials.html). */
const SECRETS = [
  'nodeStageSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
];

/** A place that is reached with the credentials of a project is that project's, whatever its name. */
function* foreignSecrets({ claims, scope }: Evidence): Generator<Judged> {
  for (const volume of claims.volumes) {
    const owner =
      volume.field.at('spec', 'claimRef', 'namespace')?.value ?? claims.askingFor(volume.name)[0]?.namespace;
    for (const key of SECRETS) {
      const at = volume.field.at('spec', 'csi', key, 'namespace');
      const from = at?.value;
      if (typeof from !== 'string' || from === owner || !scope.contains(from)) continue;
      const message = `is mounted with a Secret of ${from} and is of ${typeof owner === 'string' ? owner : 'nobody'}`;
      yield { subject: objectSubject(volume), problems: [fails(message, { at })] };
    }
  }
}

/** Parameters by which a class gives all its volumes one Secret (https://kubernetes-csi.github.io/docs/secrets-and-credentials-storage-class.html). */
const CLASS_SECRET = /^csi\.storage\.k8s\.io\/(?:[a-z-]+-)?secret-namespace$/;

function* classSecrets({ objects, claims, scope }: Evidence): Generator<Judged> {
  for (const storageClass of objects.ofKind('storage.k8s.io', 'StorageClass')) {
    const users = [...claims.claims, ...claims.elsewhere].filter(({ classes }) => classes.includes(storageClass));
    for (const [key, at] of storageClass.field.get('parameters')?.entries() ?? []) {
      const from = at.value;
      if (!CLASS_SECRET.test(key) || typeof from !== 'string' || !scope.contains(from)) continue;
      const other = users.find(({ namespace }) => namespace !== from)?.namespace;
      const text = `mounts volumes with a Secret of ${from}`;
      const problem =
        other === undefined
          ? notKnown(`${text}, and who else claims of it is not known`, { at })
          : fails(`${text}, and ${other} claims of it`, { at });
      yield { subject: objectSubject(storageClass), problems: [problem] };
    }
  }
}

function placeProblems({ object, backend }: OwnedPlace, met: Meeting | undefined): readonly Problem[] {
  const at = object.field.get('spec');
  const problems: Problem[] = [];
  const isBucket = backend.store.startsWith('s3 ');
  if (isBucket && backend.path === '')
    problems.push(fails(`shows the whole ${backend.text}: it has no prefix`, { at }));
  else if (isBucket && !backend.path.endsWith('/')) {
    const text = `prefix ${backend.path} has no slash at its end: it shows its namesakes too`;
    problems.push(fails(text, { at: at?.get('mountOptions') ?? at }));
  }
  if (met === undefined) return problems;
  const { other, sure } = met;
  if (sure) return [...problems, fails(`${backend.text} is behind ${other.object.name} of ${other.owner} too`, { at })];
  const missing = [backend, other.backend].flatMap(({ doubt }) => doubt?.text ?? []).join('; ');
  const text = `${backend.text} may be behind ${other.object.name} of ${other.owner} too; not known: ${missing}`;
  return [...problems, notKnown(text, { at })];
}
