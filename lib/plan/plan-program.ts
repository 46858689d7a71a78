import { join } from 'node:path';
import { grouped } from '../model/grouped';
import { defaultProviderResource } from './default-providers';
import { PlanEngine, STACK_TYPE } from './engine';
import type { Plan, PlannedResource, PlanOptions } from './plan';
import { loadSdk } from './sdk';

/** What a plan of a program in the same process is made with. */
export interface PlanProgramOptions extends PlanOptions {
  /** A file of the program: its copy of Pulumi's SDK is used. @default - a file of the working directory */
  readonly from?: string;
  /** Folder of the project, for programs that ask for it. @default - none */
  readonly rootDirectory?: string;
}

/**
 * Runs a program and returns what it would make, without CLI, plug-ins, credentials or network. One at a time in a process,
 * since the SDK holds one program.
 *
 * @param program what the program's main file does: constructs resources and returns the stack's outputs
 * @throws what the program throws, once
 */
export async function planProgram(program: () => unknown, options: PlanProgramOptions = {}): Promise<Plan> {
  const sdk = loadSdk(options.from ?? join(process.cwd(), 'index.js'));
  const { project = 'project', stack = 'dev', organization = 'organization', config = {}, secretConfig = [] } = options;
  const engine = new PlanEngine(sdk, options);
  await sdk.start(engine, {
    project,
    stack,
    organization,
    preview: options.preview ?? true,
    config,
    secretConfig,
    rootDirectory: options.rootDirectory,
  });
  const failures: unknown[] = [];
  const failed = (error: unknown): void => {
    failures.push(error);
  };
  // An error in an `apply` comes up here, several times and late.
  process.on('unhandledRejection', failed);
  try {
    await sdk.pulumi.runtime.runInPulumiStack(async () => {
      try {
        const result = await program();
        // A test's arrow function returns what it constructs; the outputs of a stack are an object of values.
        return sdk.pulumi.Resource.isInstance(result) ? {} : (result as Record<string, unknown>);
      } catch (error) {
        // Kept out of the SDK, where it would come up once more for every promise that waits for the stack.
        failures.unshift(error);
        return {};
      }
    });
    await sdk.settled();
    await ticks();
  } catch (error) {
    failures.unshift(error);
  } finally {
    await ticks();
    process.removeListener('unhandledRejection', failed);
    sdk.stop();
  }
  if (failures.length > 0) throw failures[0];
  const settings = { project, stack, config, secretConfig };
  const resources = [
    ...engine.defaultProviders.map((provider) => defaultProviderResource(provider, settings)),
    ...engine.resources,
  ];
  return {
    project,
    stack,
    resources: inOrder(resources),
    outputs: resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {},
    unseen: engine.unseen,
  };
}

async function ticks(): Promise<void> {
  for (let tick = 0; tick < 5; tick++) await new Promise((done) => setImmediate(done));
}

/** Every parent before its children, and siblings by their URN: the same order whatever order a program ran in. */
function inOrder(resources: readonly PlannedResource[]): readonly PlannedResource[] {
  const children = grouped(resources, ({ parent }) => parent);
  const below = (parent: string | undefined): PlannedResource[] =>
    [...(children.get(parent) ?? [])]
      .sort((a, b) => rank(a) - rank(b) || (a.urn < b.urn ? -1 : 1))
      .flatMap((resource) => [resource, ...below(resource.urn)]);
  return below(undefined);
}

/** The stack first, then providers, then the rest. */
const rank = ({ type }: PlannedResource): number =>
  type === STACK_TYPE ? 0 : type.startsWith('pulumi:providers:') ? 1 : 2;
