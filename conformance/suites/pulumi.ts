import { mkdirSync } from 'node:fs';
import { RunFolder } from '../rig/run-folder';
import { bridge } from './pulumi/bridge';
import { changes } from './pulumi/changes';
import { drift } from './pulumi/drift';
import { end } from './pulumi/end';
import { existingCluster } from './pulumi/existing-cluster';
import { failure } from './pulumi/failure';
import { life } from './pulumi/life';
import { NewCluster } from './pulumi/new-cluster';
import { policyPack } from './pulumi/policy-pack';
import { secrets } from './pulumi/secrets';
import type { Check, Suite, SuiteContext } from './suite';

/** The real Pulumi runs the examples, against a cloud that is a folder. */
export const pulumi: Suite = {
  name: 'pulumi',
  title: 'the real Pulumi makes, changes, repairs and destroys what the plan says, and nothing else',
  engines: ['pulumi'],
  async run(context) {
    context.print(
      'The cloud is a folder of files: names, required inputs, replacement and unknown values are as the public source of\n' +
        'the providers says it. AWS itself validated nothing, and no Kubernetes took the objects here.\n',
    );
    return [
      ...(await inFolder((folder) => secrets(folder, context))),
      ...(await inFolder((folder) => existingCluster(folder, context))),
      ...(await inFolder((folder) => bridge(folder, context))),
      ...(await inFolder((folder) => policyPack(folder, context))),
      ...(await inFolder((folder) => newCluster(folder, context))),
    ];
  },
};

async function newCluster(folder: string, context: SuiteContext): Promise<Check[]> {
  const cluster = await NewCluster.create(folder);
  return [
    ...(await life(cluster.stack, context)),
    ...(await changes(cluster, context)),
    ...(await drift(cluster.stack, context)),
    ...(await failure(cluster, context)),
    ...(await end(cluster.stack, context)),
  ];
}

/** A folder that is gone afterwards. */
async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const run = new RunFolder();
  try {
    mkdirSync(run.file('stack'));
    return await work(run.file('stack'));
  } finally {
    run.remove();
  }
}
