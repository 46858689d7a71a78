import fc from 'fast-check';
import { Admission } from '../../../lib/verify/admission/admission';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { MEANING_CASES } from '../../cases/kyverno/meaning';
import {
  askedOf,
  exceptionsOf,
  meaningPolicy,
  NAMED,
  NAMESPACES,
  OBJECTS,
  OPERATIONS,
  requestAbout,
  type Meaning,
  type Named,
  type Operation,
} from '../../cases/kyverno/meaning/case';
import { meaning } from '../../cases/kyverno/meaning/generated';
import { EngineFault } from '../../engine-fault';
import type { Question } from '../question';
import { askKyverno } from './command-line';

/** Policies that are generated in one run; each is asked about each object and operation. */
const GENERATED = 400;

/** Whom rules mean: by `match` and `exclude`, by those that Kyverno writes for what makes pods, and by exceptions. */
export const whomRulesMean: readonly Question[] = [
  {
    title: `${MEANING_CASES.length} policies mean whom their case says`,
    ask: async () => {
      const wrong: string[] = [];
      for (const operation of OPERATIONS) {
        const cases = MEANING_CASES.filter((one) => (one.operation ?? 'CREATE') === operation);
        const { refused, beside } = await refusedBy(cases, operation);
        for (const [at, { title, means }] of cases.entries()) {
          const found = askedOf(operation).filter((named) => refused[at]?.has(named));
          const meant = askedOf(operation).filter((named) => means.includes(named));
          if (refused[at] === undefined) wrong.push(`${title}: not taken by Kyverno: ${beside}`);
          else if (found.join() !== meant.join())
            wrong.push(`${title}: ${found.join() || 'nobody'}, not ${meant.join() || 'nobody'}`);
        }
      }
      if (wrong.length > 0) throw new EngineFault(wrong.join('\n'));
      return `${MEANING_CASES.length} answers about ${NAMED.length} objects each`;
    },
  },
  {
    title: `${GENERATED} generated policies: whom the verifier is sure that they mean, Kyverno refuses`,
    ask: async () => {
      // One seed, so that every run asks the same.
      const cases = fc.sample(meaning, { numRuns: GENERATED, seed: 1 });
      const tally = { refused: 0, 'let in': 0, unknown: 0, 'not taken': 0 };
      const verifiers = cases.map(verifier);
      const wrong: string[] = [];
      for (const operation of OPERATIONS) {
        const { refused } = await refusedBy(cases, operation);
        for (const [at, one] of cases.entries()) {
          const theirs = refused[at];
          if (theirs === undefined) tally['not taken']++;
          else
            for (const named of askedOf(operation)) {
              const ours = meant(verifiers[at] as Admission, named, operation);
              if (ours === 'unknown') tally.unknown++;
              else if ((ours === 'refused') === theirs.has(named)) tally[ours]++;
              else wrong.push(`${operation} of ${named} is ${ours}, Kyverno differs: ${JSON.stringify(one)}`);
            }
        }
      }
      if (wrong.length > 0) throw new EngineFault(wrong.join('\n'));
      const told = Object.entries(tally)
        .map(([what, count]) => `${count} ${what}`)
        .join(', ');
      if (tally.refused < 1000 || tally['let in'] < 3000 || tally['not taken'] > GENERATED * 1.5)
        throw new EngineFault(`${told}: too few to mean anything`);
      return told;
    },
  },
];

function verifier(one: Meaning): Admission {
  const { objects } = inputsOf([meaningPolicy(one, 'theirs'), ...exceptionsOf(one, 'theirs')].map(asFile));
  return new Admission({ objects }, { rule: 'rule' }, 'kyverno');
}

/** What the verifier says of an object. */
function meant(admission: Admission, named: Named, operation: Operation): 'refused' | 'let in' | 'unknown' {
  const { refusing, perhaps } = admission.ask(requestAbout(named, operation));
  return refusing.length > 0 ? 'refused' : perhaps.length > 0 ? 'unknown' : 'let in';
}

const asFile = (object: object, at: number): { readonly name: string; readonly text: string } => ({
  name: String(at),
  text: JSON.stringify(object),
});

interface Refused {
  /** For each policy whom it refuses; undefined where Kyverno does not take it. */
  readonly refused: readonly (ReadonlySet<Named> | undefined)[];
  readonly beside: string;
}

async function refusedBy(cases: readonly Meaning[], operation: Operation): Promise<Refused> {
  if (cases.length === 0) return { refused: [], beside: '' };
  const all = cases.map((one, index) => [one, `case-${index}`] as const);
  const { results, beside } = await askKyverno({
    policies: all.map(([one, name]) => meaningPolicy(one, name)),
    objects: askedOf(operation).map((named) => OBJECTS[named]),
    exceptions: all.flatMap(([one, name]) => exceptionsOf(one, name)),
    values: {
      globalValues: { 'request.operation': operation },
      namespaceSelector: Object.entries(NAMESPACES).map(([name, labels]) => ({ name, labels })),
    },
  });
  const refused = new Map<string, Set<Named>>(all.map(([, name]) => [name, new Set<Named>()]));
  for (const { policy, result, resources } of results) {
    const [{ kind = '', namespace = '', name = '' } = {}] = resources ?? [];
    const named = BY_PLACE.get([kind, namespace, name].join());
    if (named === undefined)
      throw new EngineFault(`an answer about ${kind} ${namespace}/${name}, which nobody asked for`);
    if (result === 'fail') refused.get(policy)?.add(named);
  }
  const notTaken = new Set<string | undefined>([...beside.matchAll(/^\d+\. (case-\d+)/gm)].map(([, name]) => name));
  return { refused: all.map(([, name]) => (notTaken.has(name) ? undefined : refused.get(name))), beside };
}

const BY_PLACE = new Map(
  NAMED.map((named) => {
    const { kind, metadata } = OBJECTS[named] as (typeof OBJECTS)['pod'] & {
      readonly metadata: Readonly<Record<string, string | undefined>>;
    };
    return [[kind, metadata['namespace'] ?? '', metadata['name'] ?? ''].join(), named] as const;
  }),
);
