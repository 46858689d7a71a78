import type { Field } from '../input/field';

export type ContainerKind = 'containers' | 'initContainers' | 'ephemeralContainers';

/** A container of a pod, whichever list it stands in. */
export interface Container {
  readonly kind: ContainerKind;
  readonly name: string;
  readonly field: Field;
}

const LISTS: readonly ContainerKind[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** Every check asks for them: they are read once for each pod. */
const known = new WeakMap<Field, readonly Container[]>();

/** All containers: a rule that forgets one of the three lists has a second door. */
export function containersOf(spec: Field | undefined): readonly Container[] {
  if (spec === undefined) return [];
  const read =
    known.get(spec) ??
    LISTS.flatMap((kind) =>
      (spec.get(kind)?.items() ?? []).flatMap((field) =>
        field.isRecord() ? [{ kind, name: field.get('name')?.text() ?? '', field }] : [],
      ),
    );
  known.set(spec, read);
  return read;
}
