import type { Inputs } from '../input/inputs';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { goBoolean } from '../input/go-boolean';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { knownText } from '../input/pulumi/plan-value';
import { containersOf } from '../workload/containers';
import { flagsOf } from '../workload/flags';
import { variableOf, type Told } from '../workload/variables';
import type { Enforcement } from './enforcement';
import { addOnsNamed } from './add-on-settings';
import { valueAt } from '../record';

type Said = Enforcement['enforced'];

/** What the add-ons of all plans say together: a cluster has one, and which of them it is nobody knows. */
export function plannedVpcCni(
  inputs: Inputs,
  plans: readonly PlanLinks[],
): Pick<Enforcement, 'enforced' | 'strict' | 'source' | 'addon'> | undefined {
  const addons = vpcCniAddons(plans).map(({ addon, settings }) => ({ addon, ...atLeast(addon, addonSays(settings)) }));
  const [first] = addons;
  if (first === undefined) return undefined;
  const enforced = addons.map((one) => one.enforced).reduce(weaker);
  const strict = addons.map((one) => one.strict).reduce(weaker);
  const { addon } = addons.find((one) => one.enforced === enforced) ?? first;
  if (isControllerOff(inputs)) return { enforced: 'no', strict, source: `ConfigMap ${CONTROLLER}`, addon };
  const agent = agentSays(inputs);
  const isWeaker = agent !== undefined && (agent.enforced === 'no' || agent.strict === 'no');
  return {
    enforced: weaker(enforced, agent?.enforced ?? 'yes'),
    strict: weaker(strict, agent?.strict ?? 'yes'),
    source: isWeaker ? `DaemonSet ${AGENT}` : `add-on ${addon.name}`,
    addon,
  };
}

/** Without a plan: who vouches for the CNI vouches for what it does, but not against what the files say. */
export function vpcCniEnforces(inputs: Inputs, isAssumed: boolean): Said {
  if (isControllerOff(inputs) || agentSays(inputs)?.enforced === 'no') return 'no';
  return isAssumed ? 'yes' : 'unknown';
}

/** The same for pods before their policies are there. */
export function vpcCniStartsClosed(inputs: Inputs, isAssumed: boolean): Said {
  if (agentSays(inputs)?.strict === 'no') return 'no';
  return isAssumed ? 'yes' : 'unknown';
}

/** Name of the DaemonSet. */
export const AGENT = 'aws-node';

/** The agents that the files hold, where only those write who own the cluster: two sources may tell of it differently. */
export function vpcCniAgents(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  return objects.filter(
    (object) => isKind(object, 'apps', 'DaemonSet') && object.name === AGENT && object.namespace === KUBE_SYSTEM,
  );
}

/**
 * What the agent itself says where the files hold it, as a dump does: it may have been changed past its add-on
 * (https://github.com/aws/aws-network-policy-agent, https://github.com/aws/amazon-vpc-cni-k8s#network_policy_enforcing_mode-v1171).
 */
function agentSays({ objects }: Inputs): Pick<Enforcement, 'enforced' | 'strict'> | undefined {
  const said = vpcCniAgents(objects).flatMap((agent) => {
    const containers = containersOf(agent.field.at('spec', 'template', 'spec'));
    if (containers.length === 0) return [];
    // Off unless it is told otherwise, and so where no container enforces.
    const flags = containers
      .filter(({ name }) => name === ENFORCING)
      .flatMap(({ field }) => flagsOf(field, 'enable-network-policy', 'switch'));
    const modes = containers.flatMap(({ field }) => variableOf(field, MODE) ?? []);
    return [{ enforced: toldBy(flags, goBoolean), strict: toldBy(modes, (mode) => mode === 'strict') }];
  });
  if (said.length === 0) return undefined;
  return {
    enforced: said.map(({ enforced }) => enforced).reduce(weaker),
    strict: said.map(({ strict }) => strict).reduce(weaker),
  };
}

const ENFORCING = 'aws-eks-nodeagent';

/** No where nothing is told; otherwise the weakest of what is. */
function toldBy(given: readonly Told[], read: (value: string) => boolean | undefined): Said {
  if (given.length === 0) return 'no';
  const said = given.map(({ value }) => (value === undefined ? undefined : read(value)));
  return said.map((on): Said => (on === undefined ? 'unknown' : on ? 'yes' : 'no')).reduce(weaker);
}

const MODE = 'NETWORK_POLICY_ENFORCING_MODE';

/** Of two that cannot both hold the one that protects less. */
function weaker(a: Said, b: Said): Said {
  return a === 'no' || b === 'no' ? 'no' : a === 'unknown' || b === 'unknown' ? 'unknown' : 'yes';
}

function addonSays(settings: unknown): Pick<Enforcement, 'enforced' | 'strict'> {
  if (settings === undefined) return { enforced: 'unknown', strict: 'unknown' };
  const hasAgent = String(valueAt(settings, 'nodeAgent', 'enabled')) !== 'false';
  return {
    enforced: String(valueAt(settings, 'enableNetworkPolicy')) === 'true' && hasAgent ? 'yes' : 'no',
    strict: valueAt(settings, 'env', MODE) === 'strict' ? 'yes' : 'no',
  };
}

/** Releases that brought policies, and the strict mode (https://github.com/aws/amazon-vpc-cni-k8s#network_policy_enforcing_mode-v1171). */
function atLeast(addon: PlannedResource, says: Pick<Enforcement, 'enforced' | 'strict'>): typeof says {
  const version = /^v(\d+)\.(\d+)\.(\d+)/.exec(knownText(propertyOf(addon, 'addonVersion')) ?? '');
  if (version === null) return says;
  const [, major, minor, patch] = version.map(Number) as [number, number, number, number];
  const release = major * 1_000_000 + minor * 1000 + patch;
  return { enforced: release < 1_014_000 ? 'no' : says.enforced, strict: release < 1_017_001 ? 'no' : says.strict };
}

const CONTROLLER = 'amazon-vpc-cni';

/**
 * The controller of the VPC CNI reads its switch there, and nothing but `true` is on
 * (https://github.com/aws/amazon-network-policy-controller-k8s).
 */
function isControllerOff({ objects }: Inputs): boolean {
  return objects.some((object) => {
    if (!isKind(object, '', 'ConfigMap') || object.namespace !== KUBE_SYSTEM || object.name !== CONTROLLER)
      return false;
    const given = object.field.at('data', 'enable-network-policy-controller');
    return given !== undefined && given.value !== 'true';
  });
}

/** Its add-ons in all plans, each with its settings. */
export const vpcCniAddons = (plans: readonly PlanLinks[]): ReturnType<typeof addOnsNamed> =>
  addOnsNamed('vpc-cni', plans);
