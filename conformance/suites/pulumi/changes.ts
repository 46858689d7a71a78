import type { Check, SuiteContext } from '../suite';
import { check, expectLines, expectSome, expectTrue } from './expectations';
import { doing, planOf } from './life';
import type { NewCluster } from './new-cluster';

/** A changed description does what its author would expect, and nothing else. */
export async function changes(cluster: NewCluster, { progress }: SuiteContext): Promise<Check[]> {
  const { stack } = cluster;
  const before = await planOf(stack);
  cluster.describeGamma();
  const gamma = await progress.step('preview with another project', () => stack.preview());
  cluster.describe("name: 'p4d'", "name: 'p4x'");
  const renamed = await progress.step('preview with a renamed pool', () => stack.preview());
  cluster.describe("'us-west-2b']", "'us-west-2b', 'us-west-2c']");
  const wider = await progress.step('preview with another zone', () => stack.preview());
  cluster.describe("vpcCidr: '10.0.0.0/16'", "vpcCidr: '10.8.0.0/16'");
  const moved = await progress.step('preview with another network', () => stack.tryTo('preview'));
  cluster.describeAsBefore();
  return [
    await check('another project adds its own resources and changes none', () => {
      const steps = doing(gamma.steps);
      expectSome('steps', steps);
      expectLines(
        'steps that are not of gamma',
        steps.filter((step) => !/^create \S+ (p4d-)?gamma\b/.test(step)),
        [],
      );
    }),
    await check('a renamed pool is made anew, with all that is its own, and nothing else is touched', () => {
      const steps = doing(renamed.steps);
      const ofPool = before.resources.filter(({ urn }) => urn.includes('GpuNodePool'));
      expectLines(
        'steps that are not of the pool',
        steps.filter((step) => !/^(create \S+ p4x|delete \S+ p4d)\b/.test(step)),
        [],
      );
      for (const verb of ['create', 'delete']) {
        const count = steps.filter((step) => step.startsWith(verb)).length;
        expectTrue(`${count} of ${ofPool.length} resources: ${verb}`, count === ofPool.length);
      }
    }),
    await check('another zone adds subnets and moves none', () => {
      const steps = doing(wider.steps);
      expectSome(
        'subnets',
        steps.filter((step) => step.startsWith('create aws:ec2/subnet:Subnet')),
      );
      expectLines(
        'steps that move something',
        steps.filter((step) => /^(replace|delete|create-replacement)/.test(step)),
        [],
      );
    }),
    await check('another address block is refused, since the whole cluster stands in the old one', () => {
      expectTrue(`exit code ${moved.code}`, moved.code !== 0);
      expectTrue(`not a word of the VPC:\n${moved.stdout}`, /aws:ec2\/vpc:Vpc::ml.*protect/s.test(moved.stdout));
    }),
  ];
}
