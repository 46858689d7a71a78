import type { Field } from '../input/field';
import { goBoolean } from '../input/go-boolean';
import type { Inputs } from '../input/inputs';
import { isKind } from '../input/kubernetes-object';
import { containersOf } from '../workload/containers';

/** A setting with which Cilium is there and enforces nothing. */
export interface SwitchedOff {
  /** `enable-policy: never`. */
  readonly setting: string;
  readonly at: Field;
}

/**
 * Flags of the agent by which no NetworkPolicy takes effect
 * (https://docs.cilium.io/en/stable/security/policy/intro/, https://docs.cilium.io/en/stable/security/policy-creation/,
 * https://docs.cilium.io/en/stable/cmdref/cilium-agent/).
 */
const OFF: readonly (readonly [flag: string, value: string])[] = [
  ['enable-policy', 'never'],
  ['policy-audit-mode', 'true'],
  ['enable-k8s-networkpolicy', 'false'],
];

/** Where the files switch Cilium's enforcement off, on all nodes or on some. */
export function ciliumSwitchedOff({ objects }: Inputs): SwitchedOff | undefined {
  const agents = objects.filter((object) => isKind(object, 'apps', 'DaemonSet') && object.name === 'cilium');
  const homes = new Set(['kube-system', ...agents.map(({ namespace }) => namespace)]);
  const settings = objects.flatMap((object): readonly Setting[] => {
    if (!homes.has(object.namespace)) return [];
    if (isKind(object, '', 'ConfigMap') && object.name === 'cilium-config') return entriesOf(object.field.get('data'));
    // Over the ConfigMap, for the nodes that it selects (https://docs.cilium.io/en/stable/configuration/per-node-config/).
    if (isKind(object, 'cilium.io', 'CiliumNodeConfig')) return entriesOf(object.field.at('spec', 'defaults'));
    return [];
  });
  for (const { field } of agents)
    for (const container of containersOf(field.at('spec', 'template', 'spec'))) {
      settings.push(...flagsOf(container.field.get('command')), ...flagsOf(container.field.get('args')));
      settings.push(...environmentOf(container.field.get('env')));
    }
  const off = settings.find(({ flag, value }) => OFF.some(([key, none]) => key === flag && none === value));
  return off === undefined ? undefined : { setting: `${off.flag}: ${off.value}`, at: off.at };
}

interface Setting {
  readonly flag: string;
  readonly value: string;
  readonly at: Field;
}

function entriesOf(field: Field | undefined): readonly Setting[] {
  return (field?.entries() ?? []).map(([flag, at]) => ({ flag, value: valueOf(at.value), at }));
}

/** `--enable-policy=never`, the same in two, and `--policy-audit-mode` alone; or a shell's line of them. */
function flagsOf(list: Field | undefined): readonly Setting[] {
  const words = (list?.items() ?? []).flatMap((at) => {
    const { value } = at;
    return (typeof value === 'string' ? value.split(/\s+/) : []).map((word) => ({ word, at }));
  });
  return words.flatMap(({ word, at }, index): readonly Setting[] => {
    const [, flag, given] = /^--([\w-]+)(?:=(.*))?$/.exec(word) ?? [];
    if (flag === undefined) return [];
    // A switch takes no second word; what follows it is another's.
    const next = words[index + 1]?.word;
    const value = given ?? (flag === 'enable-policy' ? next : 'true') ?? '';
    return [{ flag, value: valueOf(value), at }];
  });
}

/** Flags have variables too: `CILIUM_ENABLE_POLICY`. */
function environmentOf(list: Field | undefined): readonly Setting[] {
  return (list?.items() ?? []).flatMap((item): readonly Setting[] => {
    const name = item.get('name')?.value;
    const at = item.get('value');
    if (typeof name !== 'string' || at === undefined || !name.startsWith('CILIUM_')) return [];
    const flag = name.slice('CILIUM_'.length).toLowerCase().replaceAll('_', '-');
    return [{ flag, value: valueOf(at.value), at }];
  });
}

/** A value without its quotes; all spellings of a boolean are one. */
function valueOf(value: unknown): string {
  const text = String(value)
    .trim()
    .replaceAll(/^["']|["']$/g, '');
  return String(goBoolean(text) ?? text.toLowerCase());
}
