import type { Answer } from '../../cases/kyverno/case';
import { EngineFault } from '../../engine-fault';
import { engineFile } from '../../engines/cache';
import { engineNamed } from '../../engines/catalogue';
import { run } from '../../processes/run';
import { RunFolder } from '../../rig/run-folder';

/** What Kyverno says of one object by one rule. */
export interface Result {
  readonly policy: string;
  readonly result: Answer;
  readonly resources?: readonly { readonly kind: string; readonly namespace?: string; readonly name?: string }[];
}

interface Told {
  readonly results: readonly Result[];
  /** What Kyverno said beside its report: policies that it does not take are told there. */
  readonly beside: string;
}

export interface Asking {
  readonly policies: readonly object[];
  readonly objects: readonly object[];
  readonly exceptions?: readonly object[];
  /** What its command line cannot find out for itself, such as labels of namespaces. */
  readonly values?: object;
}

/** What Kyverno's command line says of each object by each policy that means it. */
export async function askKyverno({ policies, objects, exceptions = [], values = {} }: Asking): Promise<Told> {
  const folder = new RunFolder();
  try {
    const write = (name: string, documents: readonly object[]): string =>
      folder.write(name, documents.map((one) => JSON.stringify(one)).join('\n---\n'));
    const kyverno = engineFile(engineNamed('kyverno-cli'), 'kubectl-kyverno');
    const { stdout, stderr } = await run(kyverno, [
      ...['apply', write('policies.yaml', policies), '--resource', write('objects.yaml', objects)],
      ...(exceptions.length === 0 ? [] : ['--exception', write('exceptions.yaml', exceptions)]),
      ...['--values-file', write('values.yaml', [{ ...VALUES, ...values }])],
      ...['--policy-report', '--output-format', 'json'],
    ]);
    // Behind what it tells of mutations, and not on a line of its own.
    const at = stdout.indexOf('{"kind"');
    if (at === -1) throw new EngineFault(`no report: ${stderr.slice(-500)}`);
    const { results } = JSON.parse(stdout.slice(at)) as Pick<Told, 'results'>;
    return { results, beside: `${stdout.slice(0, at)}\n${stderr}` };
  } finally {
    folder.remove();
  }
}

const VALUES = { apiVersion: 'cli.kyverno.io/v1alpha1', kind: 'Values', metadata: { name: 'values' } };
