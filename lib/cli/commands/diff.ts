import { readFileSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { InvalidInputError, isInvalidInput, type Fault } from '../../model/fault/fault';
import { compare } from '../../verify/comparison/comparison';
import { COMPARISON_FORMATS } from '../../verify/comparison/comparison-text';
import { looksLikeReport, readReport } from '../../verify/reports/read-report';
import type { Report } from '../../verify/reports/report';
import { NegativeAnswer } from '../exit-code';
import { formatOption } from '../format-option';
import { judging, withJudgeOptions, type JudgeOptions } from '../judge-options';
import { refuseOverwriting } from '../overwriting';
import { writeAnswer } from '../write-answer';

interface DiffOptions extends JudgeOptions {
  readonly format: keyof typeof COMPARISON_FORMATS;
  readonly output?: string;
}

/** `training-isolation diff`: what a change does to the isolation. */
export function diffCommand(): Command {
  const command = new Command('diff')
    .description('compare two reports or two inputs: what became reachable, readable or allowed, which checks turned')
    .argument('<before>', 'a report in JSON, or a file or folder to judge')
    .argument('<after>', 'the same')
    .addOption(formatOption('answer', Object.keys(COMPARISON_FORMATS)))
    .option('--output <file>', 'write the answer into this file');
  return withJudgeOptions(command)
    .addHelpText('after', '\nExits with 0 if nothing was loosened, with 1 if something was, with 2 on bad input.')
    .action(diff);
}

async function diff(before: string, after: string, options: DiffOptions): Promise<void> {
  refuseOverwriting([options.output], [before, after, options.platform, options.baseline]);
  const judge = await judging(options);
  const comparison = compare(...reportsOf(before, after, judge));
  const text = COMPARISON_FORMATS[options.format](comparison);
  writeAnswer(options.output, text);
  if (comparison.loosened) throw new NegativeAnswer('something was loosened');
}

/** @throws InvalidInputError with the faults of both: whoever mends those of one would meet those of the other next */
function reportsOf(
  before: string,
  after: string,
  judge: (paths: readonly string[]) => Report,
): readonly [Report, Report] {
  const faults: Fault[] = [];
  const read = (path: string): Report | undefined => {
    try {
      return reportOf(path, judge);
    } catch (error) {
      if (!isInvalidInput(error)) throw error;
      faults.push(...error.faults);
      return undefined;
    }
  };
  const [earlier, later] = [read(before), read(after)];
  if (earlier === undefined || later === undefined) throw new InvalidInputError('the input', faults);
  return [earlier, later];
}

function reportOf(path: string, judge: (paths: readonly string[]) => Report): Report {
  const value = jsonOf(path);
  return looksLikeReport(value) ? readReport(path, value) : judge([path]);
}

/** The document of a JSON file; undefined for everything else, whose faults the reader of inputs reports. */
function jsonOf(path: string): unknown {
  if (path === '-' || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
