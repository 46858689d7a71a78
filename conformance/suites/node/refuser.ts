import type { RuleId } from '../../../lib';
import type { Platform } from '../../../lib/model';
import { policyName, ruleOf } from '../../../lib/policies';
import { EngineFault } from '../../engine-fault';
import type { KubeObject } from '../../rig/kubectl';
import type { Setting } from './setting';

/** Who may refuse something: a rule of admission, or the quota of the first project. */
export type Refuser = RuleId | 'quota';

export const nameOf = (platform: Platform, by: Refuser): string =>
  by === 'quota' ? 'the quota' : policyName(platform, ruleOf(by));

/** Does something while these are gone. */
export async function without<T>(setting: Setting, those: readonly Refuser[], work: () => Promise<T>): Promise<T> {
  const { kubectl } = setting.cluster;
  const controls = those.map((by) => controlOf(setting, by));
  try {
    for (const { kind, metadata } of controls) {
      const where = metadata.namespace === undefined ? [] : [`--namespace=${metadata.namespace}`];
      await kubectl.must(['delete', kind, metadata.name, ...where]);
    }
    return await work();
  } finally {
    await kubectl.mustApply(controls);
  }
}

/** The object without which the control is none. */
function controlOf({ objects, platform }: Setting, by: Refuser): KubeObject {
  const [kind, name] =
    by === 'quota' ? ['ResourceQuota', 'project'] : ['ValidatingAdmissionPolicyBinding', nameOf(platform, by)];
  const namespace = by === 'quota' ? platform.projects[0]?.namespace : undefined;
  const control = objects.find(
    (object) => object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace,
  );
  if (control) return control;
  throw new EngineFault(`the library writes no ${kind} ${name}`);
}
