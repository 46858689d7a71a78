import fc from 'fast-check';
import { PatternRule } from '../../lib/verify/admission/kyverno/pattern-rule';
import { Admission } from '../../lib/verify/admission/admission';
import { completedObject } from '../../lib/verify/admission/completed-object';
import { inputsOf } from '../../lib/verify/input/inputs';
import type { Level } from '../../lib/verify/pod-security/pod-security';
import { admissionRequest, type Manifest } from '../../lib/verify/admission/admission-request';
import { KYVERNO_CASES } from '../cases/kyverno';
import { objectOf, policyOf, type Answer, type KyvernoCase } from '../cases/kyverno/case';
import { kyvernoCase } from '../cases/kyverno/generated';
import { FIXTURE_VERSIONS, podSecurityCases } from '../cases/pod-security';
import { EngineFault } from '../engine-fault';
import { askKyverno } from './kyverno-rules/command-line';
import { whomRulesMean } from './kyverno-rules/whom-rules-mean';
import { askAll, type Question } from './question';
import type { Suite } from './suite';

type Asked = Pick<KyvernoCase, 'rule' | 'object'>;

/** Rules that are generated in one run, in groups: Kyverno asks each rule of a group about each of its objects. */
const GROUPS = 3;
const IN_GROUP = 500;

const LEVELS = ['restricted', 'baseline'] as const satisfies readonly Level[];
const VERSIONS = ['v1.24', 'v1.32', 'latest'] as const;

/** What the verifier says of rules in patterns and conditions, of whom they mean and of Pod Security, Kyverno says too. */
export const kyvernoRules: Suite = {
  name: 'kyverno-rules',
  title: "the verifier's answers on Kyverno's patterns, conditions, Pod Security and whom its rules mean are Kyverno's",
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
        ...whomRulesMean,
        ...VERSIONS.flatMap((version) => LEVELS.map((level) => podSecurityAgrees(level, version))),
      ],
      progress,
    );
  },
};

/** A rule that holds pods, and what makes some, to Pod Security. */
function podSecurityAgrees(level: Exclude<Level, 'privileged'>, version: string): Question {
  return {
    title: `podSecurity "${level}" of ${version}: the verifier refuses what Kyverno refuses, and nothing else`,
    ask: async () => {
      const objects = FIXTURE_VERSIONS.flatMap(podSecurityCases).flatMap(({ request }, index) =>
        request.operation === 'CREATE' ? [completedObject(named(request.object as Manifest, `case-${index}`))] : [],
      );
      const policy = podSecurityPolicy(level, version);
      const { results } = await askKyverno({ policies: [policy], objects });
      const theirs = new Map(results.map(({ resources, result }) => [resources?.[0]?.name, result]));
      const { objects: policies } = inputsOf([{ name: 'policy', text: JSON.stringify(policy) }]);
      const admission = new Admission({ objects: policies }, { rule: 'rule' }, 'kyverno');
      const wrong = objects.flatMap((object) => {
        const { refusing } = admission.ask(admissionRequest({ operation: 'CREATE', object }));
        const answer = theirs.get(object.metadata['name'] as string);
        return refusing.length > 0 === (answer === 'fail') ? [] : [`Kyverno: ${answer}: ${JSON.stringify(object)}`];
      });
      if (wrong.length > 0) throw new EngineFault(wrong.join('\n'));
      const refused = [...theirs.values()].filter((result) => result === 'fail').length;
      const told = `${refused} refused and ${theirs.size - refused} let in by both`;
      if (refused < 100 || theirs.size - refused < 50) throw new EngineFault(`${told}: too few to mean anything`);
      return told;
    },
  };
}

const named = (object: Manifest, name: string): Manifest => ({ ...object, metadata: { ...object.metadata, name } });

const podSecurityPolicy = (level: Level, version: string): object => ({
  apiVersion: 'kyverno.io/v1',
  kind: 'ClusterPolicy',
  metadata: { name: 'pod-security' },
  spec: {
    validationFailureAction: 'Enforce',
    background: false,
    rules: [
      {
        name: 'rule',
        match: { any: [{ resources: { kinds: ['Pod'] } }] },
        validate: { message: 'refused', podSecurity: { level, version } },
      },
    ],
  },
});

function ruling(one: Asked): string {
  const object = objectOf(one, 'widget') as Manifest;
  return new PatternRule(one.rule).ruling(admissionRequest({ operation: 'CREATE', object }));
}

/** What Kyverno's command line says of each case, in their order; undefined where it says nothing. */
async function answersTo(cases: readonly Asked[]): Promise<readonly (Answer | undefined)[]> {
  const all = cases.map((one, index) => [one, `case-${index}`] as const);
  const { results } = await askKyverno({
    policies: all.map(([one, name]) => policyOf(one, name)),
    objects: all.map(([one, name]) => objectOf(one, name)),
  });
  const answers = new Map(results.map(({ policy, result }) => [policy, result]));
  return all.map(([, name]) => answers.get(name));
}
