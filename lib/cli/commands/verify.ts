import { Command } from 'commander';
import { counted } from '../../model/counted';
import { suggestion } from '../../model/fault/fault';
import { CHECKS } from '../../verify/checks';
import { checkExplanation, checkFacts, checkList } from '../../verify/reports/explanation';
import { FORMATS, type Format } from '../../verify/reports/formats';
import type { Report } from '../../verify/reports/report';
import { NegativeAnswer, UsageError } from '../exit-code';
import { formatOption } from '../format-option';
import { judging, withJudgeOptions, type JudgeOptions } from '../judge-options';
import { packageVersion } from '../package-version';
import { answerFile, writeAnswer } from '../write-answer';
import { refuseOverwriting } from '../overwriting';
import { writeFilesWhole } from '../write-file';

interface VerifyOptions extends JudgeOptions {
  readonly format: Format;
  readonly output?: string;
  readonly write: readonly string[];
  readonly allowUnknown: readonly string[];
  readonly explain?: string;
  readonly list?: true;
}

/** `training-isolation verify`: the verdict. */
export function verifyCommand(): Command {
  const command = new Command('verify')
    .description(
      'judge manifests, plans, IAM documents or a dump of a cluster: is every project isolated, and does it work',
    )
    .argument('[path...]', 'files and folders; - for standard input')
    .addOption(formatOption('report', Object.keys(FORMATS)))
    .option('--output <file>', 'write the report into this file instead of standard output')
    .option('--write <format=file...>', 'write further forms of the report into files: html=report.html', [])
    .option('--allow-unknown <id...>', 'checks that may stay unknown; they are printed', [])
    .option(
      '--explain <id>',
      'say what a check means, whom it stops and how to mend it, as text or json, and judge nothing',
    )
    .option('--list', 'list every check, as text or json, and judge nothing');
  return withJudgeOptions(command)
    .addHelpText(
      'after',
      '\nExits with 0 only if every check that was judged passes, is accepted or does not apply; with 1 on a failure or' +
        '\non anything unknown that is not allowed by name; with 2 on bad input.',
    )
    .action(verify);
}

async function verify(paths: readonly string[], options: VerifyOptions): Promise<void> {
  const { format, allowUnknown, explain } = options;
  const output = answerFile(options.output);
  if (explain !== undefined || options.list === true) return tell(paths, options);
  for (const id of allowUnknown) knownCheck('--allow-unknown', id);
  if (paths.length === 0) throw new UsageError('give files or folders to judge, or - for standard input');
  const files = [
    ...options.write.map(furtherFile),
    ...(output === undefined ? [] : [{ file: output, wanted: format }]),
  ];
  refuseOverwriting(
    files.map(({ file }) => file),
    [...paths, options.platform, options.baseline],
  );
  const report = (await judging(options))(paths);
  const inForm = async (wanted: Format): Promise<string> =>
    FORMATS[wanted](report, { version: packageVersion(), allowUnknown });
  writeFilesWhole(await Promise.all(files.map(async ({ file, wanted }) => ({ file, text: await inForm(wanted) }))));
  for (const { file, wanted } of files) console.error(`report as ${wanted}: ${file}`);
  if (output === undefined) process.stdout.write(await inForm(format));
  refuse(report, allowUnknown);
}

/** What checks are, one or all; nothing is judged. */
function tell(paths: readonly string[], { explain, format, output, write }: VerifyOptions): void {
  const told = explain === undefined ? '--list' : '--explain';
  if (paths.length > 0) throw new UsageError(`${told} judges nothing: leave ${paths[0]} out, or the option`);
  if (write.length > 0) throw new UsageError(`${told} makes no report: give --output in place of --write`);
  const check = explain === undefined ? undefined : knownCheck('--explain', explain);
  switch (format) {
    case 'text':
      return writeAnswer(output, check === undefined ? checkList() : checkExplanation(check));
    case 'json':
      return writeAnswer(
        output,
        `${JSON.stringify(check === undefined ? CHECKS.map(checkFacts) : checkFacts(check), null, 2)}\n`,
      );
    default:
      throw new UsageError(`--format ${format}: what checks are is told as text or json`);
  }
}

/** `html=dist/report.html`. */
function furtherFile(text: string): { readonly wanted: Format; readonly file: string } {
  const [, wanted = '', file = ''] = /^([^=]*)=(.+)$/.exec(text) ?? [];
  if (answerFile(file) === undefined)
    throw new UsageError(`--write ${text}: standard output has the report itself; its form is --format ${wanted}`);
  if (Object.hasOwn(FORMATS, wanted) && file !== '') return { wanted: wanted as Format, file };
  throw new UsageError(
    `--write ${text}: give one of ${Object.keys(FORMATS).join(', ')}, =, and a file: html=report.html`,
  );
}

function knownCheck(option: string, id: string): (typeof CHECKS)[number] {
  const check = CHECKS.find((item) => item.id === id);
  if (check !== undefined) return check;
  const ids = CHECKS.map((item) => item.id);
  throw new UsageError(`${option} ${id}: no check has this id; ${suggestion(id, ids, 'see verify --list')}`);
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
    ...(failed.length === 0 ? [] : [counted(failed.length, 'check fails', 'checks fail')]),
    ...(open.length === 0 ? [] : [counted(open.length, 'check cannot be decided', 'checks cannot be decided')]),
  ];
  throw new NegativeAnswer(parts.join(', '));
}
