import { EngineFault } from '../../engine-fault';
import type { KubeObject } from '../../rig/kubectl';
import { until } from '../../rig/until';
import type { Question } from '../question';
import type { Places } from './places';
import type { PodNetworks } from './pod-networks';
import { gotThrough, reachable, tryEverything, type Answers } from './reachability';
import type { Setting } from './setting';

/** Which of the library's policies. */
export interface PolicyName {
  readonly namespace: string;
  readonly name: string;
}

/** A policy, and what changes when it is gone: `place: target`. */
interface Control extends PolicyName {
  readonly opens?: readonly string[];
  readonly shuts?: readonly string[];
}

const everyProject = ['rank', 'otherJob', 'beta'];
const named = (places: readonly string[], ...targets: string[]): string[] =>
  places.flatMap((place) => targets.map((target) => `${place}: ${target}`));

/** Each policy that stands for something here. A policy whose loss changed nothing would be no control, or not be tested. */
const controls: readonly Control[] = [
  {
    // The ranks of a job of several nodes are shut by its peers' policy too: what this alone covers is the lonely job.
    namespace: 'ml-alpha',
    name: 'default-deny',
    opens: named(['unguarded', 'vault'], "another job's rank"),
  },
  {
    namespace: 'ml-alpha',
    name: 'reach--peers',
    shuts: named(['rank'], 'rank 1'),
  },
  {
    namespace: 'ml-alpha',
    name: 'use-tracking',
    shuts: named(['rank', 'otherJob'], 'tracking, by pod', 'tracking, by name'),
  },
  { namespace: 'ml-alpha', name: 'use-data-lake', shuts: named(['rank', 'otherJob'], 'data lake') },
  {
    // Without DNS no name leads anywhere.
    namespace: 'ml-alpha',
    name: 'allow-dns',
    shuts: named(['rank', 'otherJob'], 'cluster DNS', 'tracking, by name'),
  },
  { namespace: 'ml-alpha', name: 'allow-cloud-endpoints', shuts: named(['rank', 'otherJob'], 'cloud endpoint') },
  { namespace: 'ml-alpha', name: 'allow-pod-identity', shuts: named(['rank', 'otherJob'], 'Pod Identity agent') },
  {
    // The service's own side: who may come, and what it asks.
    namespace: 'ml-platform',
    name: 'ml-tracking-access',
    shuts: [...named(everyProject, 'tracking, by pod', 'tracking, by name'), ...named(['tracking'], 'cluster DNS')],
  },
];

/** Removes each policy and puts it back: exactly the answers change that it stands for. */
export function controlQuestions(setting: Setting, networks: PodNetworks, places: Places): Question[] {
  return controls.map((control) => ({
    title: `without the policy ${control.name} of ${control.namespace} ${effect(control)}, and nothing else changes`,
    ask: async () => {
      const { kubectl } = setting.cluster;
      const policy = policyOf(setting, control);
      await kubectl.must(['delete', 'networkpolicy', control.name, `--namespace=${control.namespace}`]);
      try {
        await untilAnswers(networks, places, expectedWithout(control, places));
      } finally {
        await kubectl.mustApply([policy]);
        await untilAnswers(networks, places, asInTable(places));
      }
    },
  }));
}

function effect({ opens = [], shuts = [] }: Control): string {
  const parts = [
    ...(opens.length > 0 ? [`these open: ${opens.join('; ')}`] : []),
    ...(shuts.length > 0 ? [`these shut: ${shuts.join('; ')}`] : []),
  ];
  return parts.join(' and ');
}

/** The policy as the library wrote it. */
export function policyOf({ objects }: Setting, { name, namespace }: PolicyName): KubeObject {
  const policy = objects.find(
    ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name && metadata.namespace === namespace,
  );
  if (policy) return policy;
  throw new EngineFault(`the library writes no policy ${name} in ${namespace}`);
}

type Through = Readonly<Record<string, boolean>>;

const flat = (answers: Answers): Through =>
  Object.fromEntries(
    Object.entries(answers).flatMap(([place, outcomes]) =>
      Object.entries(outcomes).map(([target, outcome]) => [`${place}: ${target}`, gotThrough(outcome)] as const),
    ),
  );

/** With every policy in its place. */
const asInTable = ({ targets }: Places): Through =>
  Object.fromEntries(
    Object.entries(reachable).flatMap(([place, open]) =>
      Object.keys(targets).map((target) => [`${place}: ${target}`, open.includes(target)] as const),
    ),
  );

function expectedWithout({ opens = [], shuts = [] }: Control, places: Places): Through {
  const expected: Record<string, boolean> = { ...asInTable(places) };
  for (const key of [...opens, ...shuts]) {
    if (expected[key] !== shuts.includes(key)) throw new Error(`${key} is ${expected[key] ? 'open' : 'shut'} already`);
    expected[key] = opens.includes(key);
  }
  return expected;
}

/** A change reaches the packets within milliseconds, but not at once. */
async function untilAnswers(networks: PodNetworks, places: Places, expected: Through): Promise<void> {
  await until({
    what: 'the answers are as expected',
    deadlineSeconds: 10,
    missing: async () => {
      const found = flat(await tryEverything(networks, places));
      const different = Object.keys(expected).filter((key) => found[key] !== expected[key]);
      if (different.length === 0) return undefined;
      return different.map((key) => `${key}: ${found[key] ? 'open' : 'shut'}`).join('\n');
    },
  });
}
