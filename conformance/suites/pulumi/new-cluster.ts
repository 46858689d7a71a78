import { PulumiStack } from '../../pulumi/stack';
import { ACCOUNT, exampleConfig, exampleText } from './examples';

const PLATFORM = 'document-1/platform.ts';

/** A stack of the example `new-cluster`, whose description can be changed. */
export class NewCluster {
  private constructor(readonly stack: PulumiStack) {}

  static async create(folder: string): Promise<NewCluster> {
    const stack = await PulumiStack.create({
      folder,
      account: ACCOUNT,
      files: { 'index.ts': exampleText('new-cluster/index.ts'), 'platform.ts': exampleText(PLATFORM) },
      config: exampleConfig('new-cluster'),
    });
    return new NewCluster(stack);
  }

  /** Writes the description with one text in another's place. */
  describe(from: string, to: string): void {
    const before = exampleText(PLATFORM);
    if (!before.includes(from)) throw new Error(`the description has no ${from}`);
    this.stack.write({ 'platform.ts': before.replace(from, to) });
  }

  describeAsBefore(): void {
    this.stack.write({ 'platform.ts': exampleText(PLATFORM) });
  }

  /** With a third project. */
  describeGamma(): void {
    this.describe('projects: [', "projects: [\n    { name: 'gamma', gpus: 8 },");
  }
}
