import { isUnknownText } from '../../input/pulumi/wire-value';
import { imagesOf } from '../../workload/images';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { ruledPods } from '../training-pods';

const DIGEST = /^[^@\s]+@sha256:[0-9a-f]{64}$/;

export const imageDigest: Check = {
  id: 'pod/image-digest',
  title: 'Images of training pods are named by digest',
  why: 'A tag names whatever was pushed last: whoever may push changes what a scheduled job runs.',
  stops: ['A4', 'T13'],
  control: 'image: registry/name@sha256:<digest> in every container and image volume',
  fix: 'name the image by its digest',
  *judge(evidence) {
    yield* ruledPods(evidence, 'image-digest', ({ spec, namespace }) => {
      return imagesOf(spec).flatMap(({ asking, image }): Problem[] => {
        const at = image ?? asking;
        if (isUnknownText(at.value)) return [notKnown('the image is not known in the plan', { at })];
        if (typeof at.value === 'string' && DIGEST.test(at.value)) return [];
        const text =
          typeof at.value === 'string' ? `${at.value} is not pinned by a digest` : 'a container without an image';
        return [fails(text, { at, weakened: { risk: 'mutable-image', on: namespace.name } })];
      });
    });
  },
};
