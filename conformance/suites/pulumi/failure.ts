import type { Check, SuiteContext } from '../suite';
import { check, expectLines, expectSome, expectTrue } from './expectations';
import { doing } from './life';
import type { NewCluster } from './new-cluster';

const GROUP = 'aws:eks/nodeGroup:NodeGroup';

/** A cloud without capacity: nothing of what was made is lost, and the next run completes. */
export async function failure(cluster: NewCluster, { progress }: SuiteContext): Promise<Check[]> {
  const { stack } = cluster;
  const checks: Check[] = [];
  cluster.describeGamma();
  for (const how of ['at-once', 'half-way'] as const) {
    const since = stack.cloud.events.length;
    stack.cloud.fail({ [GROUP]: how });
    const failed = await progress.step(`up, failing ${how}`, () => stack.tryTo('up', '--yes', '--skip-preview'));
    const { deployment } = await stack.export();
    const known = new Set(deployment.resources.map(({ type, id }) => `${type} ${id ?? ''}`));
    const there = stack.cloud.resources.map(({ type, id }) => `${type} ${id}`);
    checks.push(
      await check(`an update that the cloud fails ${how} says so and loses nothing of what it made`, () => {
        expectTrue(`exit code ${failed.code}`, failed.code !== 0);
        expectTrue(
          `no word of the node group:\n${failed.stdout}`,
          /no capacity|does not become ready/.test(failed.stdout),
        );
        expectSome('made before', stack.cloud.events.slice(since));
        expectLines(
          'there, but not in the state',
          there.filter((resource) => !known.has(resource)),
          [],
        );
      }),
    );
    stack.cloud.fail({});
    await progress.step('up again', () => stack.up());
    const after = await stack.preview();
    checks.push(
      await check(`the next update completes what failed ${how}, and makes nothing twice`, () => {
        const made = stack.cloud.events.slice(since).filter(({ done }) => done === 'create');
        const ids = made.map(({ type, id }) => `${type} ${id}`);
        expectTrue('something was made twice', new Set(ids).size === ids.length);
        expectTrue(
          'no node group was made',
          made.some(({ type }) => type === GROUP),
        );
        expectLines('left to do', doing(after.steps), []);
      }),
    );
    cluster.describeAsBefore();
    await progress.step('up without the project', () => stack.up());
    cluster.describeGamma();
  }
  cluster.describeAsBefore();
  return checks;
}
