import { FORMATS } from '../../../lib/verify/reports/formats';
import { reachMap } from '../../../lib/verify/reports/html/parties';
import { STYLE } from '../../../lib/verify/reports/html/style';
import type { Report } from '../../../lib/verify/reports/report';
import { exampleObjects } from '../checks/example';
import { HOSTILE, hostileReport, networkPolicy, reported, reportedAfter } from './reported';

const html = (report: Report): string => FORMATS.html(report);
const good = html(reported(exampleObjects()));
const hostile = html(hostileReport());
const tagsOf = (page: string): string[] =>
  [...page.matchAll(/<([a-zA-Z][a-zA-Z0-9]*)/g)].map(([, tag]) => tag as string);

test('the page loads nothing and runs nothing', () => {
  for (const page of [good, hostile]) {
    expect(tagsOf(page)).toEqual(
      expect.not.arrayContaining(['script', 'img', 'iframe', 'object', 'embed', 'link', 'form']),
    );
    const tags = [...page.replace(/<style>[^<]*<\/style>/, '').matchAll(/<[^>]*>/g)].map(([tag]) => tag);
    for (const tag of tags) expect(tag).not.toMatch(/\s(?:src|srcset|action|on\w+)=|https?:/i);
    expect(page).toContain("default-src 'none'");
    expect(STYLE).not.toMatch(/url\(|@import|</);
  }
});

test('whatever the input says stays text', () => {
  const tags = new Set(tagsOf(hostile));
  const own = new Set([...tagsOf(good), ...tagsOf(html(reportedAfter((objects) => objects.splice(0, 20))))]);
  expect([...tags].filter((tag) => !own.has(tag))).toEqual([]);
  expect(hostile).toContain(HOSTILE.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;'));
  expect(hostile).not.toContain('<img');
});

test('opens with the table of expected behaviour, then what is wrong, and has every section', () => {
  expect([...good.matchAll(/<h2[^>]*>([^<]+)/g)].map(([, title]) => title)).toEqual([
    'Expected behaviour',
    'Findings',
    'Weakenings that are accepted',
    'Who reaches whom',
    'Who gets at which data',
    'Who may do what',
    'Premises',
    'Evidence for each control',
    'Judged files',
  ]);
  expect(good).toContain('beta profiles kernels by hand');
  expect(good).toContain('vpc-cni enforces network policies');
});

test('is usable without seeing it: landmarks, language, headings in order, captions, headed rows, names for what scrolls', () => {
  for (const page of [good, hostile]) {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    for (const landmark of ['header', 'nav', 'main', 'footer']) expect(page.split(`<${landmark}`)).toHaveLength(2);
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1));
    const tables = page.match(/<table/g)?.length ?? 0;
    expect(tables).toBeGreaterThan(8);
    expect(page.match(/<caption>[^<]+<\/caption>/g)).toHaveLength(tables);
    expect(page.match(/<tbody><tr><th scope="row">/g)).toHaveLength(tables);
    for (const [tag] of page.matchAll(/<\w+[^>]*tabindex[^>]*>/gi))
      expect(tag).toMatch(/role="region" aria-label="[^"]+"/);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  }
});

test('has a contrast of 4.5 to 1 for every pair of text and ground, light and dark', () => {
  const [light, dark] = [...STYLE.matchAll(/:root \{([^}]*)\}/g)].map(
    ([, body = '']) =>
      new Map([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value])),
  );
  const chips = ['good', 'bad', 'open', 'kept', 'quiet'].map((name) => [name, `${name}-ground`]);
  const texts = ['text', 'soft', 'accent'].flatMap((text) => ['ground', 'raised'].map((ground) => [text, ground]));
  for (const colors of [light, dark]) {
    expect(colors?.size).toBeGreaterThan(15);
    for (const [text = '', ground = ''] of [...chips, ...texts, ['bad', 'raised']])
      expect([text, ground, contrast(colors?.get(text), colors?.get(ground)) >= 4.5]).toEqual([text, ground, true]);
  }
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a = '', b = ''): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('draws and tabulates what crosses the border of a project as such', () => {
  const page = html(
    reportedAfter((objects) => {
      const alpha = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-alpha' } } };
      const beta = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ml-beta' } } };
      objects.push(networkPolicy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [beta] }] }));
      objects.push(
        networkPolicy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [alpha] }] }, 'ml-beta'),
      );
    }),
  );
  expect(page).toMatch(/<path class="edge alarm"/);
  expect(page).toMatch(/<td class="alarm"><div>All Connections/);
  expect(good).not.toMatch(/edge alarm|td class="alarm"/);
});

test('draws no line beyond the picture, and says in it who is alike', () => {
  const names = Array.from({ length: 8 }, (_, index) => `ml-${index}`);
  const rows = names.flatMap((name, index) =>
    ['kube-system', ...(index % 2 === 0 ? ['data'] : []), ...(index % 3 === 0 ? ['tracking'] : [])].flatMap((other) => [
      { from: name, to: other, connections: 'TCP 53', status: 'allowed' as const },
      { from: other, to: name, connections: 'All Connections', status: 'allowed' as const },
    ]),
  );
  const report = reported(exampleObjects());
  const page = html({ ...report, summary: { ...report.summary, projects: names, reachable: rows } });
  const [left = NaN, top = NaN, width = NaN, height = NaN] = /viewBox="([^"]+)" width/
    .exec(page)![1]!
    .split(' ')
    .map(Number);
  const lines = [...page.matchAll(/class="edge[^"]*" d="([^"]+)"/g)].map(([, line]) => line!.match(/-?[\d.]+/g)!);
  expect(lines.length).toBeGreaterThan(10);
  const points = lines.flatMap((numbers) =>
    numbers.flatMap((x, index) => (index % 2 === 0 ? [[Number(x), Number(numbers[index + 1])] as const] : [])),
  );
  for (const [x, y] of points)
    expect([x >= left, x <= left + width, y >= top, y <= top + height]).toEqual([true, true, true, true]);
  expect(page).toContain('<title>ml-1, ml-5, ml-7</title>');
  expect(page).toContain('<th scope="row" title="ml-1, ml-5, ml-7">');
});

test.each([
  ['another namespace', { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } } }],
  ['the internet', { ipBlock: { cidr: '203.0.113.0/24' } }],
])('what a project reaches of %s and is not meant to stands out', (_, peer) => {
  const page = html(
    reportedAfter((objects) => {
      objects.push({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'web' } });
      objects.push(networkPolicy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [peer] }] }));
    }),
  );
  expect(page).toMatch(/<path class="edge alarm"/);
  expect(page).toMatch(/<td class="alarm"><div>All Connections<\/div><div class="mark">is not meant/);
  expect(page).toContain('1 connection crosses the border of a project where none is meant to');
});

test('a thousand projects that are alike are one row; one that differs stands out', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `ml-${index}`);
  const row = (from: string, to: string): Report['summary']['reachable'][number] => ({
    from,
    to,
    connections: 'TCP 443',
    status: 'allowed',
  });
  const rows = names.flatMap((name) => [row(name, name), row(name, 'ml-data')]);
  expect(reachMap(names, rows).parties.map(({ name, alike }) => [name, alike.length])).toEqual([
    ['ml-0', 1000],
    ['ml-data', 1],
  ]);
  expect(
    reachMap(names, [...rows, row('ml-7', 'ml-8')]).parties.map(({ name, alike }) => [name, alike.length]),
  ).toEqual([
    ['ml-0', 998],
    ['ml-7', 1],
    ['ml-8', 1],
    ['ml-data', 1],
  ]);
});

test('long tables and long lists of findings are folded, with all that they hold, and short ones stand open', () => {
  const report = reported(exampleObjects());
  const rows = Array.from({ length: 60 }, (_, index) => ({
    ...report.summary.allowed[0]!,
    where: `ml-alpha-${index}`,
  }));
  const [check, ...others] = report.checks;
  const findings = rows.map(({ where }) => ({
    status: 'fail' as const,
    resource: 'Job/pretrain',
    path: '',
    namespace: where,
    message: 'is open',
    fix: 'shut it',
  }));
  const page = html({
    ...report,
    summary: { ...report.summary, allowed: rows },
    checks: [{ ...check!, status: 'fail', findings }, ...others],
  });
  const folded = [...page.matchAll(/<details><summary>([^<]*)<\/summary>(.*?)<\/details>/gs)];
  expect(folded.map(([, summary]) => summary)).toEqual(['40 more', 'Rights and places: 60 rows']);
  expect(folded[0]![2]!.match(/<li>/g)).toHaveLength(40);
  expect(folded[1]![2]!.match(/<tr>/g)).toHaveLength(61);
  expect(good).not.toContain('<details>');
});
