import type { Check } from '../check';
import {
  addedContainer,
  addedVolume,
  inEitherList,
  podProbes,
  runningProbe,
  unchanged,
  type PodChange,
} from '../pod-probe';
import { eachProject } from '../probe';
import { writtenPolicy } from './parts/written-policy';

const DIGEST = `@sha256:${'0'.repeat(64)}`;
const named =
  (image: string) =>
  (container: object): Readonly<Record<string, unknown>> => ({ ...container, image });
const OF_INTERNET = named(`docker.io/somebody/miner${DIGEST}`);
/** The same image by a tag. */
const tagged = (container: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...container,
  image: `${String(container['image']).split('@')[0] ?? ''}:latest`,
});

const CHANGES: readonly PodChange[] = [
  ...inEitherList({ meaning: 'an image by tag', rule: 'image-digest', change: tagged, later: true }),
  ...inEitherList({ meaning: 'an image of the internet', rule: 'image-registry', change: OF_INTERNET, later: true }),
  {
    meaning: 'an image volume of the internet',
    rule: 'own-volumes',
    change: addedVolume({ image: { reference: `docker.io/somebody/data${DIGEST}` } }),
  },
];

const DEBUGGING = [
  { meaning: 'a debug container by tag', rule: 'image-digest', change: tagged },
  {
    meaning: 'a debug container of the internet',
    rule: 'image-registry',
    change: OF_INTERNET,
  },
] as const;

export const images: Check = {
  id: 'admission/images',
  title: 'Pods of projects start images by digest, from registries of the platform',
  why: 'A tag names whatever was pushed last; any image of the internet runs with the credentials of the project.',
  stops: ['A1', 'A2', 'A4', 'T13'],
  control: 'admission policies on images of containers, debug containers and image volumes, also when one is changed',
  fix: writtenPolicy('image-digest', 'image-registry'),
  *judge(evidence) {
    yield* eachProject(evidence, function* (namespace) {
      yield* podProbes(evidence, namespace, CHANGES);
      for (const { meaning, rule, change } of DEBUGGING)
        yield runningProbe(
          evidence,
          namespace,
          { meaning, rule, change: addedContainer('ephemeralContainers', change) },
          'ephemeralcontainers',
          addedContainer('ephemeralContainers', unchanged),
        );
    });
  },
};
