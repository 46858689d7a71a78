import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const refused: [string, string][] = [
  ['model/x.ts', "import { Manifest as imported } from '../kubernetes';"],
  ['model/x.ts', "import { App as imported } from 'cdk8s';"],
  ['kubernetes/x.ts', "import { run as imported } from '../cli/run';"],
  ['kubernetes/x.ts', "import { load as imported } from 'js-yaml';"],
  ['verify/x.ts', "import { Manifest as imported } from '../kubernetes';"],
  ['verify/x.ts', "import { runSimulation as imported } from '@cloud-copilot/iam-simulate';"],
  ['model/x.ts', "import { Placement as imported } from '../verify';"],
  ['model/x.ts', "import { Output as imported } from '@pulumi/pulumi';"],
  ['kubernetes/x.ts', "import { Vpc as imported } from '@pulumi/aws/ec2';"],
  ['aws/x.ts', "import { App as imported } from 'cdk8s';"],
  ['aws/x.ts', "import { PlatformIsolation as imported } from '../kubernetes';"],
  ['bridge/x.ts', "import { TrainingNetwork as imported } from '../aws';"],
  ['plan/x.ts', "import { TrainingNetwork as imported } from '../aws';"],
  ['model/x.ts', "import { runSimulation as imported } from '@cloud-copilot/iam-simulate';"],
];
const allowed: [string, string][] = [
  ['verify/x.ts', "import { definePlatform as imported } from '../model';"],
  ['cli/x.ts', "import { Placement as imported } from '../verify';"],
  ['kubernetes/x.ts', "import { definePlatform as imported } from '../model';"],
  ['cli/x.ts', "import { definePlatform as imported } from '../model';"],
  ['kubernetes/x.ts', "import { App as imported } from 'cdk8s';"],
  ['aws/x.ts', "import { Vpc as imported } from '@pulumi/aws/ec2';"],
  ['cli/x.ts', "import { planProject as imported } from '../plan';"],
];

/** Messages of the floor rule for each import, as ESLint gives them for files of lib/. */
function lint(cases: [string, string][]): string[][] {
  const child = spawnSync(process.execPath, [join(__dirname, 'lint-imports.mjs')], {
    cwd: join(__dirname, '..'),
    input: JSON.stringify(cases),
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as string[][];
}

test('imports go down only: one that goes up, or to a package of another floor, is refused', () => {
  const messages = lint([...refused, ...allowed]);
  expect(messages.map((found) => found.length)).toEqual([...refused.map(() => 1), ...allowed.map(() => 0)]);
});
