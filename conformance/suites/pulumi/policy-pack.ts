import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PulumiStack } from '../../pulumi/stack';
import type { Check, SuiteContext } from '../suite';
import { ACCOUNT, exampleConfig, exampleFiles } from './examples';
import { check, expectTrue } from './expectations';

const EXAMPLE = 'one-program';

/** A pack as a user writes it: the policy, and the description that the stack is made from. */
const PACK = `
import { PolicyPack } from '@pulumi/policy';
import { isolationPolicy } from 'training-isolation/policy-pack';
import { platform } from '../project/platform';
new PolicyPack('isolation', {
  policies: [
    isolationPolicy({
      platform,
      // Network and cluster are another program's; the id of a file system, which its policy and its volume name, only the cloud knows.
      allowUnknown: ['node/closed-groups', 'node/isolated-subnets', 'storage/file-systems', 'storage/own-place'],
    }),
  ],
});
`;

/** A change that opens a project, in the words of the program. */
const OPENED = `
new kubernetes.networking.v1.NetworkPolicy('open', {
  metadata: { name: 'open', namespace: 'research-vision' },
  spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ namespaceSelector: {} }] }] },
});
`;

/** The policy pack judges the stack in a real preview. */
export async function policyPack(folder: string, { progress }: SuiteContext): Promise<Check[]> {
  const files = exampleFiles(EXAMPLE);
  const stack = await PulumiStack.create({ folder, account: ACCOUNT, files, config: exampleConfig(EXAMPLE) });
  const pack = join(folder, 'pack');
  mkdirSync(pack);
  symlinkSync(join(stack.project, 'node_modules'), join(pack, 'node_modules'));
  const written = {
    'PulumiPolicy.yaml': 'runtime: nodejs\nmain: index.ts\n',
    'package.json': '{"name":"isolation","version":"1.0.0"}',
    'index.ts': PACK,
  };
  for (const [name, text] of Object.entries(written)) writeFileSync(join(pack, name), text);
  const preview = (): ReturnType<PulumiStack['tryTo']> => stack.tryTo('preview', '--policy-pack', pack);
  const good = await progress.step('preview with the policy pack', preview);
  stack.write({ 'index.ts': `${files['index.ts'] ?? ''}\n${OPENED}` });
  const opened = await progress.step('preview of an opened project', preview);
  return [
    await check('the policy pack lets the example through, in a real preview', () =>
      expectTrue(
        `exit code ${good.code}:\n${good.stdout}\n${good.stderr}`,
        good.code === 0 && /isolation/.test(good.stdout),
      ),
    ),
    await check('and stops one with a policy that opens a project, naming the check and the resource', () => {
      const said = `${opened.stdout}\n${opened.stderr}`;
      expectTrue(`exit code ${opened.code}:\n${said}`, opened.code !== 0);
      expectTrue(`not a word of it:\n${said}`, /network\/other-namespaces: Namespace\/research-vision/.test(said));
    }),
  ];
}
