import type { Fault } from '../../model/fault/fault';
import { shown } from '../../model/fault/fault';
import { IMAGE_BY_DIGEST, IMAGE_BY_TAG } from '../../model/names';

/**
 * A digest names bytes, a tag names whatever was pushed last. The registry has to be spelled out: a short name is another
 * image in another runtime.
 *
 * @param mutable whether a tag will do
 */
export function imageFaults(image: string, mutable: boolean): Fault[] {
  if (IMAGE_BY_DIGEST.test(image) || (mutable && IMAGE_BY_TAG.test(image))) return [];
  return [
    {
      path: 'image',
      given: shown(image),
      allowed: mutable
        ? 'registry/name:tag or registry/name@sha256:<64 hex digits>'
        : 'registry/name@sha256:<64 hex digits>',
      fix: IMAGE_BY_TAG.test(image)
        ? 'pin the digest, or accept what a tag can become with unsafe.mutableImage'
        : 'spell out registry, name and digest',
    },
  ];
}
