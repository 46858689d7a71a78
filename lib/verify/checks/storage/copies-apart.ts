import type { Evidence } from '../../evidence';
import { itemsIn, type Field } from '../../input/field';
import { fieldsBelow } from '../../input/fields-below';
import type { KubernetesObject } from '../../input/kubernetes-object';
import { plainText } from '../../scope/backend/mount-options';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';

const GROUPS = [
  ['snapshot.storage.k8s.io', 'VolumeSnapshotContent', 'volumeSnapshotRef'],
  ['groupsnapshot.storage.k8s.io', 'VolumeGroupSnapshotContent', 'volumeGroupSnapshotRef'],
] as const;

export const copiesApart: Check = {
  id: 'storage/copies-apart',
  title: "No copy of a project's volume is anybody else's, and none of somebody else's is a project's",
  why: 'A snapshot is the disk: whoever restores it reads the data, past every claim and every volume.',
  stops: ['A1', 'A2', 'T7'],
  control: 'claims and snapshots that are filled from their own namespace',
  fix: 'take a source in the namespace of the claim; let the snapshot controller write contents of snapshots',
  *judge(evidence) {
    const { objects, scope, claims } = evidence;
    for (const { object: claim } of claims.elsewhere) {
      const problems = ['dataSource', 'dataSourceRef'].flatMap((key) => {
        const source = claim.field.at('spec', key);
        const from = plainText(source?.get('namespace'));
        return scope.contains(from)
          ? [fails(`is filled from ${from}, the namespace of a project`, { at: source })]
          : [];
      });
      yield { subject: objectSubject(claim), problems };
    }
    for (const object of evidence.inputs.objects) {
      const problems = clonesOf(object, (name) => scope.contains(name));
      if (problems.length > 0) yield { subject: objectSubject(object), problems };
    }
    const owners = ownersOf(evidence);
    for (const [group, kind, reference] of GROUPS) {
      for (const content of objects.ofKind(group, kind))
        yield { subject: objectSubject(content), problems: contentProblems(evidence, content, reference, owners) };
    }
  },
};

/** Groups whose objects have volumes filled from others, as a source that lies somewhere in them (https://github.com/kubevirt/containerized-data-importer/blob/main/doc/datavolumes.md). */
const CLONING = ['cdi.kubevirt.io', 'kubevirt.io', 'pool.kubevirt.io'];

function clonesOf(
  { group, namespace, field }: KubernetesObject,
  isProject: (namespace: string) => boolean,
): readonly Problem[] {
  if (!CLONING.includes(group)) return [];
  return [...fieldsBelow(field.get('spec'))].flatMap(({ key, field: source }) => {
    if ((key !== 'pvc' && key !== 'snapshot') || Array.isArray(source.value)) return [];
    const from = plainText(source.get('namespace'));
    return from !== namespace && isProject(from)
      ? [fails(`is filled from ${from}, the namespace of a project`, { at: source })]
      : [];
  });
}

/** Namespaces of claims by the handles of their volumes. */
function ownersOf({ claims }: Evidence): ReadonlyMap<string, string> {
  return new Map(
    claims.volumes.flatMap(({ field }): [string, string][] => {
      const handle = plainText(field.at('spec', 'csi', 'volumeHandle'));
      const namespace = plainText(field.at('spec', 'claimRef', 'namespace'));
      return handle === '' || namespace === '' ? [] : [[handle, namespace]];
    }),
  );
}

/** A controller writes the volume that was copied, and people who bring a copy along the copy itself (https://kubernetes.io/docs/concepts/storage/volume-snapshots/). */
function contentProblems(
  { scope }: Evidence,
  { field }: KubernetesObject,
  reference: string,
  owners: ReadonlyMap<string, string>,
): readonly Problem[] {
  const spec = field.get('spec');
  const source = spec?.get('source');
  const owner = plainText(spec?.get(reference)?.get('namespace'));
  const copied: readonly Field[] = [source?.get('volumeHandle'), ...itemsIn(source, 'volumeHandles')].flatMap(
    (handle) => handle ?? [],
  );
  const foreign = copied.flatMap((at): readonly Problem[] => {
    const from = owners.get(plainText(at));
    if (from === owner || !(scope.contains(from) || scope.contains(owner))) return [];
    if (from === undefined)
      return [notKnown(`whose volume ${plainText(at)} is, which ${owner} gets, is not known`, { at })];
    return [fails(`gives ${owner} a copy of a volume of ${from}`, { at })];
  });
  const given = source?.get('snapshotHandle') ?? source?.get('groupSnapshotHandles');
  if (given === undefined || !scope.contains(owner)) return foreign;
  return [...foreign, notKnown(`of whose volume the snapshot is that ${owner} gets is not known`, { at: given })];
}
