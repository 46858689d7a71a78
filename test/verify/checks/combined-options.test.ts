import * as fc from 'fast-check';
import { definePlatform, InvalidInputError, type Platform } from '../../../lib';
import { deploymentText } from '../../../lib/plan';
import type { Verdict } from '../../../lib/verify/verdict/verdict';
import { whole } from '../../aws/whole';
import { synthesizeAll } from '../../kubernetes/document-1';
import { CONTRADICTING, LEFT_OPEN, OPTIONS, plainDraft } from './described-options';
import { judgedText } from './example';

/** What the library writes for some options at once, both halves of it, judged by their description; nothing where it is refused. */
async function verdictOn(names: readonly string[]): Promise<Verdict | undefined> {
  const draft = plainDraft();
  for (const name of names) OPTIONS[name]?.(draft);
  let platform: Platform;
  let texts: Record<string, string>;
  try {
    platform = definePlatform(draft.platform);
    const items = synthesizeAll(draft.platform, draft.job);
    texts = {
      'manifests.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
      'plan.json': deploymentText(await whole(platform)),
    };
  } catch (error) {
    if (error instanceof InvalidInputError) return undefined;
    throw error;
  }
  const { cni } = platform.network;
  // The plan shows the VPC CNI as an add-on, and no other.
  const assume = ['complete', 'signed', ...(cni === 'vpc-cni' ? [] : [`cni=${cni}`])];
  return judgedText(texts, { platform, assume, at: '2026-12-01' });
}

const TOGETHER = 4;

/** Every option twice, each time beside others; of one seed, so that every run asks the same. */
const names = Object.keys(OPTIONS);
const shuffled = fc.shuffledSubarray(names, { minLength: names.length });
const combinations = fc
  .sample(shuffled, { seed: 11, numRuns: 2 })
  .flatMap((order) => order.flatMap((_, at) => (at % TOGETHER === 0 ? [order.slice(at, at + TOGETHER)] : [])));

/** What of the verifier went by one of these alone once. */
const MET: readonly (readonly string[])[] = [
  [],
  ['Cilium', 'DNS on the node'],
  ['roles by the token of a pod', 'an account that stands already'],
  ['nodes of somebody else', 'a pool for each project'],
  ['a shared pool', 'two pools for one project'],
  ['GPUs of AMD'],
  ['GPUs of a vendor that nobody knows', 'whole nodes'],
];

const contradict = (options: readonly string[]): boolean =>
  CONTRADICTING.some((pair) => pair.every((name) => options.includes(name)));

describe('the verdict on what the library writes is no worse, whatever a description asks for', () => {
  test.each([...MET, ...combinations].filter((options) => !contradict(options)).map((options) => [options.join(', ')]))(
    'such as: %s',
    async (title) => {
      const options = title.split(', ');
      const results = (await verdictOn(options))?.results ?? [];
      const leftOpen = new Set(options.flatMap((name) => LEFT_OPEN[name] ?? []));
      const open = results.filter(
        ({ check, status }) => status === 'fail' || (status === 'unknown' && !leftOpen.has(check.id)),
      );
      expect(open.map(({ check, findings }) => [check.id, findings.map(({ message }) => message)])).toEqual([]);
      // A combination that is refused, or switches most checks off, proves nothing.
      const settled = results.filter(({ status }) => status === 'pass' || status === 'accepted');
      expect(settled.length).toBeGreaterThan(120);
    },
  );

  test.each(CONTRADICTING)('but that %s and %s contradict each other', async (one, other) => {
    expect(await verdictOn([one, other])).toBeUndefined();
    expect(await verdictOn([one])).toBeDefined();
    expect(await verdictOn([other])).toBeDefined();
  });
});

/** What shows, beside an option, that it leaves something open. */
const SHOWING: Readonly<Record<string, readonly string[]>> = {
  Calico: ['the internet for a project', 'a service with databases'],
  'roles by the token of a pod': ['an account that stands already'],
  'an account that stands already': ['roles by the token of a pod'],
};

test.each(Object.entries(LEFT_OPEN))('%s leaves %j open indeed', async (option, checks) => {
  const results = (await verdictOn([option, ...(SHOWING[option] ?? [])]))?.results ?? [];
  const unknown = results.flatMap(({ check, status }) => (status === 'unknown' ? [check.id] : []));
  expect(unknown).toEqual(expect.arrayContaining([...checks]));
});
