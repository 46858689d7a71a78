import type { Platform } from '../../model';
import { platformLabels } from '../../model/kubernetes/managed-by';
import type { PolicyObject } from '../policy-object';
import type { Rule } from '../rule';

/** Name of a rule's policy, the same in every dialect: exceptions and reports refer to it. */
export const policyName = ({ name }: Platform, { id }: Rule): string => `${name}-${id}`;

/** @param part end of the name, where a rule is more than one policy */
export function policyMetadata(platform: Platform, rule: Rule, part = ''): PolicyObject['metadata'] {
  return {
    name: `${policyName(platform, rule)}${part}`,
    labels: { ...platformLabels(platform), [platform.keys.rule]: rule.id },
    annotations: { [platform.keys.purpose]: `${rule.title}.` },
  };
}
