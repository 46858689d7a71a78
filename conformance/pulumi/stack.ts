import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EngineFault } from '../engine-fault';
import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import { run, type Ended } from '../processes/run';
import { Cloud } from './cloud/cloud';
import type { Preview, StackExport } from './documents';

const root = join(__dirname, '../..');
const jitiCli = join(dirname(createRequire(__filename).resolve('jiti/package.json')), 'lib/jiti-cli.mjs');

export interface StackProps {
  /** An empty folder for all that the stack needs: the project, the state, the cloud. */
  readonly folder: string;
  /** Files of the project by their names, with `index.ts` among them. */
  readonly files: Readonly<Record<string, string>>;
  /** Account of the cloud. */
  readonly account: string;
  /** Configuration of the program. @default - none */
  readonly config?: Readonly<Record<string, string>>;
  /** Configuration that must not be read by anybody. @default - none */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** The real Pulumi, with a project and a stack of its own, in a cloud that is a folder. */
export class PulumiStack {
  readonly cloud: Cloud;
  /** Folder of the project. */
  readonly project: string;

  private constructor(private readonly props: StackProps) {
    this.project = join(props.folder, 'project');
    this.cloud = new Cloud(join(props.folder, 'cloud'));
  }

  static async create(props: StackProps): Promise<PulumiStack> {
    const stack = new PulumiStack(props);
    for (const name of ['home', 'backend', 'project', 'plugins']) mkdirSync(join(props.folder, name));
    stack.#linkPackages();
    stack.#writePlugins();
    stack.write({ 'Pulumi.yaml': stack.#projectFile(), 'package.json': '{"name":"program"}', ...props.files });
    await stack.#must(['stack', 'init', 'dev']);
    await stack.configure(props.config ?? {});
    for (const [key, value] of Object.entries(props.secrets ?? {}))
      await stack.#must(['config', 'set', '--secret', key, value]);
    return stack;
  }

  async configure(config: Readonly<Record<string, string>>): Promise<void> {
    for (const [key, value] of Object.entries(config)) await this.#must(['config', 'set', key, value]);
  }

  /** Writes files of the project. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.project, name)), { recursive: true });
      writeFileSync(join(this.project, name), text);
    }
  }

  async preview(...options: string[]): Promise<Preview> {
    return JSON.parse((await this.#must(['preview', '--json', ...options])).stdout) as Preview;
  }

  up(): Promise<Ended> {
    return this.#must(['up', '--yes', '--skip-preview', '--suppress-outputs']);
  }

  refresh(): Promise<Ended> {
    return this.#must(['refresh', '--yes', '--skip-preview', '--suppress-outputs']);
  }

  destroy(): Promise<Ended> {
    return this.#must(['destroy', '--yes', '--skip-preview', '--suppress-outputs']);
  }

  async export(): Promise<StackExport> {
    return JSON.parse((await this.#must(['stack', 'export'])).stdout) as StackExport;
  }

  /** The same stack with the credentials of another account. */
  inAccount(account: string): PulumiStack {
    const other = new PulumiStack({ ...this.props, account });
    other.#writePlugins();
    return other;
  }

  /** Arguments of Node.js before a TypeScript file of the project. */
  get jiti(): readonly string[] {
    return [jitiCli];
  }

  /** The state as it lies in the backend. */
  get stateFile(): string {
    return join(this.props.folder, 'backend/.pulumi/stacks/program/dev.json');
  }

  /** Runs a command that may fail. */
  tryTo(...args: string[]): Promise<Ended> {
    return run(engineFile(engineNamed('pulumi'), 'pulumi'), [...args, '--non-interactive', '--color', 'never'], {
      cwd: this.project,
      env: this.#environment(),
    });
  }

  async #must(args: readonly string[]): Promise<Ended> {
    const ended = await this.tryTo(...args);
    if (ended.code !== 0)
      throw new EngineFault(`pulumi ${args.join(' ')} ended with ${ended.code}:\n${lastWords(ended)}`);
    return ended;
  }

  /** Nothing is inherited but where to find programs: no credentials, no configuration of the machine. */
  #environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: this.props.folder,
      TMPDIR: process.env['TMPDIR'],
      PULUMI_HOME: join(this.props.folder, 'home'),
      PULUMI_BACKEND_URL: `file://${join(this.props.folder, 'backend')}`,
      PULUMI_CONFIG_PASSPHRASE: '',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      PULUMI_DISABLE_REGISTRY_RESOLVE: 'true',
      PULUMI_DISABLE_CI_DETECTION: 'true',
      PULUMI_IGNORE_AMBIENT_PLUGINS: 'true',
      // The state is written once an operation, not once a step: for a folder of a file system that is most of the time.
      PULUMI_EXPERIMENTAL: 'true',
      PULUMI_SKIP_CHECKPOINTS: 'true',
      // Types are checked by the project's own checks.
      PULUMI_NODEJS_TRANSPILE_ONLY: 'true',
      NO_COLOR: '1',
    };
  }

  #projectFile(): string {
    const plugins = (names: readonly string[]): object[] =>
      names.map((name) => ({ name, path: join(this.props.folder, 'plugins', name) }));
    return JSON.stringify({
      name: 'program',
      runtime: 'nodejs',
      main: 'index.ts',
      plugins: { languages: plugins(['nodejs']), providers: plugins(['aws', 'kubernetes']) },
    });
  }

  /** What a user would have installed beside the program: the peers, and this package as it is built. */
  #linkPackages(): void {
    mkdirSync(join(this.project, 'node_modules'));
    for (const name of ['@pulumi', 'cdk8s', 'constructs'])
      symlinkSync(join(root, 'node_modules', name), join(this.project, 'node_modules', name));
    symlinkSync(root, join(this.project, 'node_modules/training-isolation'));
  }

  #writePlugins(): void {
    const cloud = join(this.props.folder, 'cloud');
    this.#writePlugin('nodejs', 'pulumi-language-nodejs', 'language-host.ts', []);
    for (const name of ['aws', 'kubernetes'])
      this.#writePlugin(name, `pulumi-resource-${name}`, 'provider.ts', [name, cloud, this.props.account]);
  }

  /** A program that runs a file of this folder, by the name that the engine looks for. */
  #writePlugin(name: string, executable: string, file: string, args: readonly string[]): void {
    const folder = join(this.props.folder, 'plugins', name);
    mkdirSync(folder, { recursive: true });
    const words = [process.execPath, jitiCli, join(__dirname, 'plugins', file), ...args].map((word) => `'${word}'`);
    writeFileSync(join(folder, executable), `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
    chmodSync(join(folder, executable), 0o700);
  }
}

/** The end of what it said, where the reasons stand. */
function lastWords({ stdout, stderr }: Ended): string {
  const enough = 3000;
  return `${stdout.slice(-enough)}\n${stderr.slice(-enough)}`.trim();
}
