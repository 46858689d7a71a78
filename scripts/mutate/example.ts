import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { loadPlatform } from '../../lib/cli/load-platform';
import { GUARDED_KINDS } from '../../lib/model/policies/guarded-kinds';
import { mutableObject, mutableResource, type Mutable, type Tree } from '../../test/verify/mutation/mutable';
import type { Mutant } from '../../test/verify/mutation/mutant';
import { Trial, type TrialOf } from '../../test/verify/mutation/trial';

const ROOT = join(__dirname, '../..');

/** Writes the first example as `npm start` does. */
export function writeExample(folder: string): void {
  const { plan, manifests } = placesIn(folder);
  const command = [join(ROOT, 'build/cli/main.js'), 'synth', '--output', manifests, '--plan', plan];
  const child = spawnSync(process.execPath, [...command, '--helm', join(folder, 'helm')], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (child.status !== 0) throw new Error(child.stderr);
}

const KYVERNO = /^ClusterPolicy /;
const NATIVE = /^ValidatingAdmissionPolicy(?:Binding)? /;

/** Another cluster in which a mutant that nothing saw is tried again. */
interface Variant {
  /** Mutants of these things. */
  readonly of: RegExp;
  readonly why: NonNullable<Killer['in']>;
  readonly trial: Trial;
}

/** The example that was written to a folder, judged as `npm start` judges it. */
export class Example {
  private constructor(
    readonly whole: Trial,
    private readonly variants: readonly Variant[],
  ) {}

  static async read(folder: string): Promise<Example> {
    const { plan, manifests } = placesIn(folder);
    const texts = readdirSync(manifests).map((name) => readFileSync(join(manifests, name), 'utf8'));
    const { deployment } = JSON.parse(readFileSync(plan, 'utf8')) as {
      deployment: { resources: Parameters<typeof mutableResource>[0][] };
    };
    const objects = texts.flatMap((text) => loadAll(text) as Tree[]).map(mutableObject);
    const resources = deployment.resources.map(mutableResource);
    const platform = await loadPlatform(join(ROOT, 'examples/document-1/platform.ts'));
    const trialOf = (more: Partial<TrialOf>): Trial =>
      new Trial({ objects, resources, platform, assume: ['complete'], ...more });
    const admission = (given: readonly Mutable[]): Trial => trialOf({ families: ['admission'], objects: given });
    const without = (form: RegExp): Trial => admission(objects.filter(({ name }) => !form.test(name)));
    return new Example(trialOf({}), [
      { of: KYVERNO, why: 'without its double', trial: without(NATIVE) },
      { of: NATIVE, why: 'without its double', trial: without(KYVERNO) },
      { of: NATIVE, why: 'with the tools installed', trial: admission([...objects, ...definitions()]) },
    ]);
  }

  /** Notes what checks look at; worth it before hundreds of mutants. */
  watchChecks(): void {
    for (const trial of [this.whole, ...this.variants.map(({ trial }) => trial)]) trial.watchChecks();
  }

  /**
   * What sees a mutant. Policies of admission are tried again without those of the other dialect, where each has to be a
   * guard by itself, and with the tools whose kinds they guard.
   */
  killer(mutant: Mutant): Killer | undefined {
    const check = this.whole.killer(mutant);
    if (check !== undefined) return { check };
    for (const { of, why, trial } of this.variants) {
      const found = of.test(mutant.of.name) ? trial.killer(mutant) : undefined;
      if (found !== undefined) return { check: found, in: why };
    }
    return undefined;
  }
}

/** Definitions of every kind of other projects that guards name. */
function definitions(): readonly Mutable[] {
  const groups = new Set(GUARDED_KINDS.filter(({ version }) => version === '*').map(({ group }) => group));
  return [...groups].map((group) =>
    mutableObject({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `kinds.${group}` },
      spec: { group },
    }),
  );
}

/** The check that sees a mutant. */
export interface Killer {
  readonly check: string;
  /** The other cluster in which it sees it. @default - the example as it is */
  readonly in?: 'without its double' | 'with the tools installed';
}

function placesIn(folder: string): { readonly plan: string; readonly manifests: string } {
  return { plan: join(folder, 'plan.json'), manifests: join(folder, 'manifests') };
}
