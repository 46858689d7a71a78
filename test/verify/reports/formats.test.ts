import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import type { Log } from 'sarif';
import { create } from 'xmlbuilder2';
import { reportSchema } from '../../../scripts/report-schema-text';
import { CHECKS } from '../../../lib/verify/checks';
import { FORMATS, type Format, type FormatOptions } from '../../../lib/verify/reports/formats';
import { readReport } from '../../../lib/verify/reports/read-report';
import type { Report } from '../../../lib/verify/reports/report';
import { podOf, type Loose } from '../checks/example';
import { HOSTILE, hostileReport, networkPolicy, reported, reportedAfter } from './reported';
import { exampleObjects } from '../checks/example';

const good = reported(exampleObjects());
const bad = reportedAfter((objects) => {
  podOf(objects).spec.containers[0].image = '111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/train:latest';
});
const open = reported(exampleObjects(), { assumptions: { network: {} } });
const hostile = hostileReport();
const every: readonly [string, Report][] = Object.entries({ good, bad, open, hostile });

const written = (format: Exclude<Format, 'junit'>, report: Report, options: Partial<FormatOptions> = {}): string =>
  (FORMATS[format] as (report: Report, options: FormatOptions) => string)(report, { version: '1.2.3', ...options });

test('the reports of these tests differ in their verdict', () => {
  expect(every.map(([name, { summary }]) => [name, summary.verdict])).toEqual([
    ['good', 'accepted'],
    ['bad', 'fail'],
    ['open', 'unknown'],
    ['hostile', 'fail'],
  ]);
  expect(JSON.stringify(hostile).split(JSON.stringify(HOSTILE).slice(1, -1)).length).toBeGreaterThan(20);
});

test('what a check says twice of one thing in the same words stands once', () => {
  const type = 'aws:ec2/securityGroup:SecurityGroup';
  const rule = (protocol: string): object => ({ protocol, fromPort: 53, toPort: 53, securityGroups: ['sg-dns'] });
  const resources = [
    { type, inputs: { ingress: [{ protocol: '-1', self: true }, rule('udp'), rule('tcp')] }, outputs: { id: 'sg-1' } },
    {
      type: 'aws:ec2/launchTemplate:LaunchTemplate',
      inputs: { networkInterfaces: [{ interfaceType: 'efa', securityGroups: ['sg-1'] }] },
      outputs: { id: 'lt' },
    },
    {
      type: 'aws:eks/nodeGroup:NodeGroup',
      inputs: {
        launchTemplate: { id: 'lt' },
        taints: [{ key: 'workload-type', value: 'ai-training', effect: 'NO_SCHEDULE' }],
      },
    },
  ].map((item, index) => ({ urn: `urn:pulumi:a::b::${item.type}::r${index}`, custom: true, ...item }));
  const text = written(
    'text',
    reported(exampleObjects(), {}, 'objects.json', { version: 3, deployment: { resources } }),
  );
  expect(text).toContain('lets in sg-dns');
  expect(text.split('security group r0 lets in sg-dns\n')).toHaveLength(2);
  expect(text).not.toMatch(/(node\/own-security-group), \1/);
});

test('JSON has the public shape, and is read back as it was', () => {
  const report = JSON.parse(written('json', bad)) as Report;
  expect(Object.keys(report)).toEqual(['version', 'inputs', 'summary', 'checks']);
  const check = report.checks.find(({ id }) => id === 'pod/image-digest');
  expect(Object.keys(check ?? {})).toEqual(['id', 'title', 'status', 'subjects', 'findings']);
  expect(check?.findings).toEqual([
    {
      status: 'fail',
      resource: 'Job/pretrain',
      namespace: 'ml-alpha',
      path: 'spec.template.spec.containers[0].image',
      message: expect.stringContaining('train:latest'),
      fix: expect.any(String),
      file: 'objects.json',
      line: expect.any(Number),
    },
  ]);
  for (const [, item] of every) expect(readReport('r.json', JSON.parse(written('json', item)))).toEqual(item);
});

test('what messages for people cut short is whole in JSON and SARIF', () => {
  const unguarded = reportedAfter((objects) => {
    objects.splice(0, objects.length, ...objects.filter(({ kind }) => !/Policy(?:Binding)?$/.test(kind)));
  });
  const { checks } = JSON.parse(written('json', unguarded)) as Report;
  const cut = checks.flatMap(({ findings }) => findings).filter(({ message }) => / and \d+ more$/.test(message));
  const wholes = cut.map(({ message, all = [] }) => [
    message.startsWith(`no policy refuses ${all.slice(0, 3).join('; ')} and ${all.length - 3} more`),
    written('text', unguarded).includes(all.at(-1) ?? ''),
  ]);
  expect(cut.length).toBeGreaterThan(10);
  expect(new Set(wholes.map((whole) => whole.join()))).toEqual(new Set(['true,false']));
  const { runs } = JSON.parse(written('sarif', unguarded)) as Log;
  const properties = runs.flatMap(({ results = [] }) => results.flatMap(({ properties: bag }) => bag?.['all'] ?? []));
  expect(properties).toEqual(cut.flatMap(({ all = [] }) => all));
});

test('so are ranges of addresses', () => {
  const blocks = ['192.0.2.0/25', '192.0.2.128/26', '198.51.100.0/24', '203.0.113.0/25'];
  const from = blocks.map((cidr) => ({ ipBlock: { cidr } }));
  const { checks } = reportedAfter((objects) => {
    objects.push(networkPolicy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from }] }));
  });
  const [finding] = checks.find(({ id }) => id === 'network/closed-ingress')?.findings ?? [];
  expect(finding?.message).toMatch(/^is open to addresses outside the cluster: .* and \d+ more -> /);
  expect(finding?.all).toHaveLength(4);
});

test.each(['text', 'markdown', 'html'] as const)(
  'a row that was not judged for want of a plan says so as %s',
  (format) => {
    const row = /Escape to a node[^\n]*?(not judged|does not apply|pass)/.exec(written(format, good));
    expect(row?.[1]).toBe('not judged');
  },
);

test('the JSON schema of the package is the shape that is read, and takes every report', () => {
  const text = readFileSync(join(__dirname, '../../../schemas/report.schema.json'), 'utf8');
  expect(text).toBe(reportSchema());
  const validate = new Ajv().compile(JSON.parse(text) as object);
  for (const [, report] of every) expect([validate(report), validate.errors]).toEqual([true, null]);
  expect(validate({ ...good, version: 2 })).toBe(false);
});

test.each(Object.keys(FORMATS) as Format[])('%s is the same for the same input', async (format) => {
  const text = (report: Report): string | Promise<string> => FORMATS[format](report, { version: '1.2.3' });
  expect(await text(reported(exampleObjects()))).toBe(await text(good));
});

test.each(Object.keys(FORMATS) as Format[])(
  '%s needs no option, and without the version names none',
  async (format) => {
    const text = await FORMATS[format](good);
    expect(text).not.toContain('1.2.3');
    const named = await FORMATS[format](good, { version: '1.2.3' });
    expect(named.replaceAll(/ *"(?:semanticVersion|version)": "1\.2\.3",\n/g, '')).toBe(text);
  },
);

describe('text', () => {
  test('says first what is not judged and why, then the table, then failures with their line', () => {
    const lines = written('text', bad).split('\n');
    expect(lines[0]).toBe(
      'Verdict on the cluster: ml-alpha, ml-beta; ' +
        'not judged: Access to the cloud, Nodes, Audit (no plan and no IAM documents)',
    );
    expect(lines.findIndex((line) => /Training pod with other code.*\s+FAIL/.test(line))).toBeLessThan(10);
    expect(lines).toContainEqual(expect.stringMatching(/objects\.json:\d+ ml-alpha\/Job\/pretrain spec\.template/));
  });

  test('says first what stands in a file, in the order of the checks, and then what is missing', () => {
    const bare = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'train', namespace: 'team' },
      spec: { containers: [{ name: 'a', image: 'a', env: [{ name: 'HF_TOKEN', value: `hf_${'a'.repeat(34)}` }] }] },
    };
    const idle = {
      apiVersion: 'kyverno.io/v1',
      kind: 'ClusterPolicy',
      metadata: { name: 'idle' },
      spec: { rules: [] },
    };
    const text = written('text', reported([bare, idle], { platform: undefined as never, namespaces: ['team'] }));
    const [, failures = ''] = text.split('Failures\n');
    const places = ['pod/image-digest', 'secrets/literal-credentials', 'network/default-deny', 'admission/images'];
    const found = places.map((id) => failures.indexOf(`\n  ${id}: `));
    expect(found).not.toContain(-1);
    expect([...found].sort((a, b) => a - b)).toEqual(found);
  });

  test('says once what many checks say in the same words', () => {
    const text = written('text', open);
    expect(text.split('what else is in the cluster could undo it').length - 1).toBe(1);
    expect(open.checks.filter(({ status }) => status === 'unknown').length).toBeGreaterThan(10);
  });

  test('says once of a workload that does not show its pods that nothing is known of them', () => {
    const served = {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name: 'served', namespace: 'ml-alpha' },
      spec: { predictor: { model: { modelFormat: { name: 'onnx' }, resources: { limits: { 'nvidia.com/gpu': 1 } } } } },
    };
    const report = reported([...exampleObjects(), served]);
    const said = report.checks.flatMap(({ findings }) =>
      findings.filter(({ message }) => message === 'the pod template is not in the files'),
    );
    expect(said.length).toBeGreaterThan(20);
    expect(written('text', report).split('the pod template is not in the files').length - 1).toBe(1);
  });
});

describe('SARIF', () => {
  const validate = ((): ((log: unknown) => unknown) => {
    const schema = JSON.parse(
      readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
    ) as Record<string, unknown>;
    // Draft 4 differs from what ajv reads in the names of these two only.
    delete schema['$schema'];
    delete schema['id'];
    const check = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    return (log) => (check(log) ? [] : check.errors);
  })();
  const logOf = (report: Report, options?: Partial<FormatOptions>): Log =>
    JSON.parse(written('sarif', report, options)) as Log;

  test.each(every)('of the %s report is valid by the schema of the standard', (_, report) => {
    expect(validate(logOf(report))).toEqual([]);
    expect(validate({ ...logOf(report), runs: [{ tool: {} }] })).not.toEqual([]);
  });

  test('has an error with file and line for each failure, an open result for each unknown, and a reason for what is accepted', () => {
    const results = every.flatMap(([, report]) => logOf(report).runs[0]?.results ?? []);
    const failures = results.filter(({ level, suppressions }) => level === 'error' && suppressions === undefined);
    expect(failures.length).toBeGreaterThan(5);
    for (const { locations } of failures)
      expect(locations?.[0]?.physicalLocation?.region?.startLine).toBeGreaterThan(0);
    const unknown = results.filter(({ kind }) => kind === 'open');
    expect(unknown.length).toBe(
      every
        .flatMap(([, { checks }]) => checks.flatMap(({ findings }) => findings))
        .filter(({ status }) => status === 'unknown').length,
    );
    expect(logOf(good).runs[0]?.results?.map(({ suppressions }) => suppressions?.[0]?.justification)).toEqual([
      expect.stringContaining('(description)'),
    ]);
    expect(
      logOf(open, { allowUnknown: open.checks.map(({ id }) => id) }).runs[0]?.results?.every(
        (result) => result.suppressions,
      ),
    ).toBe(true);
  });

  test('keeps the identity of a finding when lines move', () => {
    const prints = (report: Report): unknown =>
      logOf(report).runs[0]?.results?.map(({ partialFingerprints }) => partialFingerprints);
    const moved = {
      ...bad,
      checks: bad.checks.map((check) => ({
        ...check,
        findings: check.findings.map((finding) => ({ ...finding, line: 999 })),
      })),
    };
    expect(prints(moved)).toEqual(prints(bad));
  });

  test('and loses it when another name comes among those that the message leaves out', () => {
    const [check] = bad.checks;
    const printOf = (all: readonly string[]): unknown => {
      const finding = { resource: 'role/ml-alpha', path: '', message: 'a, b, c and 1 more', fix: 'less', all };
      const checks = [{ ...check!, findings: [{ ...finding, status: 'fail' as const }] }];
      return logOf({ ...bad, checks }).runs[0]?.results?.[0]?.partialFingerprints;
    };
    expect(printOf(['a', 'b', 'c', 'd'])).toEqual(printOf(['a', 'b', 'c', 'd']));
    expect(printOf(['a', 'b', 'c', 'e'])).not.toEqual(printOf(['a', 'b', 'c', 'd']));
  });
});

describe('JUnit', () => {
  interface Suite {
    readonly '@tests': string;
    readonly '@failures': string;
    readonly '@errors': string;
    readonly testcase: unknown;
  }
  const parsed = async (report: Report, options?: Partial<FormatOptions>): Promise<{ testsuites: Suite }> =>
    create(await FORMATS.junit(report, { version: '1.2.3', ...options })).end({ format: 'object' }) as never;

  test.each(every)('of the %s report is well-formed, and its counts are those of the checks', async (_, report) => {
    const { testsuites } = await parsed(report);
    const count = (status: string): string => String(report.checks.filter((check) => check.status === status).length);
    expect(testsuites['@failures']).toBe(count('fail'));
    expect(testsuites['@errors']).toBe(count('unknown'));
    expect(testsuites['@tests']).toBe(String(report.checks.length + report.summary.notJudged.length));
  });

  test('skips what may be unknown', async () => {
    const { testsuites } = await parsed(open, { allowUnknown: open.checks.map(({ id }) => id) });
    expect(testsuites['@errors']).toBe('0');
  });

  test('survives characters that XML cannot hold', async () => {
    const [first] = bad.checks;
    const finding = {
      status: 'fail' as const,
      resource: 'a\u0000b\u000b\ud800',
      path: '',
      message: ']]>',
      fix: '\u001b[31m',
    };
    const report = {
      ...bad,
      checks: [{ ...(first as Report['checks'][number]), status: 'fail' as const, findings: [finding] }],
    };
    expect((await parsed(report)).testsuites['@failures']).toBe('1');
  });
});

describe('Markdown', () => {
  test.each(every)(
    'of the %s report has tables whose rows have as many cells as their head, and no markup of the input',
    (_, report) => {
      const lines = written('markdown', report).split('\n');
      const rows = lines.filter((line) => line.startsWith('|'));
      expect(rows.length).toBeGreaterThan(8);
      expect(new Set(rows.map((row) => row.split('|').length))).toEqual(new Set([6]));
      const tags = lines.join('\n').match(/<\/?\w+[^>]*>/g) ?? [];
      expect(new Set(tags)).toEqual(
        new Set(tags.filter((tag) => /^<\/?(details( open)?|summary|code|br)>$/.test(tag))),
      );
      expect(lines.join('\n')).not.toMatch(/\]\(javascript/);
    },
  );
});

test('one check passes, and one fails, in words that agree', () => {
  const report: Report = {
    ...good,
    summary: { ...good.summary, checks: { ...good.summary.checks, pass: 1, fail: 1 } },
  };
  for (const format of ['text', 'markdown'] as const)
    expect(written(format, report)).toMatch(/\b1 check passes, 1 fails, 0 not known, 1 accepted/);
  expect(written('html', report)).toMatch(/<strong>1<\/strong> check passes.*<strong>1<\/strong> fails/s);
  expect(written('text', good)).toMatch(/^\d\d checks pass, 0 fail,/m);
});

test('every check explains itself: what, why, whom it stops, the control, how to mend it', () => {
  for (const { title, why, control, fix, stops, positive } of CHECKS) {
    for (const text of [title, why, control, fix]) expect(text.length).toBeGreaterThan(10);
    expect(stops.length > 0 || positive === true).toBe(true);
  }
});

describe('without any policy of admission', () => {
  const isJudging = ({ apiVersion }: Loose): boolean => /kyverno|admissionregistration/.test(String(apiVersion));
  const without = (...others: Loose[]): Report => {
    return reported([...exampleObjects().filter((item) => !isJudging(item)), ...others], { families: ['admission'] });
  };
  const bare = without();
  const failing = bare.checks.filter(({ status }) => status === 'fail').map(({ id }) => id);
  const said = `no policy of admission is in the files: ${failing.length} checks fail`;

  test('what is read by people says once that there is none, with the checks that fail for it', () => {
    expect(failing.length).toBeGreaterThan(10);
    for (const form of ['text', 'markdown', 'html'] as const) {
      const text = FORMATS[form](bare);
      expect(text.split(said)).toHaveLength(2);
      expect(text).not.toContain('no policy refuses');
      for (const id of failing) expect(text).toContain(id);
    }
  });

  test('programs still get each finding, and the verdict and its table stay', () => {
    for (const form of ['json', 'sarif'] as const)
      expect(FORMATS[form](bare).match(/no policy refuses/g)?.length).toBeGreaterThanOrEqual(failing.length);
    expect(bare.summary.unguarded).toEqual(failing);
    expect(bare.summary.verdict).toBe('fail');
    expect(bare.summary.checks.fail).toBe(failing.length);
    expect(readReport('report.json', JSON.parse(FORMATS.json(bare)))).toEqual(bare);
  });

  test.each([
    [
      'a webhook that may refuse',
      { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' },
    ],
    [
      'a policy that is bound to nothing',
      { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' },
    ],
    ['a policy of Kyverno', { apiVersion: 'kyverno.io/v1', kind: 'ClusterPolicy' }],
    ['a constraint of Gatekeeper', { apiVersion: 'constraints.gatekeeper.sh/v1beta1', kind: 'K8sAllowedRepos' }],
  ])('with %s each check speaks for itself', (_, policy) => {
    const one = without({ ...policy, metadata: { name: 'one' }, spec: {}, webhooks: [] });
    expect(one.summary.unguarded).toBeUndefined();
    expect(FORMATS.text(one)).not.toContain('no policy of admission');
  });

  test('a webhook that changes objects refuses nothing', () => {
    const kind = 'MutatingWebhookConfiguration';
    const mutating = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind,
      metadata: { name: 'inject' },
      webhooks: [],
    };
    expect(without(mutating).summary.unguarded).toEqual(failing);
  });
});
