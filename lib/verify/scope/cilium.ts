import type { Field } from '../input/field';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { goBoolean } from '../input/go-boolean';
import type { Inputs } from '../input/inputs';
import { isKind } from '../input/kubernetes-object';
import { containersOf } from '../workload/containers';
import { flagsOf, type FlagKind } from '../workload/flags';
import { variableOf, type Told } from '../workload/variables';

/** A setting with which Cilium is there and enforces nothing. */
export interface SwitchedOff {
  /** `enable-policy: never`. */
  readonly setting: string;
  readonly at: Field;
  /** Whether the files say so: an agent may take the setting from elsewhere. */
  readonly isSure: boolean;
}

interface Setting {
  readonly flag: string;
  /** The value with which no NetworkPolicy takes effect. */
  readonly off: string;
  readonly kind: FlagKind;
}

/**
 * Flags of the agent by which no NetworkPolicy takes effect
 * (https://docs.cilium.io/en/stable/security/policy/intro/, https://docs.cilium.io/en/stable/security/policy-creation/,
 * https://docs.cilium.io/en/stable/cmdref/cilium-agent/).
 */
const SETTINGS: readonly Setting[] = [
  { flag: 'enable-policy', off: 'never', kind: 'value' },
  { flag: 'policy-audit-mode', off: 'true', kind: 'switch' },
  { flag: 'enable-k8s-networkpolicy', off: 'false', kind: 'switch' },
];

/** Where the files switch Cilium's enforcement off, on all nodes or on some; what is sure goes first. */
export function ciliumSwitchedOff({ objects }: Inputs): SwitchedOff | undefined {
  const agents = objects.filter((object) => isKind(object, 'apps', 'DaemonSet') && object.name === 'cilium');
  const homes = new Set([KUBE_SYSTEM, ...agents.map(({ namespace }) => namespace)]);
  const lists = objects.flatMap((object) => {
    if (!homes.has(object.namespace)) return [];
    if (isKind(object, '', 'ConfigMap') && object.name === 'cilium-config') return object.field.get('data') ?? [];
    // Over the ConfigMap, for the nodes that it selects (https://docs.cilium.io/en/stable/configuration/per-node-config/).
    if (isKind(object, 'cilium.io', 'CiliumNodeConfig')) return object.field.at('spec', 'defaults') ?? [];
    return [];
  });
  const containers = agents.flatMap(({ field }) => containersOf(field.at('spec', 'template', 'spec')));
  const off = SETTINGS.flatMap((setting) => {
    const entries = lists.flatMap((list): readonly Told[] => {
      const at = list.get(setting.flag);
      return at === undefined ? [] : [{ value: String(at.value), at }];
    });
    return [...entries, ...containers.flatMap(({ field }) => givenTo(field, setting))].flatMap(
      (given) => switchedOffBy(setting, given) ?? [],
    );
  });
  return off.find(({ isSure }) => isSure) ?? off[0];
}

/** Flags have variables too: `CILIUM_ENABLE_POLICY`. */
function givenTo(container: Field, { flag, kind }: Setting): readonly Told[] {
  const variable = variableOf(container, `CILIUM_${flag.toUpperCase().replaceAll('-', '_')}`);
  return [...flagsOf(container, flag, kind), ...(variable === undefined ? [] : [variable])];
}

function switchedOffBy({ flag, off }: Setting, { value, at }: Told): SwitchedOff | undefined {
  if (value === undefined) return { setting: flag, at, isSure: false };
  const text = value.trim();
  const said = String(goBoolean(text) ?? text.toLowerCase());
  return said === off ? { setting: `${flag}: ${said}`, at, isSure: true } : undefined;
}
