import { NVIDIA_GPU } from './device-resources';
import type { LabelKeys, LabelProps } from '../kubernetes/label-keys';

/** A taint in Kubernetes' spelling. The EKS API's spelling (`NO_SCHEDULE`) is derived where it is needed. */
export interface Taint {
  /** `workload-type`. */
  readonly key: string;
  /** `ai-training`. */
  readonly value: string;
  /** Keeps pods without a toleration from being scheduled; running ones stay. */
  readonly effect: 'NoSchedule';
}

/** A toleration with nothing left to a default. */
export type ExactToleration =
  | { readonly key: string; readonly operator: 'Equal'; readonly value: string; readonly effect: 'NoSchedule' }
  | { readonly key: string; readonly operator: 'Exists'; readonly effect: 'NoSchedule' };

/** The taint that marks training nodes; its key and value are also the node label that training pods select. */
export function trainingTaint(labels: LabelProps = {}): Taint {
  return { key: labels.taintKey ?? 'workload-type', value: labels.taintValue ?? 'ai-training', effect: 'NoSchedule' };
}

/** The second taint of nodes that serve one project only. */
export function projectTaint(keys: LabelKeys, project: string): Taint {
  return { key: keys.project, value: project, effect: 'NoSchedule' };
}

/** The toleration of exactly this taint. */
export function tolerationOf(taint: Taint): ExactToleration {
  return { key: taint.key, operator: 'Equal', value: taint.value, effect: taint.effect };
}

/**
 * What every agent that must run on all training nodes has to tolerate: the training taint, the taint of any project,
 * and NVIDIA's own taint with whatever value (some charts tolerate only the value `present`:
 * https://github.com/NVIDIA/k8s-device-plugin/issues/1934).
 *
 * @param platform what `definePlatform` returned: taint and keys of another prefix would keep the agents away
 */
export function nodeAgentTolerations(platform: {
  readonly taint: Taint;
  readonly keys: LabelKeys;
}): readonly ExactToleration[] {
  const { taint, keys } = platform;
  return [
    tolerationOf(taint),
    { key: keys.project, operator: 'Exists', effect: 'NoSchedule' },
    { key: NVIDIA_GPU, operator: 'Exists', effect: 'NoSchedule' },
  ];
}

/** What charts of node agents tolerate by default and lose when their list is replaced. */
export const CONTROL_PLANE_TOLERATION: ExactToleration = {
  key: 'node-role.kubernetes.io/control-plane',
  operator: 'Exists',
  effect: 'NoSchedule',
};
