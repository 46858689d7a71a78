import { PulumiStack } from '../../pulumi/stack';
import type { Check, SuiteContext } from '../suite';
import { differences } from './compare';
import { ACCOUNT, exampleConfig, exampleFiles } from './examples';
import { check, expectLines, expectTrue } from './expectations';
import { planOf } from './life';

/** The example beside a cluster that stands already, and the same program with another account's credentials. */
export async function existingCluster(folder: string, { progress }: SuiteContext): Promise<Check[]> {
  const name = 'existing-cluster';
  const stack = await PulumiStack.create({
    folder,
    account: ACCOUNT,
    files: exampleFiles(name),
    config: exampleConfig(name),
  });
  const plan = await planOf(stack);
  const preview = await progress.step('preview', () => stack.preview());
  const resources = preview.steps.flatMap(({ newState }) => newState ?? []);
  const foreign = await progress.step('preview in another account', () =>
    stack.inAccount('999999999999').tryTo('preview'),
  );
  return [
    await check('the plan beside an existing cluster is what `pulumi preview --json` shows', () =>
      expectLines('plan and preview', differences(plan, resources, 'same'), []),
    ),
    await check("another account's credentials touch nothing: the description's account is the only one", () => {
      expectTrue(`exit code ${foreign.code}`, foreign.code !== 0);
      expectTrue(`not a word of it:\n${foreign.stdout}`, foreign.stdout.includes('account ID not allowed'));
    }),
  ];
}
