import { relative } from 'node:path';
import { Option, type Command } from 'commander';
import { A_DAY, isDay } from '../model/day';
import { isDnsLabel } from '../model/names';
import type { Platform } from '../model';
import { InvalidInputError, suggestion } from '../model/fault/fault';
import { readGiven } from './read-given';
import { InputFaults } from '../verify/input/input-fault';
import { readOneFile } from '../verify/input/read-paths';
import { CHECKS } from '../verify/checks';
import { FAMILY_NAMES, type Family } from '../verify/checks/check';
import type { Report } from '../verify/reports/report';
import { readBaseline } from '../verify/verdict/baseline';
import { idleEntries } from '../verify/verdict/idle-entries';
import { today } from '../verify/verdict/today';
import { verify } from '../verify/verify';
import { noteAbsentNamespaces } from './absent-namespaces';
import { assumeOption, assumptionsOf } from './assume-option';
import { defaultNamespaceOption, type DefaultNamespaceOption } from './default-namespace';
import { UsageError } from './exit-code';
import { loadPlatform } from './load-platform';
import { describedFile } from './platform-field';
import { ProgressLine } from './progress-line';

/** Options of every command that judges. */
export interface JudgeOptions extends DefaultNamespaceOption {
  readonly baseline?: string;
  readonly platform?: string;
  readonly namespace?: readonly string[];
  readonly family?: readonly string[];
  readonly at?: string;
  readonly assume: readonly string[];
}

export function withJudgeOptions(command: Command): Command {
  return command
    .option(
      '--platform <file>',
      'description of the platform: what is meant, and which risks are accepted (default: none)',
    )
    .option('--baseline <file>', 'findings that are accepted by name, with reasons (YAML or JSON)')
    .option('--namespace <name...>', 'namespaces that count as training, whatever their labels say')
    .option('--family <name...>', `judge by checks of these families alone: ${FAMILY_NAMES.join(', ')} (default: all)`)
    .addOption(defaultNamespaceOption())
    .addOption(
      new Option(
        '--at <date>',
        'day on which it is judged, for exceptions and entries of the baseline that run out (default: today)',
      ),
    )
    .addOption(assumeOption());
}

/** @throws UsageError if there is none of this name */
function familyNamed(name: string): Family {
  const found = FAMILY_NAMES.find((family) => family === name);
  if (found !== undefined) return found;
  throw new UsageError(`--family ${name}: ${suggestion(name, FAMILY_NAMES, `there are ${FAMILY_NAMES.join(', ')}`)}`);
}

/** Judges paths once or several times, each with the same description, baseline, day and assumptions. */
export async function judging(options: JudgeOptions): Promise<(paths: readonly string[]) => Report> {
  const at = options.at ?? today();
  if (!isDay(at)) throw new UsageError(`--at ${at}: give ${A_DAY}`);
  const noNamespace = options.namespace?.find((name) => !isDnsLabel(name));
  if (noNamespace !== undefined) throw new UsageError(`--namespace ${noNamespace}: give the name of a namespace`);
  const families = options.family?.map(familyNamed);
  const assumptions = assumptionsOf(options.assume);
  const platform = options.platform === undefined ? undefined : await loadPlatform(options.platform);
  const ids = CHECKS.map(({ id }) => id);
  const baseline =
    options.baseline === undefined ? [] : readBaseline(options.baseline, baselineText(options.baseline), ids);
  let isNoted = platform !== undefined;
  return (paths) => {
    if (!isNoted) noteUnusedDescription();
    isNoted = true;
    const progress = new ProgressLine(process.stderr);
    const inputs = readGiven(paths, options);
    noteAbsentNamespaces(paths, inputs, options.namespace ?? []);
    const report = progress.during(() =>
      verify(inputs, {
        assumptions,
        baseline,
        at,
        onCheck: (id, asked, of) => progress.show(`judging ${id} (${asked + 1} of ${of})`),
        ...(platform === undefined ? {} : { platform }),
        ...(families === undefined ? {} : { families }),
        ...(options.namespace === undefined ? {} : { namespaces: options.namespace }),
      }),
    );
    refuseEmpty(paths, report, platform);
    for (const line of idleEntries(baseline, report, at)) console.error(`${options.baseline}: ${line}`);
    return report;
  };
}

/**
 * Other commands take the description that package.json names. A verdict of the files by themselves is another question, so
 * it is left out here, and said: its exceptions would read like faults otherwise.
 */
function noteUnusedDescription(): void {
  const file = describedFile();
  if (file === undefined) return;
  console.error(`judged by the files alone; --platform ${relative('', file)} says what is meant and accepted`);
}

/**
 * A verdict without any subject reads as a clean one, and a stack of somebody else's gives it as easily as a wrong path.
 *
 * @throws InvalidInputError if no check had anything to look at
 */
function refuseEmpty(paths: readonly string[], report: Report, platform: Platform | undefined): void {
  if (report.checks.some(({ subjects }) => subjects > 0)) return;
  throw new InvalidInputError('the input', [
    {
      path: paths.join(', '),
      given: 'nothing that a check is about',
      allowed: 'namespaces of projects, or the cluster, the roles and the buckets of a platform',
      fix: `check the paths${platform === undefined ? ', and give the description with --platform' : ''}`,
    },
  ]);
}

function baselineText(file: string): string {
  const faults = new InputFaults();
  const text = readOneFile(file, faults);
  faults.refuse();
  return text ?? '';
}
