import { isValues } from '../../pulumi/cloud/values';
import type { CloudResource } from '../../pulumi/cloud/cloud';
import type { PulumiStack } from '../../pulumi/stack';
import type { Check, SuiteContext } from '../suite';
import { check, expectLines, expectTrue } from './expectations';
import { doing } from './life';

const TEMPLATE = 'aws:ec2/launchTemplate:LaunchTemplate';
const POLICY = 'aws:s3/bucketPolicy:BucketPolicy';

/** Somebody changes the cloud at a console: Pulumi finds it and puts it right. */
export async function drift(stack: PulumiStack, { progress }: SuiteContext): Promise<Check[]> {
  await progress.step('refresh', () => stack.refresh());
  const quiet = await progress.step('preview after it', () => stack.preview());
  const { deployment } = await stack.export();
  const named = (type: string, name: string): CloudResource | undefined => {
    const found = deployment.resources.find(({ urn }) => urn.endsWith(`${type}::${name}`));
    return stack.cloud.find(type, found?.id ?? '');
  };
  const opened = named(TEMPLATE, 'p4d-alpha');
  const unfenced = named(POLICY, 'ml-model-checkpoints');
  if (opened === undefined || unfenced === undefined) throw new Error('no launch template or no bucket policy to open');
  stack.cloud.tamper(TEMPLATE, opened.id, (inputs) => ({
    ...inputs,
    metadataOptions: {
      ...(isValues(inputs['metadataOptions']) ? inputs['metadataOptions'] : {}),
      httpTokens: 'optional',
    },
  }));
  stack.cloud.delete(POLICY, unfenced.id);
  const blind = await progress.step('preview of the old state', () => stack.preview());
  const found = await progress.step('preview that looks', () => stack.preview('--refresh'));
  await progress.step('refresh of what was changed', () => stack.refresh());
  await progress.step('up', () => stack.up());
  return [
    await check('a refresh of an untouched cloud finds nothing', () => expectLines('steps', doing(quiet.steps), [])),
    await check('metadata opened and a fence removed by hand are found, and nothing else', () => {
      expectLines('steps without a look', doing(blind.steps), []);
      // The version of a template is known when it is written: the groups that start from it follow.
      const others = doing(found.steps).filter((step) => !/^update aws:eks\/nodeGroup:NodeGroup /.test(step));
      expectLines('steps', others, [`update ${TEMPLATE} p4d-alpha`, `create ${POLICY} ml-model-checkpoints`]);
    }),
    await check('the next `pulumi up` puts both right', () => {
      const inputsOf = ({ type, id }: CloudResource): string => JSON.stringify(stack.cloud.find(type, id)?.inputs);
      for (const resource of [opened, unfenced])
        expectTrue(`${resource.type} is not as it was`, inputsOf(resource) === JSON.stringify(resource.inputs));
    }),
  ];
}
