import type { Field } from '../input/field';
import { goBoolean } from '../input/go-boolean';
import type { ObjectIndex } from '../input/object-index';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { inputPlace, objectSubject, resourceSubject, type Place, type Subject } from '../problem';
import { valueAt } from '../record';
import { containersOf } from '../workload/containers';
import { variableOf } from '../workload/variables';
import { vpcCniAddons, vpcCniAgents } from './vpc-cni';

/** Where pods are given interfaces in subnets and security groups beside those of their nodes. */
export interface CustomNetworking {
  readonly subject: Subject;
  readonly at: Place | Field | undefined;
  /** Whether it is so, or may be so by what the files leave out. */
  readonly isSure: boolean;
}

const SWITCH = 'AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG';

/**
 * The add-on that switches it on, the agent, and what they would read; an ENIConfig that waits for its switch counts, and so do those
 * that the add-on makes
 * (https://docs.aws.amazon.com/eks/latest/userguide/cni-custom-network.html).
 */
export function customNetworking(objects: ObjectIndex, plans: readonly PlanLinks[]): readonly CustomNetworking[] {
  const addons = vpcCniAddons(plans).flatMap(({ addon, settings }): readonly CustomNetworking[] => {
    const isOn =
      goBoolean(String(valueAt(settings, 'env', SWITCH))) === true ||
      String(valueAt(settings, 'eniConfig', 'create')) === 'true';
    const at = inputPlace(addon, 'configurationValues');
    return isOn || settings === undefined ? [{ subject: resourceSubject(addon), at, isSure: isOn }] : [];
  });
  const agents = vpcCniAgents(objects.ofKind('apps', 'DaemonSet')).flatMap((agent) => {
    const containers = containersOf(agent.field.at('spec', 'template', 'spec'));
    return containers.flatMap(({ field }): readonly CustomNetworking[] => {
      const given = variableOf(field, SWITCH);
      if (given === undefined || (given.value !== undefined && goBoolean(given.value) !== true)) return [];
      return [{ subject: objectSubject(agent), at: given.at, isSure: given.value !== undefined }];
    });
  });
  const configs = objects
    .ofKind('crd.k8s.amazonaws.com', 'ENIConfig')
    .map((object) => ({ subject: objectSubject(object), at: object.field.get('spec'), isSure: true }));
  return [...addons, ...agents, ...configs];
}
