import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssumptions, type Assumptions } from '../../lib/verify/assumptions';
import { Evidence } from '../../lib/verify/evidence';
import { InputFaults } from '../../lib/verify/input/input-fault';
import { inputsOf } from '../../lib/verify/input/inputs';
import { judge, type CheckResult } from '../../lib/verify/verdict/verdict';
import { EngineFault } from '../engine-fault';
import { withCluster } from '../rig/cluster';
import type { Kubectl } from '../rig/kubectl';
import { untilPoliciesReady } from '../rig/kyverno-policies';
import { until } from '../rig/until';
import { exampleObjects, foreignExampleNamespaces, otherNodes, platform, trainingNodes } from './example';
import { askAll, type Question } from './question';
import type { Suite } from './suite';

const ASSUMED = ['cni=vpc-cni', 'strict', 'complete'];

/** What a cluster adds to what was applied, with all that it brings itself, changes nothing about the verdict. */
export const dump: Suite = {
  name: 'dump',
  title: 'a dump of a cluster that holds the example and Kyverno gets the verdict of the manifests that were applied',
  engines: ['etcd', 'kubernetes', 'kwok', 'kyverno'],
  run({ progress }) {
    const nodes = [...trainingNodes('alpha'), ...trainingNodes('beta'), ...otherNodes];
    return withCluster({ nodes, crds: true, kyverno: true, jobPodsEnd: 'when-told', progress }, async ({ kubectl }) => {
      await progress.step('the example', () => applyAll(kubectl));
      const files = await progress.step('the dump', () => dumped(kubectl));
      return askAll(questions(files), progress);
    });
  },
};

/** Policies last: they judge what comes after them, and the Jobs have to start under them all the same. */
async function applyAll(kubectl: Kubectl): Promise<void> {
  const objects = exampleObjects();
  const isJob = ({ kind }: { kind: string }): boolean => kind === 'Job';
  await kubectl.mustApply(
    foreignExampleNamespaces().map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
  );
  await kubectl.mustApply(objects.filter(({ kind }) => kind === 'Namespace'));
  await kubectl.mustApply(
    objects.filter((object) => !isJob(object)),
    { serverSide: true },
  );
  await untilPoliciesReady(kubectl);
  await kubectl.mustApply(objects.filter(isJob), { serverSide: true });
  await until({
    what: 'the jobs have pods',
    deadlineSeconds: 120,
    missing: async () => {
      const jobs = objects.filter(isJob);
      const without = await Promise.all(
        jobs.map(async ({ metadata: { namespace } }) =>
          (await kubectl.list('pods', namespace)).length === 0 ? namespace : undefined,
        ),
      );
      const names = without.flatMap((name) => name ?? []);
      return names.length === 0 ? undefined : names.join(', ');
    },
  });
}

/** The commands that the documentation gives, and Kyverno's policies, which it says to add. */
async function dumped(kubectl: Kubectl): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const text = readFileSync(join(__dirname, '../../docs/verify.md'), 'utf8');
  const lists = [...text.matchAll(/^kubectl get ([a-z,]+) .*-o json > (\w+)\.json$/gm)];
  if (lists.length < 4) throw new EngineFault('the documentation has no commands for a dump any more');
  const kinds = [
    ...lists.map(([, list = '', name = '']) => [list, name] as const),
    ['clusterpolicies.kyverno.io', 'kyverno'] as const,
  ];
  return Promise.all(
    kinds.map(async ([list, name]) => ({
      name: `${name}.json`,
      text: await kubectl.must(['get', list, '--all-namespaces', '-o', 'json']),
    })),
  );
}

function questions(files: Awaited<ReturnType<typeof dumped>>): Question[] {
  const ofDump = verdictOn(files);
  const applied = verdictOn([
    { name: 'objects.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: exampleObjects() }) },
  ]);
  const good = applied.filter(({ status }) => status === 'pass' || status === 'accepted');
  return [
    {
      title: 'every check that the manifests pass, the dump passes',
      ask: async () => {
        const faults = good.flatMap(({ check: { id } }) => {
          const found = ofDump.find(({ check }) => check.id === id);
          if (found !== undefined && ['pass', 'accepted', 'not-applicable'].includes(found.status)) return [];
          const said = (found?.findings ?? []).filter(({ status }) => status !== 'accepted');
          return [
            `${id}: ${found?.status ?? 'not judged'}: ${said
              .map(({ resource, message }) => `${resource} ${message}`)
              .slice(0, 3)
              .join('; ')}`,
          ];
        });
        if (faults.length > 0) throw new EngineFault(faults.join('\n'));
        if (good.length < 80) throw new EngineFault(`${good.length} checks are too few to mean anything`);
        return `${good.length} checks`;
      },
    },
    {
      title: 'with the nodes of the cluster the dump leaves nothing unknown',
      ask: async () => {
        const open = ofDump.filter(({ status }) => status === 'unknown' || status === 'fail');
        if (open.length > 0)
          throw new EngineFault(
            open
              .map(({ check, findings }) => `${check.id}: ${findings[0]?.resource} ${findings[0]?.message}`)
              .join('\n'),
          );
        return `${ofDump.length} checks`;
      },
    },
  ];
}

function verdictOn(files: readonly { readonly name: string; readonly text: string }[]): readonly CheckResult[] {
  const faults = new InputFaults();
  const inputs = inputsOf(files, faults);
  faults.refuse();
  const evidence = new Evidence(inputs, { platform, assumptions: readAssumptions(ASSUMED) as Assumptions });
  return judge(evidence).results;
}
