import { LINK_LOCAL } from '../../model/network/link-local';
import type { Assumptions } from '../assumptions';
import type { Inputs } from '../input/inputs';
import { isKind } from '../input/kubernetes-object';
import type { PlanLinks } from '../input/pulumi/plan-links';
import type { PlannedResource } from '../input/pulumi/planned-resource';
import { onlyOne } from '../only-one';
import type { EnforcingCni, NetworkPremises } from '../reachability/premises';
import { ciliumSwitchedOff, type SwitchedOff } from './cilium';
import { blocks, eitherAddresses } from '../reachability/addresses';
import { orNothing, type AddressPlan } from './address-plan';
import { areNodePortsShut } from './kube-proxy';
import { ownValue } from '../record';
import { PLUGIN_NAMESPACES } from './plugin-namespaces';
import { AGENT, plannedVpcCni, vpcCniEnforces, vpcCniStartsClosed } from './vpc-cni';

/** Whether network policies take effect, as far as a plan, a dump or an assumption says it. */
export interface Enforcement {
  readonly cni: EnforcingCni | undefined;
  /** `no` where the CNI is there with its enforcement switched off. */
  readonly enforced: 'yes' | 'no' | 'unknown';
  /** Whether pods start with everything denied. */
  readonly strict: 'yes' | 'no' | 'unknown';
  /** Whether node ports answer on addresses that pods cannot use only. */
  readonly nodePortsShut: boolean;
  /** Where it comes from, for messages. */
  readonly source: string | undefined;
  readonly addon: PlannedResource | undefined;
  /** The setting of Cilium's that is in the way. @default - none */
  readonly switchedOff?: SwitchedOff;
}

/** What the add-ons of a plan or the DaemonSets of a dump say, otherwise what is assumed. */
export function enforcement(
  inputs: Inputs,
  plans: readonly PlanLinks[],
  { network, strict }: Assumptions,
): Enforcement {
  const nodePortsShut = network.nodePortsShut === true || areNodePortsShut(inputs, plans);
  const planned = plannedVpcCni(inputs, plans);
  if (planned !== undefined) return { cni: 'vpc-cni', nodePortsShut, ...planned };
  const agents = agentOf(inputs);
  const cni = network.cni ?? agents;
  const switchedOff = cni === 'cilium' ? ciliumSwitchedOff(inputs) : undefined;
  const vouched =
    cni === undefined ? 'unknown' : switchedOff === undefined ? 'yes' : switchedOff.isSure ? 'no' : 'unknown';
  return {
    cni,
    ...(switchedOff === undefined ? {} : { switchedOff }),
    enforced: cni === 'vpc-cni' ? vpcCniEnforces(inputs, network.cni !== undefined) : vouched,
    strict: cni === 'vpc-cni' ? vpcCniStartsClosed(inputs, strict === true) : startsClosed(cni, strict === true),
    nodePortsShut,
    source: network.cni !== undefined ? 'assumed' : agents === undefined ? undefined : `DaemonSet of ${agents}`,
    addon: undefined,
  };
}

/** Cilium and Calico give a pod no network before its rules are there; sources, and what Cilium excepts, in docs/limits.md. */
function startsClosed(cni: EnforcingCni | undefined, isAssumed: boolean): Enforcement['strict'] {
  return isAssumed || cni === 'cilium' || cni === 'calico' ? 'yes' : 'unknown';
}

/** Addresses of the node itself, whatever gives pods theirs. */
const ON_THE_NODE = blocks([LINK_LOCAL]);

/**
 * The premises of reachability that follow. With the VPC CNI pods have addresses of their nodes' subnets; with others they
 * have none of the node itself, and none that endpoints of the network have.
 */
export function premisesOf(
  { cni, nodePortsShut }: Enforcement,
  { network }: Assumptions,
  { pods, endpoints }: Pick<AddressPlan, 'pods' | 'endpoints'>,
): NetworkPremises {
  const podAddresses = network.podAddresses ?? (cni === 'vpc-cni' ? orNothing(pods) : undefined);
  return {
    ...(cni === undefined ? {} : { cni }),
    ...(podAddresses === undefined ? {} : { podAddresses }),
    noPodAddresses: eitherAddresses(ON_THE_NODE, endpoints),
    ...(nodePortsShut ? { nodePortsShut: true } : {}),
  };
}

/** DaemonSets of CNIs. */
const AGENTS: Readonly<Record<string, EnforcingCni>> = {
  [AGENT]: 'vpc-cni',
  cilium: 'cilium',
  'calico-node': 'calico',
};

/** A CNI that shows itself by its DaemonSet, where such ones run; where several do, nobody knows which of them enforces. */
function agentOf({ objects }: Inputs): EnforcingCni | undefined {
  const found = objects.flatMap((object): readonly EnforcingCni[] => {
    const cni = isKind(object, 'apps', 'DaemonSet') ? ownValue(AGENTS, object.name) : undefined;
    const homes: readonly string[] = cni === undefined ? [] : PLUGIN_NAMESPACES[cni];
    return cni !== undefined && homes.includes(object.namespace ?? '') ? [cni] : [];
  });
  return onlyOne(new Set(found));
}
