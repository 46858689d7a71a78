import { planProject, UNKNOWN, type Plan, type PlannedResource } from '../../../lib/plan';
import type { Step } from '../../pulumi/documents';
import type { PulumiStack } from '../../pulumi/stack';
import type { Check, SuiteContext } from '../suite';
import { differences } from './compare';
import { check, expectLines, expectSome, expectTrue } from './expectations';

/** `Type name` of a URN, without the types above it. */
export function shortName(urn: string): string {
  const [, , types = '', ...name] = urn.split('::');
  return `${types.split('$').pop()} ${name.join('::')}`;
}

/** Steps that do something, as `op Type name`. */
export function doing(steps: readonly Step[]): string[] {
  return steps.filter(({ op }) => op !== 'same' && op !== 'refresh').map(({ op, urn }) => `${op} ${shortName(urn)}`);
}

/** The plan of the stack's program, without an engine. */
export const planOf = (stack: PulumiStack): Promise<Plan> => planProject({ folder: stack.project, stack: 'dev' });

/** A preview, an update, and a preview that finds nothing to do. */
export async function life(stack: PulumiStack, { progress }: SuiteContext): Promise<Check[]> {
  const plan = await progress.step('plan', () => planOf(stack));
  const preview = await progress.step('preview', () => stack.preview());
  const planned = preview.steps.flatMap(({ newState }) => newState ?? []);
  const checks = [
    await check(
      'the plan is what `pulumi preview --json` shows, resource by resource, unknowns at the same paths',
      () => {
        expectSome('resources', planned);
        expectTrue('nothing is unknown, so nothing was compared', JSON.stringify(plan).includes(UNKNOWN));
        expectLines('plan and preview', differences(plan, planned, 'same'), []);
      },
    ),
    await check('a plan that differs in one value, in protection or in what is unknown is noticed', () => {
      for (const mutant of mutants(plan))
        expectTrue('a changed plan passes for the same', differences(mutant, planned, 'same').length === 1);
    }),
  ];
  await progress.step('up', () => stack.up());
  const { deployment } = await stack.export();
  const again = await progress.step('preview of what is there', () => stack.preview());
  return [
    ...checks,
    await check('`pulumi up` makes exactly what was planned', () => {
      const made = stack.cloud.events.map(({ done, type }) => `${done} ${type}`).sort();
      const expected = plan.resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:'));
      expectLines('made', made, expected.map(({ type }) => `create ${type}`).sort());
      expectTrue(`${made.length} made, ${expected.length} planned`, made.length === expected.length);
    }),
    await check('`pulumi stack export` differs from the plan only where the preview knew nothing', () => {
      expectLines('plan and state', differences(plan, deployment.resources, 'anything'), []);
      expectTrue('unknown values are left in the state', !JSON.stringify(deployment).includes(UNKNOWN));
    }),
    await check('a second preview finds nothing to do', () => expectLines('steps', doing(again.steps), [])),
  ];
}

/** The plan with one thing changed: protection, a value too many, one known that is not, one unknown that is known, none. */
function mutants(plan: Plan): Plan[] {
  const isUnknown = ([, value]: readonly [string, unknown]): boolean => value === UNKNOWN;
  const victim = plan.resources.find(({ inputs }) => {
    const entries = Object.entries(inputs);
    return entries.some(isUnknown) && !entries.every(isUnknown);
  });
  if (victim === undefined) throw new Error('no resource with a known and an unknown input');
  const { inputs, protect } = victim;
  const [unknown = ''] = Object.entries(inputs).find(isUnknown) ?? [];
  const [known = ''] = Object.entries(inputs).find((entry) => !isUnknown(entry)) ?? [];
  const changed = (change: Partial<PlannedResource>): Plan => ({
    ...plan,
    resources: plan.resources.map((resource) => (resource === victim ? { ...resource, ...change } : resource)),
  });
  return [
    changed({ protect: !protect }),
    changed({ inputs: { ...inputs, surplus: true } }),
    changed({ inputs: { ...inputs, [unknown]: 'known' } }),
    changed({ inputs: { ...inputs, [known]: UNKNOWN } }),
    { ...plan, resources: plan.resources.filter((resource) => resource !== victim) },
  ];
}
