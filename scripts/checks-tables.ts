import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKS } from '../lib/verify/checks';
import { FAMILIES, type Check, type Family } from '../lib/verify/checks/check';
import { THREATS, type Threat } from '../lib/model/risk/threats';
import { EXPECTED_BEHAVIOUR, includesCheck } from '../lib/verify/verdict/expected-behaviour';
import { KNOWN_FAULTS } from './known-faults';

const TESTS = join(__dirname, '../test/verify/checks');

const GENERATED = '<!-- Made by `npx jiti scripts/checks-document.ts` from the checks themselves. -->';

/** docs/checks.md: every check of the verifier, family by family. */
export function checksDocument(): string {
  const families = (Object.keys(FAMILIES) as Family[]).map((family) => {
    const checks = CHECKS.filter(({ id }) => id.startsWith(`${family}/`));
    const { title, input } = FAMILIES[family];
    const needs = input === 'cloud' ? 'a plan, a stack or IAM documents' : 'manifests or a dump of a cluster';
    return [`## ${title}`, '', `Judged where there are ${needs}.`, '', ...checks.flatMap(section)].join('\n');
  });
  return [
    '# Checks',
    '',
    GENERATED,
    '',
    `The ${CHECKS.length} checks of \`training-isolation verify\`. Each passes, fails, is unknown, accepted, or does not apply;`,
    '`verify --explain ID` prints one of them. Adversaries and attacks are named in [threats](threats.md).',
    '',
    ...families,
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function section({ id, title, why, stops, control, fix, openWorld, positive }: Check): readonly string[] {
  return [
    `### \`${id}\``,
    '',
    `**${title}.**${positive === true ? ' Asks whether what must work does work.' : ''} ${why}`,
    '',
    ...(stops.length === 0 ? [] : [`- stops: ${stops.join(', ')}`]),
    `- control: ${control}`,
    `- mend it: ${fix}`,
    ...(openWorld === true ? ['- a pass asks for the whole cluster, or for `--assume complete`'] : []),
    '',
  ];
}

/** docs/threats.md: from each threat and each row of a guide to the controls, checks and tests. */
export function threatsDocument(): string {
  return [
    '# Threats',
    '',
    GENERATED,
    '',
    'Which control answers which threat, which check proves it, and which test removes the control and sees the check turn.',
    'A1 to A4 are the adversaries of the guide "Isolating AI training batch jobs in Kubernetes"; T1 to T20 are attacks that it',
    'does not name. What no check can show is in [limits](limits.md).',
    '',
    '## Threats and controls',
    '',
    ...table(
      ['threat', 'control', 'check', 'test'],
      (Object.keys(THREATS) as Threat[]).flatMap((threat) =>
        answering(threat).map((check, index) => [
          index === 0 ? `**${threat}**: ${THREATS[threat]}` : '',
          check.control,
          link(check.id),
          testOf(check.id),
        ]),
      ),
    ),
    '',
    '## Expected behaviour',
    '',
    ...table(
      ['signal', 'expected', 'checks'],
      EXPECTED_BEHAVIOUR.map(({ signal, expected, checks }) => [
        signal,
        expected,
        `${checks.map((pattern) => `\`${pattern}\``).join(', ')}: ${CHECKS.filter(({ id }) => checks.some((pattern) => includesCheck(pattern, id))).length} checks`,
      ]),
    ),
    '',
    '## Faults of published guides',
    '',
    'What guides on this subject get wrong, as far as files show it, and the checks that say so.',
    '',
    ...table(
      ['fault', 'checks', 'tests'],
      KNOWN_FAULTS.map(({ fault, checks }) => [
        fault,
        checks.map(link).join(', '),
        [...new Set(checks.map(testOf))].join(', '),
      ]),
    ),
    '',
  ].join('\n');
}

/** T8 is what asks for the whole cluster: a pass of these checks says nothing about what is not in the files. */
export function answering(threat: Threat): readonly Check[] {
  return CHECKS.filter(({ stops, openWorld }) => (threat === 'T8' ? openWorld === true : stops.includes(threat)));
}

const link = (id: string): string => `[\`${id}\`](checks.md#${id.replace('/', '')})`;

/**
 * Each family has a file of tests in which every check is turned by a change of the example; some stand with their kin, in
 * the folder of the family before any other.
 */
export function testFileOf(id: string): string | undefined {
  const family = id.slice(0, id.indexOf('/'));
  const naming = [...tests()].filter(([, text]) => text.includes(`'${id}'`)).map(([file]) => file);
  return (
    naming.find((file) => file === `${family}/${family}.test.ts`) ??
    naming.find((file) => file.startsWith(`${family}/`)) ??
    naming[0]
  );
}

let read: ReadonlyMap<string, string> | undefined;

function tests(): ReadonlyMap<string, string> {
  const files = readdirSync(TESTS, { encoding: 'utf8', recursive: true }).filter((file) => file.endsWith('.test.ts'));
  read ??= new Map(files.sort().map((file) => [file, readFileSync(join(TESTS, file), 'utf8')]));
  return read;
}

const testOf = (id: string): string => `\`test/verify/checks/${testFileOf(id) ?? ''}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
