import { itemsIn, type Field } from '../input/field';
import { onceFor } from '../once-for';

export type ContainerKind = 'containers' | 'initContainers' | 'ephemeralContainers';

/** A container of a pod, whichever list it stands in. */
export interface Container {
  readonly kind: ContainerKind;
  readonly name: string;
  readonly field: Field;
}

const LISTS: readonly ContainerKind[] = ['initContainers', 'containers', 'ephemeralContainers'];

/** All containers: a rule that forgets one of the three lists has a second door. */
export function containersOf(spec: Field | undefined): readonly Container[] {
  return spec === undefined ? [] : containersIn(spec);
}

/** Every check asks for them: they are read once for each pod. */
const containersIn = onceFor((spec: Field): readonly Container[] =>
  LISTS.flatMap((kind) =>
    itemsIn(spec, kind).flatMap((field) =>
      field.isRecord() ? [{ kind, name: field.get('name')?.text() ?? '', field }] : [],
    ),
  ),
);
