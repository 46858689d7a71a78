import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentText, planText } from '../../../lib/plan';
import { PulumiStack } from '../../pulumi/stack';
import type { Check, SuiteContext } from '../suite';
import { ACCOUNT } from './examples';
import { check, expectTrue } from './expectations';
import { planOf } from './life';

const TOKEN = 'a-token-that-nobody-may-read';

/** A secret of the configuration that becomes an input and an output. */
const PROGRAM = `
import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
const key = new aws.kms.Key('key', { description: new pulumi.Config().requireSecret('token') });
export const description = key.description;
`;

/** A secret reaches the cloud, and no file, preview or plan on the way. */
export async function secrets(folder: string, { progress }: SuiteContext): Promise<Check[]> {
  const stack = await PulumiStack.create({
    folder,
    account: ACCOUNT,
    files: { 'index.ts': PROGRAM },
    secrets: { token: TOKEN },
  });
  const preview = await progress.step('preview', () => stack.preview());
  const ended = await progress.step('up', () => stack.up());
  const plan = await planOf(stack);
  const texts = {
    'the preview': JSON.stringify(preview),
    'the output of the update': ended.stdout + ended.stderr,
    'the state': readFileSync(stack.stateFile, 'utf8'),
    'the configuration': readFileSync(join(stack.project, 'Pulumi.dev.yaml'), 'utf8'),
    'the plan': deploymentText(plan) + planText(plan) + JSON.stringify(plan),
  };
  return [
    await check('a secret reaches the cloud', () =>
      expectTrue('it did not', JSON.stringify(stack.cloud.resources).includes(TOKEN)),
    ),
    ...(await Promise.all(
      Object.entries(texts).map(([where, text]) =>
        check(`a secret stands in ${where} as ciphertext or not at all`, () => {
          expectTrue('the text is empty', text.length > 0);
          expectTrue('it stands there in plain text', !text.includes(TOKEN));
        }),
      ),
    )),
  ];
}
