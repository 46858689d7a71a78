import fc from 'fast-check';
import { compare } from '../../../lib/verify/comparison/comparison';
import { COMPARISON_FORMATS } from '../../../lib/verify/comparison/comparison-text';
import {
  blockText,
  pieces,
  readBlock,
  addressBlock,
  sameAddresses,
  type Addresses,
} from '../../../lib/verify/reachability/addresses';
import {
  connectionsText,
  either,
  NO_CONNECTIONS,
  ports,
  PROTOCOLS,
  readConnections,
  sameConnections,
} from '../../../lib/verify/reachability/connections';
import { readReport } from '../../../lib/verify/reports/read-report';
import type { Report } from '../../../lib/verify/reports/report';
import { faultsOf } from '../../faults-of';
import { object, podOf } from '../checks/example';
import { networkPolicy, reportedAfter } from '../reports/reported';

const before = reportedAfter(() => undefined);
const NOTHING = { became: [], ceased: [] };
const to = (cidr: string): object => ({
  podSelector: {},
  policyTypes: ['Egress'],
  egress: [{ to: [{ ipBlock: { cidr } }], ports: [{ port: 443 }] }],
});

test('a report differs in nothing from itself', () => {
  expect(compare(before, structuredClone(before))).toEqual({
    version: 1,
    loosened: false,
    premises: NOTHING,
    reachable: NOTHING,
    readable: NOTHING,
    allowed: NOTHING,
    checks: [],
    findings: NOTHING,
  });
});

test('a finding that says more behind the same words is a new one, and both are told whole', () => {
  const [first, ...checks] = before.checks;
  const withAll = (...all: string[]): Report => {
    const finding = { status: 'fail', resource: 'cluster', path: '', message: 'a and 2 more', all, fix: '' } as const;
    return { ...before, checks: [{ ...(first as (typeof before.checks)[number]), findings: [finding] }, ...checks] };
  };
  const comparison = compare(withAll('a', 'b', 'c'), withAll('a', 'b', 'd'));
  expect(comparison.findings.became).toMatchObject([{ all: ['a', 'b', 'd'] }]);
  expect(COMPARISON_FORMATS.text(comparison)).toContain('a and 2 more (a; b; d)');
});

test('premises that only one of two reports has are said first: what else differs may come from them', () => {
  const withoutPremise: Report = {
    ...before,
    summary: { ...before.summary, premises: before.summary.premises.slice(1) },
  };
  const [premise] = before.summary.premises;
  const comparison = compare(before, withoutPremise);
  expect(comparison).toMatchObject({ loosened: false, premises: { became: [], ceased: [premise] } });
  expect(COMPARISON_FORMATS.text(comparison)).toBe(
    `Nothing was loosened, by verdicts of different premises\n\nPremises of the first only\n  ${premise}\n`,
  );
  expect(COMPARISON_FORMATS.markdown(compare(withoutPremise, before))).toContain('#### Premises of the second only');
});

test.each<[string, Report, object]>([
  [
    'a block of addresses, of which a part was reachable before',
    reportedAfter((objects) =>
      objects.push(networkPolicy(to('10.0.240.0/23')), networkPolicy(to('10.0.242.0/24'), 'ml-alpha', 'b')),
    ),
    {
      reachable: {
        became: [{ from: 'ml-alpha', to: 'outside 10.0.242.0/24', connections: 'TCP 443', status: 'allowed' }],
        ceased: [],
      },
    },
  ],
  [
    'another port of addresses that were reachable before',
    reportedAfter((objects) => {
      const rules = object(objects, 'NetworkPolicy', 'allow-cloud-endpoints', 'ml-alpha').spec.egress;
      for (const { ports: open } of rules) open.push({ protocol: 'TCP', port: 8443 });
    }),
    { reachable: { became: [expect.objectContaining({ connections: 'TCP 8443' }), expect.anything()], ceased: [] } },
  ],
  [
    'a volume without its prefix, in place of its own',
    reportedAfter((objects) => {
      const { spec } = object(objects, 'PersistentVolume', 'ml-alpha--data');
      spec.mountOptions = spec.mountOptions.filter((option: string) => !option.startsWith('prefix'));
    }),
    {
      readable: {
        became: [expect.objectContaining({ who: 'ml-alpha', what: 's3://training-data-bucket/', how: 'reads' })],
        ceased: [expect.objectContaining({ what: 's3://training-data-bucket/ml-alpha/' })],
      },
    },
  ],
  [
    'one more right in a role',
    reportedAfter((objects) => {
      const role = object(objects, 'ClusterRole', 'ml-scientist');
      role.rules.push({ apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['create'] });
    }),
    {
      allowed: {
        became: [
          expect.objectContaining({ who: 'Group ml:alpha:scientists', rights: ['create statefulsets.apps'] }),
          expect.objectContaining({ who: 'Group ml:beta:scientists', rights: ['create statefulsets.apps'] }),
        ],
        ceased: [],
      },
    },
  ],
  [
    'an image by its tag',
    reportedAfter(
      (objects) => (podOf(objects).spec.containers[0].image = '111122223333.dkr.ecr.us-west-2.amazonaws.com/alpha/t:1'),
    ),
    {
      // The policies of admission no longer let the job start either.
      checks: expect.arrayContaining([
        expect.objectContaining({ id: 'pod/image-digest', before: 'pass', after: 'fail', worse: true }),
      ]),
      findings: {
        became: expect.arrayContaining([expect.objectContaining({ check: 'pod/image-digest', status: 'fail' })]),
        ceased: [],
      },
    },
  ],
])('%s is seen as loosened, and the other way round as gone', (_, after, expected) => {
  expect(compare(before, after)).toMatchObject({ loosened: true, ...expected });
  const forth = compare(before, after);
  const back = compare(after, before);
  for (const relation of ['reachable', 'readable', 'allowed', 'findings'] as const) {
    expect(back[relation]).toEqual({ became: forth[relation].ceased, ceased: forth[relation].became });
  }
});

test('what is only taken away loosens nothing', () => {
  const after = reportedAfter((objects) => {
    object(objects, 'NetworkPolicy', 'allow-dns', 'ml-beta').spec.egress[0].ports.pop();
  });
  const { reachable } = compare(before, after);
  expect(reachable.became).toEqual([]);
  expect(reachable.ceased).toEqual([expect.objectContaining({ from: 'ml-beta', connections: 'TCP 53' })]);
});

test('a check that is not asked any more is worse, one that is new is not', () => {
  const fewer: Report = { ...before, checks: before.checks.filter(({ id }) => id !== 'pod/security') };
  expect(compare(before, fewer)).toMatchObject({
    loosened: true,
    checks: [{ id: 'pod/security', after: 'not-judged' }],
  });
  expect(compare(fewer, before).loosened).toBe(false);
});

test('the text forms say the same as JSON, and nothing in them ends a block of Markdown', () => {
  const after = reportedAfter((objects) => {
    objects.push(networkPolicy(to('203.0.113.0/24')));
    podOf(objects).spec.containers[0].image = '```<img src=x>';
  });
  const comparison = compare(before, after);
  expect(COMPARISON_FORMATS.text(comparison)).toContain('ml-alpha => outside 203.0.113.0/24 : TCP 443');
  const markdown = COMPARISON_FORMATS.markdown(comparison);
  expect(markdown).toContain('````text\n');
  expect(COMPARISON_FORMATS.text(compare(before, before))).toBe('No difference\n');
  expect(JSON.parse(COMPARISON_FORMATS.json(comparison))).toEqual(comparison);
});

test('a report of another version or shape is refused with every fault', () => {
  const broken = { ...before, version: 2, checks: [{ ...before.checks[0], status: 'fine' }] };
  expect(faultsOf(() => readReport('a.json', broken)).map(({ path }) => path)).toEqual([
    'a.json version',
    'a.json checks.0.status',
  ]);
});

test('texts of connections and of blocks are read as they were written', () => {
  const port = fc.integer({ min: 1, max: 65535 });
  const range = fc.record({
    protocol: fc.constantFrom(...PROTOCOLS),
    first: port,
    size: fc.integer({ min: 0, max: 300 }),
  });
  fc.assert(
    fc.property(fc.array(range, { maxLength: 6 }), (ranges) => {
      const connections = ranges
        .map(({ protocol, first, size }) => ports(protocol, first, Math.min(65535, first + size)))
        .reduce(either, NO_CONNECTIONS);
      const read = readConnections(connectionsText(connections));
      return read !== undefined && sameConnections(read, connections);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })), { maxLength: 5 }), (blocks) => {
      const sets = blocks.map(([address, length]) => addressBlock(`${address}/${length}`) as Addresses);
      return pieces(sets).every((piece) => {
        const read = readBlock(blockText(piece));
        return read !== undefined && sameAddresses(read, piece);
      });
    }),
  );
});

describe('less of what was found before is new, and loosens nothing', () => {
  const [first, ...checks] = before.checks;
  const withFindings = (...findings: readonly object[]): Report => ({
    ...before,
    checks: [{ ...first!, status: 'fail', findings: findings as never }, ...checks],
  });
  const finding = (message: string, more: object = {}): object => ({
    status: 'fail',
    resource: 'Namespace/ml-alpha',
    path: '',
    message,
    fix: '',
    ...more,
  });
  const none = finding('has no quota: nothing bounds a, b and 1 more', { all: ['a', 'b', 'c'] });

  test.each([
    ['one of several', [none], [finding('nothing bounds a'), finding('nothing bounds b')], false],
    ['all of several, and more', [none], ['a', 'b', 'c', 'd'].map((name) => finding(`nothing bounds ${name}`)), true],
    [
      'what is perhaps so',
      [finding('reaches all')],
      [finding('reaches some, perhaps', { status: 'unknown', path: 'spec' })],
      false,
    ],
    ['what is so for sure', [finding('perhaps', { status: 'unknown' })], [finding('surely')], true],
    ['as much in another place', [finding('is open', { path: 'a' })], [finding('is open too', { path: 'b' })], true],
    [
      'other words for the same place',
      [finding('may get, list', { path: 'a' })],
      [finding('may get', { path: 'a' })],
      false,
    ],
    ['the same of something else', [finding('is open')], [finding('is open', { resource: 'Namespace/ml-beta' })], true],
  ])('%s', (_, was, is, loosened) => {
    const { loosened: found, findings } = compare(withFindings(...was), withFindings(...is));
    expect([found, findings.became.length > 0]).toEqual([loosened, true]);
  });
});
