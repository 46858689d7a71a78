import type { PlannedResource } from '../../../input/pulumi/planned-resource';
import { isRecord, ownValue, valueAt } from '../../../record';
import { addOnSettings } from '../../../scope/add-on-settings';
import { untolerated, type NodeTaint, type Toleration } from '../../../placement/taint';

/** Where an add-on's settings say what its part on nodes tolerates. */
interface AgentSettings {
  readonly tolerations: readonly string[];
  /** A switch that stands for every taint, and what it is where nobody sets it. */
  readonly all?: { readonly at: readonly string[]; readonly unset: boolean };
  /** What it tolerates without any setting. */
  readonly unset: 'everything' | 'nothing of ours';
}

const AT_NODE = ['node', 'tolerations'];
const ALL = ['node', 'tolerateAllTaints'];

/** By add-on, as the charts behind them have it. */
const AGENTS: Readonly<Record<string, AgentSettings>> = {
  // https://github.com/awslabs/mountpoint-s3-csi-driver/blob/main/docs/INSTALL.md
  'aws-mountpoint-s3-csi-driver': {
    tolerations: AT_NODE,
    all: { at: ALL, unset: false },
    unset: 'nothing of ours',
  },
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml
  'aws-ebs-csi-driver': { tolerations: AT_NODE, all: { at: ALL, unset: true }, unset: 'nothing of ours' },
  // https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/charts/aws-fsx-csi-driver/values.yaml
  'aws-fsx-csi-driver': { tolerations: AT_NODE, all: { at: ALL, unset: true }, unset: 'nothing of ours' },
  // https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/charts/aws-efs-csi-driver/values.yaml
  'aws-efs-csi-driver': { tolerations: AT_NODE, unset: 'everything' },
  // https://github.com/aws/eks-pod-identity-agent/blob/main/charts/eks-pod-identity-agent/values.yaml
  'eks-pod-identity-agent': { tolerations: ['tolerations'], unset: 'everything' },
};

/**
 * Taints that keep the part of an add-on that runs on nodes away from them; undefined where its settings are not known. Of
 * add-ons that are not listed none does.
 */
export function keptAway(
  name: string,
  addon: PlannedResource,
  taints: readonly NodeTaint[],
): readonly NodeTaint[] | undefined {
  const agent = ownValue(AGENTS, name);
  if (agent === undefined) return [];
  const settings = addOnSettings(addon);
  if (settings === undefined) return undefined;
  const all = agent.all === undefined ? false : (valueAt(settings, ...agent.all.at) ?? agent.all.unset);
  if (all === true || all === 'true') return [];
  const given = valueAt(settings, ...agent.tolerations);
  if (given === undefined && agent.unset === 'everything') return [];
  return untolerated(taints, Array.isArray(given) ? given.filter(isRecord).map(tolerationOf) : []);
}

function tolerationOf(item: Readonly<Record<string, unknown>>): Toleration {
  const text = (key: string): string => (typeof item[key] === 'string' ? item[key] : '');
  return { key: text('key'), operator: text('operator'), value: text('value'), effect: text('effect') };
}
