import { readFileSync, writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { readInputs } from '../../verify';
import { CHECKS } from '../../verify/checks';
import { Evidence } from '../../verify/evidence';
import { reportOf, type Report } from '../../verify/reports/report';
import { textReport } from '../../verify/reports/text';
import { readBaseline } from '../../verify/verdict/baseline';
import { judge } from '../../verify/verdict/verdict';
import { assumeOption, assumptionsOf } from '../assume-option';
import { NegativeAnswer, UsageError } from '../exit-code';
import { loadPlatform } from '../load-platform';

interface VerifyOptions {
  readonly format: keyof typeof FORMATS;
  readonly output?: string;
  readonly baseline?: string;
  readonly platform?: string;
  readonly namespace?: readonly string[];
  readonly allowUnknown: readonly string[];
  readonly at?: string;
  readonly assume: readonly string[];
}

/** How a report is written; a new format is one file and one line here. */
const FORMATS = {
  text: textReport,
  json: (report: Report): string => `${JSON.stringify(report, undefined, 2)}\n`,
} as const;

/** `training-isolation verify`: the verdict. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'judge manifests, plans, IAM documents or a dump of a cluster: is every project isolated, and does it work',
    )
    .argument('<path...>', 'files and folders; - for standard input')
    .addOption(new Option('--format <format>', 'form of the report').choices(Object.keys(FORMATS)).default('text'))
    .option('--output <file>', 'write the report into this file')
    .option('--platform <file>', 'description of the platform: what is meant, and which risks are accepted')
    .option('--baseline <file>', 'findings that are accepted by name, with reasons (YAML or JSON)')
    .option('--namespace <name...>', 'namespaces that count as training, whatever their labels say')
    .option('--allow-unknown <id...>', 'checks that may stay unknown; they are printed', [])
    .option('--at <date>', 'day on which it is judged, for entries of the baseline that run out (default: today)')
    .addOption(assumeOption())
    .addHelpText(
      'after',
      '\nExits with 0 only if every check that was judged passes, is accepted or does not apply; with 1 on a failure or' +
        '\non anything unknown that is not allowed by name; with 2 on bad input.',
    )
    .action(verify);
}

async function verify(paths: readonly string[], options: VerifyOptions): Promise<void> {
  const ids = CHECKS.map(({ id }) => id as string);
  const stranger = options.allowUnknown.find((id) => !ids.includes(id));
  if (stranger !== undefined) throw new UsageError(`--allow-unknown ${stranger}: no check has this id`);
  const at = options.at ?? new Date().toISOString().slice(0, 10);
  if (!/^\d{4}-\d\d-\d\d$/.test(at)) throw new UsageError(`--at ${at}: give a day such as 2026-12-01`);
  const assumptions = assumptionsOf(options.assume);
  const platform = options.platform === undefined ? undefined : await loadPlatform(options.platform);
  const inputs = readInputs(paths);
  const evidence = new Evidence(inputs, {
    assumptions,
    ...(platform === undefined ? {} : { platform }),
    ...(options.namespace === undefined ? {} : { namespaces: options.namespace }),
  });
  if (evidence.scope.namespaces.length === 0 && inputs.plans.length + inputs.iam.length === 0)
    throw new UsageError('no namespace of a project in the files: name it with --namespace, or give --platform');
  const baseline = options.baseline === undefined ? [] : readBaseline(options.baseline, textOf(options.baseline), ids);
  const report = reportOf(evidence, judge(evidence, { baseline, at }));
  const text = FORMATS[options.format](report);
  if (options.output === undefined) process.stdout.write(text);
  else writeFileSync(options.output, text);
  refuse(report, options.allowUnknown);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`--baseline ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @throws NegativeAnswer unless everything is good, or unknown by permission */
function refuse({ checks }: Report, allowUnknown: readonly string[]): void {
  const failed = checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
  const unknown = checks.filter(({ status }) => status === 'unknown').map(({ id }) => id);
  const allowed = unknown.filter((id) => allowUnknown.includes(id));
  if (allowed.length > 0) console.error(`not known, and allowed to be: ${allowed.join(', ')}`);
  const open = unknown.filter((id) => !allowUnknown.includes(id));
  if (failed.length + open.length === 0) return;
  const parts = [
    ...(failed.length === 0 ? [] : [`${failed.length} checks fail`]),
    ...(open.length === 0 ? [] : [`${open.length} cannot be decided`]),
  ];
  throw new NegativeAnswer(parts.join(', '));
}
