import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  IsolationValidation,
  type IsolationValidationProps,
  type ValidationContext as Given,
} from '../../lib/cdk8s-plugin';
import { exampleObjects, podOf, type Loose } from '../verify/checks/example';

/** What cdk8s itself gives to plugins; its package does not export the class. */
const { ValidationContext } = jest.requireActual<{
  ValidationContext: new (...args: unknown[]) => Given & { readonly report: Written };
}>(join(__dirname, '../../node_modules/cdk8s-cli/lib/plugins/validation.js'));

interface Written {
  readonly success: boolean;
  toJson(): { readonly summary: { readonly metadata: unknown }; readonly violations: unknown };
}

const PROPS: IsolationValidationProps = {
  platform: 'examples/document-1/platform.ts',
  assume: ['cni=vpc-cni', 'strict', 'complete'],
};
let folder: string;
let logged: string[] = [];
beforeEach(() => (logged = []));
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'plugin-'))));
afterAll(() => rmSync(folder, { recursive: true }));

async function validated(
  objects: readonly Loose[] | string,
  props: IsolationValidationProps = PROPS,
): Promise<Written> {
  const file = join(folder, 'all.k8s.yaml');
  writeFileSync(
    file,
    typeof objects === 'string' ? objects : objects.map((item) => JSON.stringify(item)).join('\n---\n'),
  );
  const context = new ValidationContext([file], 'training-isolation', '0.1.0', {}, false);
  jest.spyOn(context.logger, 'log').mockImplementation((text) => void logged.push(text));
  await new IsolationValidation(props).validate(context);
  return context.report;
}

test('lets the example through, with a word on what was judged', async () => {
  const report = await validated(exampleObjects());
  expect(report.success).toBe(true);
  expect(report.toJson().summary.metadata).toMatchObject({
    Verdict: 'Verdict on the cluster: ml-alpha, ml-beta',
    'Not judged': 'Access to the cloud, Nodes, Audit (no plan and no IAM documents)',
  });
});

test('fails a synth with the check, the place and how to mend it', async () => {
  const objects = exampleObjects();
  podOf(objects).spec.containers[0].image = '111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/train:latest';
  const report = await validated(objects);
  expect(report.success).toBe(false);
  expect(report.toJson().violations).toContainEqual({
    ruleName: 'pod/image-digest',
    recommendation: 'Images of training pods are named by digest',
    fix: 'name the image by its digest',
    violatingConstructs: [
      expect.objectContaining({
        resourceName: 'pretrain',
        locations: [expect.stringMatching(/all\.k8s\.yaml:\d+: ml-alpha\/Job\/pretrain .*image: /)],
      }),
    ],
  });
});

test('what manifests cannot show fails a synth only if it is required', async () => {
  const manifests = exampleObjects().filter(({ kind }) => kind !== 'Node');
  expect((await validated(manifests)).success).toBe(true);
  expect((await validated(manifests, { ...PROPS, premises: 'required' })).success).toBe(false);
  const allowed = { ...PROPS, premises: 'required' as const, allowUnknown: ['placement/others-stay-out'] };
  expect((await validated(manifests, allowed)).success).toBe(true);
});

test('fails on broken manifests and on an empty set', async () => {
  expect((await validated('kind: [')).success).toBe(false);
  expect((await validated('')).success).toBe(false);
});

test('fails on properties that would not count: a misspelt one, a text in the place of a list, a check that does not exist', async () => {
  const given = { ...PROPS, premise: 'required', allowUnknown: 'pod/owned', premises: 'all' };
  expect((await validated(exampleObjects(), given as never)).success).toBe(false);
  expect(logged.join()).toMatch(/^3 faults in properties of the validation\n/);
  const unknown = { ...PROPS, allowUnknown: ['pod/owner'] };
  expect((await validated(exampleObjects(), unknown)).success).toBe(false);
  expect(logged.at(-1)).toContain('did you mean "pod/owned"?');
});
