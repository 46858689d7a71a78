import { backendOf, overlap, type Backend } from '../../scope/claims';
import type { KubernetesObject } from '../../input/kubernetes-object';
import type { Check } from '../check';
import { fails, objectSubject, type Judged, type Problem } from '../finding';

export const placesApart: Check = {
  id: 'storage/places-apart',
  title: 'No two projects have the same place behind their claims',
  why: 'Claims in separate namespaces separate nothing if both volumes show the same folder, or one the folder of the other.',
  answers: ['A1', 'A2'],
  control: 'a prefix, access point or file system of its own for each project',
  fix: 'give each project a prefix of its own that ends with a slash, or a file system of its own',
  *judge({ claims: { volumes, askingFor } }) {
    const places = volumes.flatMap((volume): readonly Placed[] => {
      const backend = backendOf(volume);
      if (backend === undefined) return [];
      const namespace = volume.field.at('spec', 'claimRef', 'namespace')?.value;
      const asking = askingFor(volume.name)[0]?.namespace;
      return [
        { volume, backend, owner: typeof namespace === 'string' ? namespace : (asking ?? `volume ${volume.name}`) },
      ];
    });
    yield* sameHandles(volumes);
    const byStore = grouped(places);
    for (const together of byStore.values()) {
      const shared = overlaps(together);
      for (const place of together)
        yield { subject: objectSubject(place.volume), problems: placeProblems(place, shared.get(place)) };
    }
  },
};

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

interface Placed {
  readonly volume: KubernetesObject;
  readonly backend: Backend;
  /** Namespace that it is for. */
  readonly owner: string;
}

function grouped(places: readonly Placed[]): ReadonlyMap<string, readonly Placed[]> {
  const map = new Map<string, Placed[]>();
  for (const place of places) {
    const list = map.get(place.backend.store);
    if (list === undefined) map.set(place.backend.store, [place]);
    else list.push(place);
  }
  return map;
}

/**
 * For places of one store another one of another owner that lies in it, or that it lies in. In the order of their paths
 * a place comes right after those that hold it, so that a thousand prefixes take a thousand steps.
 */
function overlaps(places: readonly Placed[]): ReadonlyMap<Placed, Placed> {
  const found = new Map<Placed, Placed>();
  const holders: Placed[] = [];
  for (const place of [...places].sort((a, b) => (a.backend.path < b.backend.path ? -1 : 1))) {
    while (holders.length > 0 && !overlap((holders.at(-1) as Placed).backend, place.backend)) holders.pop();
    const other = holders.find(({ owner }) => owner !== place.owner);
    if (other !== undefined) found.set(place, other).set(other, place);
    holders.push(place);
  }
  return found;
}

function placeProblems({ volume, backend }: Placed, other: Placed | undefined): readonly Problem[] {
  const at = volume.field.get('spec');
  const problems: Problem[] = [];
  const isBucket = backend.store.startsWith('s3 ');
  if (isBucket && backend.path === '')
    problems.push(fails(`shows the whole ${backend.text}: it has no prefix`, { at }));
  else if (isBucket && !backend.path.endsWith('/')) {
    const text = `prefix ${backend.path} has no slash at its end: it shows its namesakes too`;
    problems.push(fails(text, { at: at?.get('mountOptions') ?? at }));
  }
  if (other !== undefined)
    problems.push(fails(`${backend.text} is behind ${other.volume.name} of ${other.owner} too`, { at }));
  return problems;
}
