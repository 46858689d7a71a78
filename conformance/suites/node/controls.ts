import type { k8s } from '../../../lib/kubernetes';
import { EngineFault } from '../../engine-fault';
import type { KubeObject } from '../../rig/kubectl';
import { until } from '../../rig/until';
import type { Question } from '../question';
import { controls, type Control, type PolicyChange, type PolicyName } from './control-table';
import type { Places } from './places';
import type { PodNetworks } from './pod-networks';
import { gotThrough, reachable, tryEverything, type Answers } from './reachability';
import type { Setting } from './setting';

/** Takes each control away and puts it back: exactly the answers change that it stands for. */
export function controlQuestions(setting: Setting, networks: PodNetworks, places: Places): Question[] {
  return controls.map((control) => ({
    title: `${control.gone} ${effect(control)}, and nothing else changes`,
    ask: async () => {
      const { kubectl } = setting.cluster;
      const whole = control.changes.map((change) => policyOf(setting, change));
      try {
        for (const change of control.changes) await takeAway(setting, change);
        await untilAnswers(networks, places, expectedWithout(control, places));
      } finally {
        await kubectl.mustApply(whole);
        await untilAnswers(networks, places, asInTable(places));
      }
      const changed = (control.opens ?? []).length + (control.shuts ?? []).length;
      const all = Object.keys(asInTable(places)).length;
      return `${changed} of ${all} answers changed, and changed back when it was there again`;
    },
  }));
}

async function takeAway(setting: Setting, change: PolicyChange): Promise<void> {
  const { kubectl } = setting.cluster;
  const { namespace, name, edit } = change;
  if (edit === undefined) {
    await kubectl.must(['delete', 'networkpolicy', name, `--namespace=${namespace}`]);
    return;
  }
  const policy = structuredClone(policyOf(setting, change)) as KubeObject & { readonly spec: k8s.NetworkPolicySpec };
  edit(policy.spec);
  await kubectl.mustApply([policy]);
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
