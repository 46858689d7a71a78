import { DEBUGGED_PODS_AND_TEMPLATES } from '../judged';
import { allContainers, podUnchanged, volumes } from '../predicate/pod';
import { allOf, type Flag, type Text } from '../predicate/values';
import type { ExpressionRule } from '../rule';

const isPinned = (image: Text): Flag => image.matches('^[^@]+@sha256:[0-9a-f]{64}$');

export const imageDigest: ExpressionRule = {
  id: 'image-digest',
  title: 'Images are named by digest',
  why: 'A tag names whatever was pushed last: whoever may push changes what a scheduled job runs.',
  stops: ['A4', 'T13'],
  judges: DEBUGGED_PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  requires: () => [
    {
      message:
        'name every image by digest: registry/name@sha256:<64 hex digits>, debug containers and image volumes included',
      holds: allOf(
        allContainers.all((container) => isPinned(container.text('image'))),
        volumes.all((volume) => volume.has('image').implies(isPinned(volume.text('image.reference')))),
      ),
    },
  ],
};
