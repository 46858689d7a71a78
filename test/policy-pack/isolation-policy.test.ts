import type { PolicyResource } from '@pulumi/policy';
import { platform } from '../../examples/document-1/platform';
import { isolationPolicy, type IsolationPolicyOptions } from '../../lib/policy-pack';
import { exampleObjects, podOf, type Loose } from '../verify/checks/example';

/** What the SDK wraps properties in: reading a value that a preview cannot know throws. */
const { unknownCheckingProxy, unknownStringValue } = jest.requireActual<{
  unknownCheckingProxy(props: object): object;
  unknownStringValue: string;
}>('@pulumi/policy/proxy');

interface Violation {
  readonly message: string;
  readonly urn: string | undefined;
}

const resource = (type: string, name: string, props: object): PolicyResource =>
  ({
    type,
    name,
    urn: `urn:pulumi:dev::ml::${type}::${name}`,
    props: unknownCheckingProxy(props),
    dependencies: [],
    propertyDependencies: {},
  }) as unknown as PolicyResource;

/** Kubernetes objects as resources of a stack. */
const stackOf = (objects: readonly Loose[]): PolicyResource[] =>
  objects.map((object, index) => {
    const group = object.apiVersion.includes('/') ? object.apiVersion : `core/${object.apiVersion}`;
    return resource(`kubernetes:${group}:${object.kind}`, `${object.metadata.name}-${index}`, object);
  });

async function violations(resources: PolicyResource[], options: IsolationPolicyOptions = {}): Promise<Violation[]> {
  const found: Violation[] = [];
  const { validateStack } = isolationPolicy({ platform, assume: ['cni=vpc-cni', 'strict', 'complete'], ...options });
  await validateStack({ resources } as never, (message, urn) => found.push({ message, urn }));
  return found;
}

test('lets the example through', async () => {
  expect(await violations(stackOf(exampleObjects()))).toEqual([]);
});

test('reports each finding on the resource that it is about', async () => {
  const objects = exampleObjects();
  podOf(objects).spec.containers[0].image = '111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/train:latest';
  expect(await violations(stackOf(objects))).toContainEqual({
    message: expect.stringMatching(/^pod\/image-digest: ml-alpha\/Job\/pretrain .*\nFix: /),
    urn: expect.stringMatching(/::kubernetes:batch\/v1:Job::pretrain-\d+$/),
  });
});

test('judges on the day on which it runs: an entry of the baseline that has run out accepts nothing', async () => {
  const objects = exampleObjects();
  podOf(objects).spec.containers[0].image = '111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/train:latest';
  const entry = { check: 'pod/image-digest', resource: 'Job/pretrain', namespace: 'ml-alpha', reason: 'until later' };
  const until = (day: string): Promise<Violation[]> =>
    violations(stackOf(objects), { baseline: [{ ...entry, until: day }] });
  const found = { message: expect.stringMatching(/^pod\/image-digest: /), urn: expect.anything() };
  expect(await until('2020-01-01')).toContainEqual(found);
  expect(await until('9999-12-31')).not.toContainEqual(found);
});

test('what a preview cannot know is unknown, and no pass', async () => {
  const objects = exampleObjects();
  podOf(objects).spec.containers[0].image = unknownStringValue;
  const found = await violations(stackOf(objects));
  for (const check of ['pod/image-digest', 'pod/own-images'])
    expect(found).toContainEqual({
      message: expect.stringMatching(new RegExp(`^${check}: .* is not known`)),
      urn: expect.stringContaining('pretrain'),
    });
});

test('a stack without a project has no violations, an empty one neither', async () => {
  expect(await violations([resource('aws:sqs/queue:Queue', 'jobs', { name: 'jobs' })])).toEqual([]);
  expect(await violations([])).toEqual([]);
});

test('an unknown assumption is refused before anything is judged', () => {
  expect(() => isolationPolicy({ assume: ['fine'] })).toThrow(/isolationPolicy: cannot assume fine/);
});

test('an option that is misspelt is refused before anything is judged, and so is a check that does not exist', () => {
  const given = { premise: 'required', allowUnknown: ['pod/owner'], enforcementLevel: 'mandatry' } as never;
  expect(() => isolationPolicy(given)).toThrow(/^3 faults in isolationPolicy\n/);
});
