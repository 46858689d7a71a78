import { few } from '../few';
import { placeText, resourceText } from '../reports/finding-text';
import type { Comparison } from './comparison';

/** A heading with lines, as text and Markdown show it. */
interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What changed, for a terminal. */
function comparisonText(comparison: Comparison): string {
  const blocks = blocksOf(comparison).flatMap(({ title, lines }) => ['', title, ...lines.map((line) => `  ${line}`)]);
  return `${[headlineOf(comparison, blocks.length > 0), ...blocks].join('\n')}\n`;
}

/** The same for a comment on a pull request. */
function comparisonMarkdown(comparison: Comparison): string {
  const blocks = blocksOf(comparison).flatMap(({ title, lines }) => ['', `#### ${title}`, '', fenced(lines)]);
  return `${[`### ${headlineOf(comparison, blocks.length > 0)}`, ...blocks].join('\n')}\n`;
}

function comparisonJson(comparison: Comparison): string {
  return `${JSON.stringify(comparison, undefined, 2)}\n`;
}

export const COMPARISON_FORMATS = {
  text: comparisonText,
  json: comparisonJson,
  markdown: comparisonMarkdown,
} as const satisfies Readonly<Record<string, (comparison: Comparison) => string>>;

function headlineOf({ loosened, premises }: Comparison, changed: boolean): string {
  if (!changed) return 'No difference';
  const differ = premises.became.length + premises.ceased.length > 0;
  return `${loosened ? 'The isolation was loosened' : 'Nothing was loosened'}${differ ? ', by verdicts of different premises' : ''}`;
}

function blocksOf({ premises, reachable, readable, allowed, checks, findings }: Comparison): readonly Block[] {
  const worse = checks.filter((check) => check.worse);
  const others = checks.filter((check) => !check.worse);
  const turn = ({ id, before, after }: Comparison['checks'][number]): string => `${id}: ${before} -> ${after}`;
  const blocks: readonly Block[] = [
    { title: 'Premises of the first only', lines: premises.ceased },
    { title: 'Premises of the second only', lines: premises.became },
    { title: 'Became reachable', lines: reachable.became.map(reachableLine) },
    { title: 'Became readable', lines: readable.became.map(readableLine) },
    { title: 'Became allowed', lines: allowed.became.map(allowedLine) },
    { title: 'Checks that turned to the worse', lines: worse.map(turn) },
    { title: 'New findings', lines: findings.became.map(findingLine) },
    { title: 'No longer reachable', lines: reachable.ceased.map(reachableLine) },
    { title: 'No longer readable', lines: readable.ceased.map(readableLine) },
    { title: 'No longer allowed', lines: allowed.ceased.map(allowedLine) },
    { title: 'Checks that turned otherwise', lines: others.map(turn) },
    { title: 'Findings that are gone', lines: findings.ceased.map(findingLine) },
  ];
  return blocks.filter(({ lines }) => lines.length > 0);
}

function reachableLine({ from, to, connections, status }: Comparison['reachable']['became'][number]): string {
  return `${from} => ${to} : ${connections}${status === 'undecided' ? ' (undecided)' : ''}`;
}

function readableLine({ who, what, how, by, status }: Comparison['readable']['became'][number]): string {
  return `${who} ${how} ${what} (${by}${status === 'undecided' ? ', undecided' : ''})`;
}

function allowedLine({ who, may, where, rights, by, status }: Comparison['allowed']['became'][number]): string {
  const what = rights.length === 0 ? may : `${may} (${few(rights).shown})`;
  return `${who} may ${what} in ${where}, by ${by}${status === 'undecided' ? ' (undecided)' : ''}`;
}

function findingLine(finding: Comparison['findings']['became'][number]): string {
  const place = placeText(finding);
  const { check, status, message, all } = finding;
  // What is shown may be the same before and after.
  const whole = all === undefined ? '' : ` (${all.join('; ')})`;
  return `${check} ${status}: ${place === undefined ? '' : `${place} `}${resourceText(finding)}: ${message}${whole}`;
}

/** A block of code that nothing in it can end. */
function fenced(lines: readonly string[]): string {
  const text = lines.map((line) => line.replace(/\s+/g, ' ')).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
