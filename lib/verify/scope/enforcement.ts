import { load } from 'js-yaml';
import type { Assumptions } from '../assumptions';
import type { Inputs } from '../input/inputs';
import { isKind } from '../input/kubernetes-object';
import { PlanLinks } from '../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { knownText } from '../input/pulumi/plan-value';
import type { EnforcingCni, NetworkPremises } from '../reachability/premises';
import { addressBlock, contains } from '../reachability/addresses';
import { blocks, orNothing, type AddressPlan } from './address-plan';

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
}

/** What the add-ons of a plan or the DaemonSets of a dump say, otherwise what is assumed. */
export function enforcement(inputs: Inputs, { network, strict }: Assumptions): Enforcement {
  const addons = inputs.plans.flatMap((plan) => new PlanLinks(plan).of('aws:eks/addon:Addon'));
  const nodePortsShut = network.nodePortsShut === true || areNodePortsShut(inputs);
  const vpcCni = addons.find((addon) => knownText(propertyOf(addon, 'addonName')) === 'vpc-cni');
  if (vpcCni !== undefined) {
    const settings = configuration(vpcCni);
    const mode = settings === undefined ? undefined : at(settings, 'env', 'NETWORK_POLICY_ENFORCING_MODE');
    return {
      cni: 'vpc-cni',
      enforced:
        settings === undefined ? 'unknown' : String(at(settings, 'enableNetworkPolicy')) === 'true' ? 'yes' : 'no',
      strict: settings === undefined ? 'unknown' : mode === 'strict' ? 'yes' : 'no',
      nodePortsShut,
      source: `add-on ${vpcCni.name}`,
      addon: vpcCni,
    };
  }
  const agents = agentOf(inputs);
  const cni = network.cni ?? agents;
  return {
    cni,
    enforced: cni === undefined ? 'unknown' : network.cni === undefined && cni === 'vpc-cni' ? 'unknown' : 'yes',
    // Cilium and Calico attach policies before the pod gets its network.
    strict: strict === true ? 'yes' : cni === 'cilium' || cni === 'calico' ? 'yes' : 'unknown',
    nodePortsShut,
    source: network.cni !== undefined ? 'assumed' : agents === undefined ? undefined : `DaemonSet of ${agents}`,
    addon: undefined,
  };
}

/** The premises of reachability that follow. With the VPC CNI pods have addresses of their nodes' subnets. */
export function premisesOf(
  { cni, nodePortsShut }: Enforcement,
  { network }: Assumptions,
  { pods }: Pick<AddressPlan, 'pods'>,
): NetworkPremises {
  const podAddresses = network.podAddresses ?? (cni === 'vpc-cni' ? orNothing(pods) : undefined);
  return {
    ...(cni === undefined ? {} : { cni }),
    ...(podAddresses === undefined ? {} : { podAddresses }),
    ...(nodePortsShut ? { nodePortsShut: true } : {}),
  };
}

/** A CNI that shows itself by its DaemonSet. */
function agentOf({ objects }: Inputs): EnforcingCni | undefined {
  const agents: Readonly<Record<string, EnforcingCni>> = {
    'aws-node': 'vpc-cni',
    cilium: 'cilium',
    'calico-node': 'calico',
  };
  for (const object of objects) {
    if (isKind(object, 'apps', 'DaemonSet') && Object.hasOwn(agents, object.name)) return agents[object.name];
  }
  return undefined;
}

/**
 * kube-proxy listens for node ports on the addresses that it is told to; all loopback means that pods reach none. In the
 * mode `ipvs` it binds node ports elsewhere (https://kubernetes.io/docs/reference/networking/virtual-ips/).
 */
function areNodePortsShut({ objects }: Inputs): boolean {
  const settings = objects
    .filter((object) => isKind(object, '', 'ConfigMap') && object.namespace === 'kube-system')
    .filter(({ name }) => name === 'kube-proxy-config' || name === 'kube-proxy')
    .map(({ field }) => {
      const data = field.get('data');
      const text = (data?.get('config') ?? data?.get('config.conf'))?.value;
      return typeof text === 'string' ? parsed(text) : undefined;
    });
  // Which of several kube-proxy reads, its DaemonSet says and not they.
  return settings.length > 0 && settings.every(listensOnLoopback);
}

function listensOnLoopback(settings: unknown): boolean {
  const addresses = at(settings, 'nodePortAddresses');
  return (
    at(settings, 'mode') !== 'ipvs' &&
    Array.isArray(addresses) &&
    addresses.length > 0 &&
    addresses.every((text) => {
      const block = addressBlock(String(text));
      return block !== undefined && contains(LOOPBACK, block);
    })
  );
}

const LOOPBACK = blocks(['127.0.0.0/8', '::1/128']);

function parsed(text: string): unknown {
  try {
    return load(text);
  } catch {
    return undefined;
  }
}

/** The settings of an add-on, a JSON or YAML text in the plan; undefined where they are not known. */
function configuration(addon: PlannedResource): unknown {
  const value = propertyOf(addon, 'configurationValues');
  if (value === undefined) return {};
  const text = knownText(value);
  if (text === undefined) return undefined;
  return parsed(text);
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}
