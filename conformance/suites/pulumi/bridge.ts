import { isDeepStrictEqual } from 'node:util';
import type { CloudResource } from '../../pulumi/cloud/cloud';
import { at } from '../../pulumi/cloud/values';
import type { StateResource } from '../../pulumi/documents';
import { PulumiStack } from '../../pulumi/stack';
import { run } from '../../processes/run';
import type { Check, SuiteContext } from '../suite';
import { differences } from './compare';
import { ACCOUNT, exampleConfig, exampleFiles } from './examples';
import { check, expectLines, expectSome, expectTrue } from './expectations';
import { doing, planOf } from './life';

const ASSOCIATION = 'aws:eks/podIdentityAssociation:PodIdentityAssociation';
const NAMESPACE = 'kubernetes:core/v1:Namespace';
const PLACEHOLDERS = /\bfs(ap)?-[0-9a-f]{17}\b/g;

/** Prints the objects of the example, as cdk8s alone makes them. */
const SYNTHESIZE = `
import { App } from 'cdk8s';
import { PlatformIsolation, TrainingProject } from 'training-isolation/kubernetes';
import { platform } from './platform';
const app = new App();
const charts = [
  new PlatformIsolation(app, 'platform', { platform }),
  new TrainingProject(app, 'vision', { platform, project: 'vision' }),
];
console.log(JSON.stringify(charts.flatMap((chart) => chart.toJson())));
`;

/** The example that applies its manifests by Pulumi. */
export async function bridge(folder: string, { progress }: SuiteContext): Promise<Check[]> {
  const name = 'one-program';
  const files = { ...exampleFiles(name), 'synthesize.ts': SYNTHESIZE };
  const stack = await PulumiStack.create({ folder, account: ACCOUNT, files, config: exampleConfig(name) });
  const plan = await progress.step('plan', () => planOf(stack));
  const preview = await progress.step('preview', () => stack.preview());
  await progress.step('up', () => stack.up());
  const { deployment } = await stack.export();
  const again = await progress.step('preview of what is there', () => stack.preview());
  const { stdout } = await run(process.execPath, [...stack.jiti, 'synthesize.ts'], { cwd: stack.project });
  const synthesized = JSON.parse(stdout) as object[];
  const since = stack.cloud.events.length;
  await progress.step('destroy', () => stack.tryTo('destroy', '--yes', '--skip-preview'));
  const events = stack.cloud.events;
  return [
    await check('the plan with manifests is what `pulumi preview --json` shows', () =>
      expectLines(
        'plan and preview',
        differences(
          plan,
          preview.steps.flatMap(({ newState }) => newState ?? []),
          'same',
        ),
        [],
      ),
    ),
    await check(
      'every synthesized object is one resource, equal field by field but for the filled placeholders',
      () => {
        const applied = deployment.resources.filter(({ type, custom }) => custom && type.startsWith('kubernetes:'));
        expectSome('objects', synthesized);
        expectTrue(
          `${applied.length} applied, ${synthesized.length} synthesized`,
          applied.length === synthesized.length,
        );
        const unlike = synthesized.filter(
          (object) => !applied.some((resource) => isDeepStrictEqual(shape(resource), shape(object))),
        );
        expectLines(
          'not applied as synthesized',
          unlike.map((object) => JSON.stringify(object)),
          [],
        );
      },
    ),
    await check('a volume names the file system that the program made', () => {
      const [made] = deployment.resources.filter(({ type }) => type === 'aws:efs/fileSystem:FileSystem');
      const handles = deployment.resources
        .filter(({ type }) => type.endsWith(':PersistentVolume'))
        .map(({ inputs }) => String(at(inputs, 'spec.csi.volumeHandle')));
      expectTrue(
        `${handles.join()} without ${made?.id}`,
        handles.some((handle) => handle.startsWith(`${made?.id}::`)),
      );
    }),
    await check('a second preview finds nothing to do', () => expectLines('steps', doing(again.steps), [])),
    await check('T7: the association of a role comes after the namespace and goes before it', () => {
      const order = (done: string, type: string, from: number): number =>
        events.findIndex(
          (event, index) => index >= from && event.done === done && event.type === type && isProject(event),
        );
      const association = (done: string, from: number): number =>
        events.findIndex((event, index) => index >= from && event.done === done && event.type === ASSOCIATION);
      expectTrue('made too early', order('create', NAMESPACE, 0) < association('create', 0));
      expectTrue('not deleted', association('delete', since) >= 0 && order('delete', NAMESPACE, since) >= 0);
      expectTrue('deleted too late', association('delete', since) < order('delete', NAMESPACE, since));
    }),
  ];
}

const isProject = ({ id }: Pick<CloudResource, 'id'>): boolean => id === 'research-vision';

/** An object without what the cloud filled in. */
function shape(object: object | StateResource): unknown {
  const inputs = 'urn' in object ? (object as StateResource).inputs : object;
  return JSON.parse(JSON.stringify(inputs).replaceAll(PLACEHOLDERS, 'filled')) as unknown;
}
