import type { Evidence } from '../../evidence';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import {
  addedVolume,
  debugProbe,
  firstContainer,
  inEitherList,
  podProbes,
  type ContainerChange,
  type PodChange,
} from '../pod-probe';
import { eachProject } from '../probe';
import { basePod } from './parts/base-pod';
import { imageByTag, imagesByName, imagesOfOthers } from './parts/strange-images';
import { writtenPolicy } from './parts/written-policy';

const DIGEST = `@sha256:${'0'.repeat(64)}`;
const OF_INTERNET = `docker.io/somebody/miner${DIGEST}`;
const named =
  (image: string): ContainerChange['change'] =>
  (container) => ({ ...container, image });

function* changes(evidence: Evidence, namespace: TrainingNamespace, own: string): Generator<PodChange> {
  const later = true;
  yield* inEitherList({
    meaning: 'an image by tag',
    rule: 'image-digest',
    change: named(imageByTag(own)),
    later,
  });
  yield* inEitherList({
    meaning: 'an image of the internet',
    rule: 'image-registry',
    change: named(OF_INTERNET),
    later,
  });
  for (const { meaning, image } of imagesByName(own))
    yield { meaning, rule: 'image-digest', change: firstContainer(named(image)) };
  for (const { meaning, image } of imagesOfOthers(evidence, namespace, own))
    yield { meaning, rule: 'image-registry', change: firstContainer(named(image)) };
  yield {
    meaning: 'an image volume of the internet',
    rule: 'own-volumes',
    change: addedVolume({ image: { reference: `docker.io/somebody/data${DIGEST}` } }),
  };
}

function debugging(own: string): readonly ContainerChange[] {
  return [
    { meaning: 'a debug container by tag', rule: 'image-digest', change: named(imageByTag(own)) },
    { meaning: 'a debug container of the internet', rule: 'image-registry', change: named(OF_INTERNET) },
  ];
}

export const images: Check = {
  id: 'admission/images',
  title: 'Pods of projects start images by digest, from registries of the platform',
  why: 'A tag names whatever was pushed last; any image of the internet runs with the credentials of the project.',
  stops: ['A1', 'A2', 'A4', 'T13'],
  control: 'admission policies on images of containers, debug containers and image volumes, also when one is changed',
  fix: writtenPolicy('image-digest', 'image-registry'),
  *judge(evidence) {
    yield* eachProject(evidence, function* (namespace) {
      const own = String(basePod(evidence, namespace).spec.containers[0]?.['image'] ?? '');
      yield* podProbes(evidence, namespace, [...changes(evidence, namespace, own)]);
      for (const change of debugging(own)) yield debugProbe(evidence, namespace, change);
    });
  },
};
