import { DIALECTS, type Dialect } from '../lib';
import { GAPS, RULES, type Rule } from '../lib/policies';
import { GUARDED_KINDS } from '../lib/model/policies/guarded-kinds';
import { THREATS, type Threat } from '../lib/model/risk/threats';
import type { JudgedKinds, Kind } from '../lib/policies/judged';
import { POD_MAKERS, isAlwaysThere } from '../lib/policies/judged';
import type { Scope } from '../lib/policies/scope';

/** The tables of docs/policies.md by the names of their places, made of the rules themselves. */
export function policyTables(): Readonly<Record<string, string>> {
  return {
    rules: table(
      ['rule', 'what holds', 'without it', 'stops', 'judges', 'where', ...DIALECTS, 'beside it'],
      RULES.map((rule) => [
        `\`${rule.id}\``,
        rule.title,
        rule.why,
        rule.stops.join(', '),
        judgedText(rule.judges),
        SCOPES[rule.scope],
        ...DIALECTS.map((dialect) => said(rule, dialect)),
        rule.beside ?? '',
      ]),
    ),
    threats: table(
      ['', 'what it is'],
      Object.entries(THREATS).filter(([id]) => RULES.some(({ stops }) => stops.includes(id as Threat))),
    ),
    gaps: table(
      ['why a dialect cannot say a rule', 'rules', 'instead'],
      Object.entries(GAPS).map(([reason, text]) => {
        const rules = RULES.filter(({ cannot }) => Object.values(cannot ?? {}).some((gap) => gap.reason === reason));
        const gaps = rules.flatMap(({ cannot }) => Object.values(cannot ?? {}));
        const instead = new Set(
          gaps.map((gap) => (gap.instead === 'vap' ? 'the same rule as `vap`' : ids(gap.instead))),
        );
        return [text, ids(rules.map(({ id }) => id)), [...instead].join('; ')];
      }),
    ),
    guarded: table(
      ['kind', 'where', 'written by', 'whoever writes it'],
      GUARDED_KINDS.map((kind) => [
        `\`${kindText(kind)}\``,
        PLACES[kind.where],
        kind.writers === 'platform' ? 'the platform' : 'controllers',
        kind.opens,
      ]),
    ),
  };
}

const SCOPES: Readonly<Record<Scope, string>> = {
  projects: 'projects',
  everywhere: 'all but component namespaces',
  elsewhere: 'outside projects and components',
  'elsewhere-without-gpus': 'outside projects, components and `policies.gpuNamespaces`',
  'policy-engine': "Kyverno's namespace",
  cluster: 'the cluster',
};

const PLACES = { project: 'projects', cluster: 'the cluster', 'policy-engine': "Kyverno's namespace" } as const;

const ids = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function said({ cannot, guard, judges }: Rule, dialect: Dialect): string {
  const gap = cannot?.[dialect];
  if (dialect === 'kyverno' && !judges.some(({ kinds }) => kinds.some(isAlwaysThere))) return 'as `vap`';
  if (gap !== undefined) return gap.instead === 'vap' ? 'as `vap`' : `no: ${ids(gap.instead)}`;
  return guard === true && dialect !== 'vap' ? 'yes, and as `vap`' : 'yes';
}

function judgedText(judges: readonly JudgedKinds[]): string {
  return judges.map(({ kinds, operations }) => `${operations.join(', ')} of ${kindsText(kinds)}`).join('; ');
}

function kindsText(kinds: readonly Kind[]): string {
  if (kinds.every((kind) => GUARDED_KINDS.some((one) => one === kind))) return 'the kinds below';
  const others = kinds
    .filter((kind) => !POD_MAKERS.includes(kind))
    .map(({ resource, subresource }) => (subresource === undefined ? resource : `${resource}/${subresource}`));
  return [
    ...others,
    ...(kinds.some((kind) => kind === POD_MAKERS[0])
      ? ['controllers']
      : kinds.filter((kind) => POD_MAKERS.includes(kind)).map(({ resource }) => resource)),
  ].join(', ');
}

const kindText = ({ group, resource, subresource }: Kind): string =>
  [resource, ...(subresource === undefined ? [] : [`/${subresource}`]), ...(group === '' ? [] : [`.${group}`])].join(
    '',
  );

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The document with each generated part as it should be. */
export function withTables(document: string): string {
  return Object.entries(policyTables()).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- generated: ${name} -->\\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`docs/policies.md has no place for the table ${name}`);
    return text.replace(place, (_, start: string, end: string) => `${start}${rows}\n${end}`);
  }, document);
}
