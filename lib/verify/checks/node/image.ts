import { IMAGE_RELEASES } from '../../../model/nodes/node-image';
import { missedFloors, type NodeSoftware } from '../../../model/nodes/node-software';
import { templateOf, type PlannedNodes } from '../../cloud/planned-nodes';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf } from '../../input/pulumi/planned-resource';
import { itemsIn, type Field } from '../../input/field';
import type { Check } from '../check';
import { fails, inputPlace, notKnown, resourceSubject, type Place, type Problem } from '../../problem';
import { ownValue } from '../../record';
import { trainingClasses } from './parts/node-classes';

export const image: Check = {
  id: 'node/image',
  title: 'Training nodes start a pinned image whose container tools have no known way out',
  why: 'Old container toolkits give a restricted container the host, with no privilege asked: no policy on pods sees it.',
  stops: ['A3', 'T10'],
  control: 'releaseVersion of the node group; the floors of driver, toolkit, containerd and runc',
  fix: 'pin a release with a toolkit above the floor, in releaseVersion of the node group or in amiSelectorTerms; in a description image.release of the pool',
  *judge(evidence) {
    for (const nodes of evidence.plannedNodes) {
      yield { subject: resourceSubject(nodes.group), problems: [...imageProblems(nodes)] };
    }
    yield* trainingClasses(evidence, ({ field }) => {
      const terms = itemsIn(field, 'spec', 'amiSelectorTerms');
      return terms.length === 0 ? [notKnown('names no image')] : terms.flatMap(termProblems);
    });
  },
};

function* imageProblems(nodes: PlannedNodes): Generator<Problem> {
  const { group } = nodes;
  const template = templateOf(nodes);
  const custom = template === undefined ? undefined : propertyOf(template, 'imageId');
  if (template !== undefined && custom !== undefined) {
    const name = knownText(custom) ?? 'an image of your own';
    yield notKnown(`what ${name} holds is not known`, { at: inputPlace(template, 'imageId') });
    return;
  }
  const release = propertyOf(group, 'releaseVersion');
  if (release === undefined) {
    yield fails('is not pinned: a node that starts next week runs another image than was judged');
    return;
  }
  const at = inputPlace(group, 'releaseVersion');
  const name = knownText(release) ?? '(not known)';
  const software = propertyOf(group, 'amiType') === 'AL2023_x86_64_NVIDIA' ? ownValue(IMAGE_RELEASES, name) : undefined;
  if (software === undefined) {
    yield notKnown(
      `which toolkit and runtime ${String(knownText(propertyOf(group, 'amiType')))} ${name} holds is not known`,
      {
        at,
      },
    );
    return;
  }
  yield* oldPrograms(name, software, at);
}

function* oldPrograms(name: string, software: NodeSoftware, at: Place | Field): Generator<Problem> {
  for (const { program, least, why } of missedFloors(software))
    yield fails(`${name} has ${program} ${software[program]}, older than ${least}: ${why}`, { at });
}

/** An alias names a family and the date of its releases, one for each version of Kubernetes: `al2023@v20260714`. */
function termProblems(term: Field): readonly Problem[] {
  const at = term.get('alias');
  const alias = String(at?.value);
  if (at === undefined) return [notKnown('what an image holds that is no release of EKS is not known', { at: term })];
  if (alias.endsWith('@latest'))
    return [fails('is not pinned: a node that starts next week runs another image than was judged', { at })];
  const [family, date] = alias.split('@v');
  const releases = Object.keys(IMAGE_RELEASES).filter((name) => name.endsWith(`-${date}`));
  const held = new Set(releases.flatMap((name) => IMAGE_RELEASES[name] ?? []));
  if (family !== 'al2023' || held.size === 0)
    return [notKnown(`which toolkit and runtime ${alias} holds is not known`, { at })];
  return [...held].flatMap((software) => [...oldPrograms(alias, software, at)]);
}
