import fc from 'fast-check';
import { PatternRule } from '../../lib/verify/admission/kyverno/pattern-rule';
import { admissionRequest, type Manifest } from '../../lib/verify/admission/admission-request';
import { KYVERNO_CASES } from '../cases/kyverno';
import { objectOf, policyOf, type Answer, type KyvernoCase } from '../cases/kyverno/case';
import { kyvernoCase } from '../cases/kyverno/generated';
import { EngineFault } from '../engine-fault';
import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import { run } from '../processes/run';
import { RunFolder } from '../rig/run-folder';
import { askAll } from './question';
import type { Suite } from './suite';

type Asked = Pick<KyvernoCase, 'rule' | 'object'>;

/** Rules that are generated in one run, in groups: Kyverno asks each rule of a group about each of its objects. */
const GROUPS = 3;
const IN_GROUP = 500;

/** What the verifier says of rules in patterns and conditions, Kyverno says too. */
export const kyvernoRules: Suite = {
  name: 'kyverno-rules',
  title: "the verifier's answers on Kyverno's patterns and conditions are Kyverno's",
  engines: ['kyverno-cli'],
  run({ progress }) {
    return askAll(
      [
        {
          title: `${KYVERNO_CASES.length} rules answer as their case says`,
          ask: async () => {
            const answers = await answersTo(KYVERNO_CASES);
            const wrong = KYVERNO_CASES.flatMap(({ title, answer }, at) =>
              answers[at] === answer ? [] : [`${title}: ${answers[at] ?? 'nothing'}, not ${answer}`],
            );
            if (wrong.length > 0) throw new EngineFault(wrong.join('\n'));
            return `${KYVERNO_CASES.length} answers`;
          },
        },
        {
          title: `${GROUPS * IN_GROUP} generated rules: what the verifier is sure of is what Kyverno answers`,
          ask: async () => {
            // One seed, so that every run asks the same.
            const cases = fc.sample(kyvernoCase, { numRuns: GROUPS * IN_GROUP, seed: 1 });
            const tally = { refused: 0, 'let in': 0, unknown: 0 };
            const wrong: string[] = [];
            for (let at = 0; at < cases.length; at += IN_GROUP) {
              const group = cases.slice(at, at + IN_GROUP);
              const answers = await answersTo(group);
              for (const [index, one] of group.entries()) {
                const [ours, theirs] = [ruling(one), answers[index]];
                // Without an answer Kyverno did not take the policy, or went over an empty list.
                if (theirs === undefined) continue;
                if (ours === 'unknown') tally.unknown++;
                else if ((ours === 'refuses') !== (theirs === 'fail') || theirs === 'error')
                  wrong.push(`${ours}, Kyverno: ${theirs}: ${JSON.stringify(one)}`);
                else tally[ours === 'refuses' ? 'refused' : 'let in']++;
              }
            }
            if (wrong.length > 0) throw new EngineFault(wrong.join('\n'));
            const told = `${tally.refused} refused and ${tally['let in']} let in by both, ${tally.unknown} unknown`;
            if (tally.refused < 100 || tally['let in'] < 300)
              throw new EngineFault(`${told}: too few to mean anything`);
            return told;
          },
        },
      ],
      progress,
    );
  },
};

function ruling(one: Asked): string {
  const object = objectOf(one, 'widget') as Manifest;
  return new PatternRule(one.rule).ruling(admissionRequest({ operation: 'CREATE', object }));
}

interface Report {
  readonly results: readonly { readonly policy: string; readonly result: Answer }[];
}

/** What Kyverno's command line says of each case, in their order; undefined where it says nothing. */
async function answersTo(cases: readonly Asked[]): Promise<readonly (Answer | undefined)[]> {
  const folder = new RunFolder();
  try {
    const named = cases.map((one, index) => [one, `case-${index}`] as const);
    const write = (name: string, documents: readonly unknown[]): string =>
      folder.write(name, documents.map((one) => JSON.stringify(one)).join('\n---\n'));
    const policies = write(
      'policies.yaml',
      named.map(([one, name]) => policyOf(one, name)),
    );
    const objects = write(
      'objects.yaml',
      named.map(([one, name]) => objectOf(one, name)),
    );
    const kyverno = engineFile(engineNamed('kyverno-cli'), 'kubectl-kyverno');
    const { stdout, stderr } = await run(kyverno, [
      ...['apply', policies, '--resource', objects, '--policy-report', '--output-format', 'json'],
    ]);
    const at = stdout.indexOf('{');
    if (at === -1) throw new EngineFault(`no report: ${stderr.slice(-500)}`);
    const { results } = JSON.parse(stdout.slice(at)) as Report;
    const answers = new Map(results.map(({ policy, result }) => [policy, result]));
    return named.map(([, name]) => answers.get(name));
  } finally {
    folder.remove();
  }
}
