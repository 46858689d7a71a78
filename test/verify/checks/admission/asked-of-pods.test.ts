import { exampleObjects, judgedBy, object, turned, type Loose } from '../example';

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

const PATTERN =
  (image: string) =>
  (objects: Loose[]): void => {
    const [rule] = object(objects, 'ClusterPolicy', 'ml-image-digest').spec.rules;
    rule.match.any[0].resources.kinds = ['Pod'];
    delete object(objects, 'ClusterPolicy', 'ml-image-digest').metadata.annotations;
    const one = [{ image }];
    const spec = { '=(ephemeralContainers)': one, '=(initContainers)': one, containers: one };
    rule.validate = { failureAction: 'Enforce', pattern: { spec } };
  };
const DIGESTS = ".matches('^[^@]+@sha256:[0-9a-f]{64}$')";
const REGISTRY = '111122223333.dkr.ecr.us-west-2.amazonaws.com';
const OWN = `startsWith('${REGISTRY}/' + variables.project + '/')`;

test.each<[string, string, (objects: Loose[]) => void]>([
  ['that it has a digest, by a pattern', 'pass', PATTERN('*@sha256:*')],
  ['no tag called "latest", by a pattern', 'fail', PATTERN('!*:latest')],
  ['a tag', 'fail', rewritten('ml-image-digest', DIGESTS, ".contains(':')")],
  ['a word of digests', 'fail', rewritten('ml-image-digest', DIGESTS, ".contains('sha256')")],
  [
    'any end but one',
    'fail',
    (o) => {
      rewritten('ml-image-digest', 'container.?image', '!container.?image')(o);
      rewritten('ml-image-digest', DIGESTS, ".endsWith(':latest')")(o);
    },
  ],
  ['the registry without its end', 'fail', rewritten('ml-image-registry', OWN, `startsWith('${REGISTRY}')`)],
  ['the registry alone', 'fail', rewritten('ml-image-registry', OWN, `startsWith('${REGISTRY}/')`)],
  ['a path anywhere', 'fail', rewritten('ml-image-registry', OWN, "contains('/' + variables.project + '/')")],
  [
    'the path of a project without its end',
    'fail',
    rewritten('ml-image-registry', OWN, `startsWith('${REGISTRY}/' + variables.project)`),
  ],
])('a policy on images that asks for %s', (_, expected, change) => {
  const objects = exampleObjects();
  change(objects);
  expect(judgedBy('admission/images', objects).status).toBe(expected);
});
