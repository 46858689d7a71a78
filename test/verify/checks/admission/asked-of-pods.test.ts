import { object, turned, type Loose } from '../example';

/** A policy with another text in one of its expressions. */
const rewritten =
  (name: string, from: string, to: string) =>
  (objects: Loose[]): void => {
    const policy = object(objects, 'ClusterPolicy', name);
    const text = JSON.stringify(policy.spec);
    expect(text).toContain(from);
    policy.spec = JSON.parse(text.replaceAll(from, to));
  };

const INIT = ' + variables.podSpec.?initContainers.orValue([])';

test.each([
  ['ml-image-digest', 'admission/images'],
  ['ml-image-registry', 'admission/images'],
  ['ml-secret-variables', 'admission/pod-shape'],
  ['ml-read-only-root', 'admission/pod-shape'],
  ['ml-container-resources', 'admission/pod-shape'],
])('%s that reads no init containers turns %s', (name, id) => {
  expect(turned(rewritten(name, INIT, ''), { families: ['admission'] })).toEqual([id]);
});
