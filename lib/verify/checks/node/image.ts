import { IMAGE_RELEASES } from '../../../model/node-image';
import { missedFloors } from '../../../model/node-software';
import { templateOf, type PlannedNodes } from '../../cloud/planned-nodes';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import type { Check } from '../check';
import { fails, inputPlace, isUnknown, resourceSubject, type Problem } from '../finding';

export const image: Check = {
  id: 'node/image',
  title: 'Training nodes start a pinned image whose container tools have no known way out',
  why: 'Old container toolkits give a restricted container the host, with no privilege asked: no policy on pods sees it.',
  answers: ['A3', 'T10'],
  control: 'releaseVersion of the node group; the floors of driver, toolkit, containerd and runc',
  fix: 'pin a release with a toolkit above the floor in image.release of the pool',
  *judge({ plannedNodes }) {
    for (const nodes of plannedNodes) {
      yield { subject: resourceSubject(nodes.group), problems: [...imageProblems(nodes)] };
    }
  },
};

function* imageProblems(nodes: PlannedNodes): Generator<Problem> {
  const { group } = nodes;
  const template = templateOf(nodes);
  const custom = template === undefined ? undefined : propertyOf(template, 'imageId');
  if (template !== undefined && custom !== undefined) {
    const name = knownText(custom) ?? 'an image of your own';
    yield isUnknown(`what ${name} holds is not known`, { at: inputPlace(template, 'imageId') });
    return;
  }
  const release = propertyOf(group, 'releaseVersion');
  if (release === undefined) {
    yield fails('is not pinned: a node that starts next week runs another image than was judged');
    return;
  }
  const at = inputPlace(group, 'releaseVersion');
  const name = knownText(release) ?? '(not known)';
  const software =
    propertyOf(group, 'amiType') === 'AL2023_x86_64_NVIDIA' && Object.hasOwn(IMAGE_RELEASES, name)
      ? IMAGE_RELEASES[name]
      : undefined;
  if (software === undefined) {
    yield isUnknown(
      `which toolkit and runtime ${String(knownText(propertyOf(group, 'amiType')))} ${name} holds is not known`,
      {
        at,
      },
    );
    return;
  }
  for (const { program, least, why } of missedFloors(software))
    yield fails(`${name} has ${program} ${software[program]}, older than ${least}: ${why}`, { at });
}
