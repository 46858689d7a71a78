import type { PulumiStack } from '../../pulumi/stack';
import type { Check, SuiteContext } from '../suite';
import { check, expectLines, expectSome, expectTrue } from './expectations';
import { planOf } from './life';

/** What is protected outlives a `pulumi destroy`, with its fences, and the engine says why. */
export async function end(stack: PulumiStack, { progress }: SuiteContext): Promise<Check[]> {
  const plan = await planOf(stack);
  const kept = plan.resources.filter(({ protect }) => protect);
  const { deployment } = await stack.export();
  const idOf = new Map(deployment.resources.map(({ urn, type, id }) => [urn, `${type} ${id ?? ''}`]));
  const there = (): string[] => stack.cloud.resources.map(({ type, id }) => `${type} ${id}`);
  const settings = there().filter((resource) => /^aws:s3\/bucket\w+:/.test(resource));

  const refused = await progress.step('destroy', () => stack.tryTo('destroy', '--yes', '--skip-preview'));
  const left = there();
  const checks = [
    await check('`pulumi destroy` leaves what is protected, and says which and why', () => {
      expectSome('protected', kept);
      expectTrue(`exit code ${refused.code}`, refused.code !== 0);
      expectTrue('not a word of protection', refused.stdout.includes('because it is protected'));
      expectLines(
        'gone',
        kept.map(({ urn }) => idOf.get(urn) ?? urn).filter((id) => !left.includes(id)),
        [],
      );
    }),
    await check('a bucket that is left keeps its fence, its encryption and all else that is set on it', () => {
      expectSome('settings', settings);
      expectLines(
        'gone',
        settings.filter((setting) => !left.includes(setting)),
        [],
      );
    }),
    await check('the groups of nodes are gone, and the keys of the cluster are not', () => {
      expectLines(
        'left',
        left.filter((id) => id.startsWith('aws:eks/nodeGroup')),
        [],
      );
      expectTrue('a cluster without keys', left.filter((id) => id.startsWith('aws:kms/key:')).length >= 2);
    }),
  ];

  await stack.configure({ deletionProtection: 'false' });
  await progress.step('up without protection', () => stack.up());
  await progress.step('destroy', () => stack.destroy());
  return [
    ...checks,
    await check('without protection nothing is left', () => {
      expectLines('left', there(), []);
    }),
  ];
}
