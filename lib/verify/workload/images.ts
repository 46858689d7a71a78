import { itemsIn, type Field } from '../input/field';
import { containersOf } from './containers';

/** An image that a pod is made of, and what asks for it: a container, or a volume. */
export interface PodImage {
  readonly asking: Field;
  /** Undefined for a container that names none. */
  readonly image: Field | undefined;
}

/** The images of every container and of every volume that is one. */
export function imagesOf(spec: Field): readonly PodImage[] {
  return [
    ...containersOf(spec).map(({ field }) => ({ asking: field, image: field.get('image') })),
    ...itemsIn(spec, 'volumes')
      .map((volume) => ({ asking: volume, image: volume.at('image', 'reference') }))
      .filter(({ image }) => image !== undefined),
  ];
}
