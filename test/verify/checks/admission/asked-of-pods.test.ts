import { exampleObjects, judgedBy, object, turned, type Loose } from '../example';

/** A rule with another text in its expressions, in every dialect in which it is there. */
const rewritten =
  (name: string, from: string, to: string) =>
  (objects: Loose[]): void => {
    const policies = objects.filter(({ kind, metadata }) => kind.endsWith('Policy') && metadata.name === name);
    expect(JSON.stringify(policies)).toContain(from);
    for (const policy of policies) policy.spec = JSON.parse(JSON.stringify(policy.spec).replaceAll(from, to));
  };

const INIT = ' + variables.podSpec.?initContainers.orValue([])';

test.each([
  ['ml-image-digest', 'admission/images'],
  ['ml-image-registry', 'admission/images'],
  ['ml-pod-security', 'admission/pod-security'],
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
])('a policy on images that asks for %s: %s', (_, expected, change) => {
  const objects = exampleObjects();
  change(objects);
  expect(judgedBy('admission/images', objects).status).toBe(expected);
});

const OWN_VOLUME = "startsWith('ml-' + variables.project + '--')";

test.each([
  ['what all volumes of the platform begin with', OWN_VOLUME, "startsWith('ml-')"],
  ['how all data is called', OWN_VOLUME, "endsWith('--data')"],
  ['the project anywhere', OWN_VOLUME, "contains(variables.project + '--')"],
  ['the project without its end', OWN_VOLUME, "startsWith('ml-' + variables.project)"],
  [
    'the namespace of claims alone',
    "object.?spec.?dataSourceRef.?namespace.orValue('') == '' ||",
    "object.?spec.?dataSourceRef.?namespace.orValue('') == '' || object.?spec.?dataSourceRef.?kind.orValue('') != 'PersistentVolumeClaim' ||",
  ],
])('a policy on claims that compares %s lets through a volume of another', (_, from, to) => {
  expect(turned(rewritten('ml-claim-sources', from, to), { families: ['admission'] })).toEqual([
    'admission/claim-sources',
  ]);
});

const ENV_FROM = 'container.?envFrom.orValue([]).size() == 0';
const NAMED = "variable.?name.orValue('') in ['NVIDIA_VISIBLE_DEVICES', ";
const SHOWS_ALL = "(variable.?name.orValue('') == 'NVIDIA_VISIBLE_DEVICES' && variable.?value.orValue('') == 'all')";

test.each<[string, readonly string[], (objects: Loose[]) => void]>([
  [
    'Secrets as variables',
    ['admission/devices', 'admission/pod-shape'],
    (o) => {
      rewritten('ml-secret-variables', '!source.?secretRef.hasValue()', 'true')(o);
      rewritten('ml-device-access', ENV_FROM, 'container.?envFrom.orValue([]).all(x, !x.?configMapRef.hasValue())')(o);
    },
  ],
  [
    'GPUs by their number',
    ['admission/devices'],
    rewritten('ml-device-access', NAMED, `${SHOWS_ALL} || ${NAMED.replace("'NVIDIA_VISIBLE_DEVICES', ", '')}`),
  ],
])('policies that forget %s turn %j', (_, expected, change) => {
  expect([...turned(change, { families: ['admission'] })].sort()).toEqual(expected);
});

const ACCOUNT = "variables.podSpec.?serviceAccountName.orValue('')";
const AUDIENCE = "source.?serviceAccountToken.?audience.orValue('')";
const TOKEN = '!source.?serviceAccountToken.hasValue()';
const AUTOMOUNT = 'automountServiceAccountToken.orValue(true)';

test.each<[string, readonly string[], (objects: Loose[]) => void]>([
  [
    'the beginning of its name',
    ['admission/service-account'],
    rewritten('ml-service-account', `${ACCOUNT} == 'train'`, `${ACCOUNT}.startsWith('train')`),
  ],
  [
    'its name where there is one',
    ['admission/service-account'],
    rewritten('ml-service-account', `${ACCOUNT} == 'train'`, `${ACCOUNT} in ['train', 'default']`),
  ],
  [
    'tokens that name nobody',
    ['admission/service-account'],
    rewritten('ml-service-account', TOKEN, `${TOKEN} || ${AUDIENCE} != ''`),
  ],
  [
    'tokens for the server',
    ['admission/service-account'],
    rewritten('ml-service-account', TOKEN, `${TOKEN} || !(${AUDIENCE} in ['', 'https://kubernetes.default.svc'])`),
  ],
  [
    'tokens that are asked for, where the account gives none by itself',
    [],
    rewritten('ml-service-account', AUTOMOUNT, AUTOMOUNT.replace('true', 'false')),
  ],
  [
    'tokens that are asked for, where an account gives them by itself',
    ['admission/service-account'],
    (o) => {
      rewritten('ml-service-account', AUTOMOUNT, AUTOMOUNT.replace('true', 'false'))(o);
      delete object(o, 'ServiceAccount', 'train', 'ml-beta').automountServiceAccountToken;
    },
  ],
])('a policy on accounts that looks at %s turns %j', (_, expected, change) => {
  expect(turned(change, { families: ['admission'] })).toEqual(expected);
});
