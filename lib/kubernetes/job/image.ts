import type { Fault } from '../../model/fault';
import { shown } from '../../model/fault';

/** https://github.com/distribution/reference/blob/main/reference.go, with the registry spelled out and a sha256 digest. */
const BY_DIGEST = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[\w][\w.-]{0,127})?@sha256:[0-9a-f]{64}$/;
const BY_TAG = /^[a-z0-9.-]+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+:[\w][\w.-]{0,127}$/;

/**
 * A digest names bytes, a tag names whatever was pushed last. The registry has to be spelled out: a short name is another
 * image in another runtime.
 *
 * @param mutable whether a tag will do
 */
export function imageFaults(image: string, mutable: boolean): Fault[] {
  if (BY_DIGEST.test(image) || (mutable && BY_TAG.test(image))) return [];
  return [
    {
      path: 'image',
      given: shown(image),
      allowed: !mutable
        ? 'registry/name@sha256:<64 hex digits>'
        : 'registry/name:tag or registry/name@sha256:<64 hex digits>',
      fix: BY_TAG.test(image)
        ? 'pin the digest, or accept what a tag can become with unsafe.mutableImage'
        : 'spell out registry, name and digest',
    },
  ];
}
