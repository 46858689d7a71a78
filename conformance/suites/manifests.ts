import { withCluster } from '../rig/cluster';
import { textTable } from '../text-table';
import { judge, type Verdict } from './manifests/judge';
import { foreignNamespaces, readManifestSets, type ManifestSet } from './manifests/manifest-set';
import type { Check, Suite, SuiteContext } from './suite';

/** Every emitted manifest is one that a real API server takes, field by field, and takes again without a change. */
export const manifests: Suite = {
  name: 'manifests',
  title: 'a real API server accepts every manifest, strictly, and finds nothing to change the second time',
  engines: ['etcd', 'kubernetes'],
  async run(context) {
    const checks: Check[] = [];
    for (const set of readManifestSets(context.manifests)) checks.push(...(await judgeSet(set, context)));
    return checks;
  },
};

/** Each set gets a cluster of its own: what one holds is no concern of the next. */
function judgeSet(set: ManifestSet, { progress, print }: SuiteContext): Promise<Check[]> {
  return withCluster({ crds: true, kyverno: usesKyverno(set), progress }, async ({ kubectl }) => {
    const foreign = foreignNamespaces(set);
    await kubectl.mustApply(foreign.map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })));
    const verdicts = await progress.step(`apply ${set.folder} twice`, () => judge(kubectl, set.objects));
    const granted =
      foreign.length === 0 ? '' : `taken for granted, since others own them: Namespaces ${foreign.join(', ')}\n`;
    print(`${set.folder}\n${granted}${table(verdicts)}\n`);
    return verdicts.map(toCheck);
  });
}

function usesKyverno({ objects }: ManifestSet): boolean {
  return objects.some(({ object }) => /^(policies\.)?kyverno\.io\//.test(object.apiVersion));
}

function toCheck({ manifest: { file, object }, fault }: Verdict): Check {
  const { name, namespace } = object.metadata;
  const place = namespace === undefined ? '' : ` in ${namespace}`;
  return { title: `${file}: ${object.kind} ${name}${place} is accepted, and unchanged when applied again`, fault };
}

function table(verdicts: readonly Verdict[]): string {
  const kinds = [...new Set(verdicts.map(kindOf))].sort();
  const rows = kinds.map((kind) => {
    const ofKind = verdicts.filter((verdict) => kindOf(verdict) === kind);
    const wrong = ofKind.filter(({ fault }) => fault !== undefined).length;
    return [kind, String(ofKind.length), wrong === 0 ? 'accepted, then unchanged' : `${wrong} wrong`];
  });
  return textTable([['kind', 'count', 'result'], ...rows]);
}

const kindOf = ({ manifest: { object } }: Verdict): string => `${object.apiVersion} ${object.kind}`;
