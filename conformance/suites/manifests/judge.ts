import type { Kubectl, KubeObject } from '../../rig/kubectl';
import type { Manifest } from './manifest-set';
import { storedDifferently } from './stored-differently';

/** What the API server says of an object that is applied twice. */
export interface Verdict {
  readonly manifest: Manifest;
  /** Why it is wrong: the server's words, or how it differed the second time. */
  readonly fault?: string | undefined;
}

/** Applies Namespaces, then everything, then everything again: each must be accepted, and then be "unchanged". */
export async function judge(kubectl: Kubectl, manifests: readonly Manifest[]): Promise<Verdict[]> {
  const namespaces = manifests.filter(({ object }) => object.kind === 'Namespace');
  await applyAll(kubectl, namespaces); // a refused one is refused again below, and reported there
  const first = await applyAll(kubectl, manifests);
  const accepted = manifests.filter((manifest) => first.get(manifest)?.refused === undefined);
  const second = await applyAll(kubectl, accepted);
  const verdicts: Verdict[] = [];
  for (const manifest of manifests) {
    const fault = first.get(manifest)?.refused ?? (await faultOfSecond(kubectl, manifest, second.get(manifest)));
    verdicts.push({ manifest, fault });
  }
  return verdicts;
}

/** What became of one object: kubectl's word, or the server's refusal. */
interface Applied {
  readonly word?: string;
  readonly refused?: string;
}

async function faultOfSecond(kubectl: Kubectl, { object }: Manifest, applied?: Applied): Promise<string | undefined> {
  if (applied?.word === 'unchanged') return undefined;
  if (applied?.refused) return `accepted once, then refused: ${applied.refused}`;
  const differing = storedDifferently(object, await kubectl.stored(object)).slice(0, 10);
  const why =
    differing.length > 0
      ? `write what the server stores:\n${differing.join('\n')}`
      : 'no field of it differs from what is stored';
  return `applied again, kubectl says "${applied?.word}", not "unchanged"; ${why}`;
}

/** All at once when all are accepted, which is fast; else one by one, so that each refusal finds its object. */
async function applyAll(kubectl: Kubectl, manifests: readonly Manifest[]): Promise<Map<Manifest, Applied>> {
  const applied = new Map<Manifest, Applied>();
  if (manifests.length === 0) return applied;
  const { code, stdout } = await kubectl.apply(manifests.map(({ object }) => object));
  const lines = stdout.trim().split('\n');
  const allAccepted = code === 0 && lines.length === manifests.length;
  for (const [i, manifest] of manifests.entries()) {
    applied.set(manifest, allAccepted ? { word: lastWord(lines[i] ?? '') } : await applyOne(kubectl, manifest.object));
  }
  return applied;
}

async function applyOne(kubectl: Kubectl, object: KubeObject): Promise<Applied> {
  const { code, stdout, stderr } = await kubectl.apply([object]);
  return code === 0 ? { word: lastWord(stdout) } : { refused: stderr.trim() };
}

/** "namespace/ml-alpha created" */
const lastWord = (line: string): string => line.trim().split(' ').pop() ?? '';
