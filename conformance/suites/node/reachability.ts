import { EngineFault } from '../../engine-fault';
import type { Row } from '../../report/expected-behaviour';
import { until } from '../../rig/until';
import type { Question } from '../question';
import type { Outcome, PodNetworks } from './pod-networks';
import type { PodPlace, Places } from './places';

/** What answered whom, at one time. */
export type Answers = Readonly<Record<string, Readonly<Record<string, Outcome>>>>;

/** Pods that no policy covers reach whatever does not shut itself: what training is refused exists. */
const everythingUnguarded: readonly string[] = [
  'a pod beside tracking',
  'production vault, by pod',
  'production vault, by name',
  'a pod without any policy',
  'a DNS server of a stranger',
  'cluster DNS',
  'API server',
  'API server, by Service',
  "rank 0's kubelet",
  'instance metadata',
  'Pod Identity agent',
  'Pod Identity agent, another port',
  'cloud endpoint',
  'cloud endpoint, another port',
  'a host of the internet',
];

/** What each pod reaches, of everything that is tried. The rest is shut. */
export const reachable: Readonly<
  Record<Exclude<PodPlace, 'peer' | 'besideTracking' | 'rogueDns' | 'dataLake'>, readonly string[]>
> = {
  rank: [
    'rank 0, rendezvous',
    'rank 0, a port that the kernel picked',
    'rank 1',
    'tracking, by pod',
    'tracking, by name',
    'data lake',
    'cluster DNS',
    'Pod Identity agent',
    'cloud endpoint',
  ],
  // A job of one node: it has no peers, not even in its own project.
  otherJob: [
    "another job's rank",
    'tracking, by pod',
    'tracking, by name',
    'data lake',
    'cluster DNS',
    'Pod Identity agent',
    'cloud endpoint',
  ],
  // Uses tracking alone.
  beta: ["beta's rank", 'tracking, by pod', 'tracking, by name', 'cluster DNS', 'Pod Identity agent', 'cloud endpoint'],
  unguarded: everythingUnguarded,
  vault: everythingUnguarded,
  // A shared service is no bridge: it answers, and asks nobody but DNS.
  tracking: ['tracking, by pod', 'tracking, another port', 'cluster DNS'],
};

const rows: Readonly<Partial<Record<PodPlace, Row>>> = { rank: 'production-service', unguarded: 'production-service' };

/** Tries everything from every pod of the table. */
export async function tryEverything(networks: PodNetworks, { pods, targets }: Places): Promise<Answers> {
  const from = Object.keys(reachable) as (keyof typeof reachable)[];
  const outcomes = await Promise.all(
    from.map(async (place) => {
      const found = await networks.dial(pods[place], Object.values(targets));
      return [
        place,
        Object.fromEntries(Object.entries(targets).map(([name, target]) => [name, found[target] ?? 'timeout'])),
      ];
    }),
  );
  return Object.fromEntries(outcomes) as Answers;
}

/** Whether an attempt got through: a server that waits for words first has been reached all the same. */
export const gotThrough = (outcome: Outcome | undefined): boolean =>
  outcome === 'open' || outcome === 'connected, no answer';

export function reachabilityQuestions(networks: PodNetworks, places: Places): Question[] {
  const tried = Object.entries(places.targets);
  return (Object.keys(reachable) as (keyof typeof reachable)[]).map((place) => ({
    title: `${titles[place]} reaches the ${reachable[place].length} of ${tried.length} addresses that policies let it reach, and no other`,
    ...(rows[place] && { row: rows[place] }),
    ask: async () => {
      const expected = (name: string): boolean => reachable[place].includes(name);
      await until({
        what: 'everything that has to be open is',
        deadlineSeconds: 20,
        missing: async () => {
          const found = await networks.dial(places.pods[place], Object.values(places.targets));
          const described = ([name, target]: readonly [string, string]): string =>
            `${name} (${target}): ${found[target]}`;
          // What has to be shut is so from the first packet on: there is no waiting for it.
          const open = tried.filter(([name, target]) => gotThrough(found[target]) && !expected(name));
          if (open.length > 0) throw new EngineFault(open.map(described).join('\n'));
          const shut = tried.filter(([name, target]) => !gotThrough(found[target]) && expected(name));
          return shut.length === 0 ? undefined : shut.map(described).join('\n');
        },
      });
      const named = (which: boolean): string =>
        tried.flatMap(([name]) => (expected(name) === which ? [name] : [])).join('; ');
      return `answered: ${named(true)}\nshut: ${named(false)}`;
    },
  }));
}

const titles: Readonly<Record<keyof typeof reachable, string>> = {
  rank: 'a rank of alpha',
  otherJob: 'a rank of another job of alpha',
  beta: 'a rank of beta',
  unguarded: 'a pod that no policy covers',
  vault: 'a pod of production',
  tracking: 'the tracking service',
};
