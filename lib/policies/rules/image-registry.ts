import type { Platform } from '../../model';
import { PROJECT_PLACEHOLDER } from '../../model/policies';
import { DEBUGGED_PODS_AND_TEMPLATES } from '../judged';
import { allContainers, podUnchanged, volumes } from '../predicate/pod';
import { project } from '../predicate/request';
import { allOf, anyOf, Text, type Flag } from '../predicate/values';
import type { ExpressionRule } from '../rule';

export const imageRegistry: ExpressionRule = {
  id: 'image-registry',
  title: 'Images come from the registries of the description, each project from its own part',
  why: 'The node pulls for every project with one role: a pod could run, and read, the private images of another, or any of the internet.',
  stops: ['A1', 'A2', 'T13'],
  judges: DEBUGGED_PODS_AND_TEMPLATES,
  scope: 'projects',
  unchanged: podUnchanged,
  requires: (platform) => [
    {
      message: `take images from ${platform.policies.registries.join(' or ')}`,
      holds: allOf(
        allContainers.all((container) => isFromRegistry(platform, container.text('image'))),
        volumes.all((volume) => volume.has('image').implies(isFromRegistry(platform, volume.text('image.reference')))),
      ),
    },
  ],
};

function isFromRegistry(platform: Platform, image: Text): Flag {
  return anyOf(...platform.policies.registries.map((prefix) => startsWith(platform, image, prefix)));
}

/** The condition of `isAllowedImage` in the model, asked of the project whose namespace it is. */
function startsWith(platform: Platform, image: Text, prefix: string): Flag {
  const [head = '', ...rest] = prefix.split(PROJECT_PLACEHOLDER);
  if (rest.length === 0) return image.startsWith(head);
  const own = project(platform);
  const text = rest.reduce((sum, part) => sum.plus(own).plus(part), Text.of(head));
  // Without a project the prefix would end at its parent, which is every project's.
  return own.isNot('').and(image.startsWith(text));
}
