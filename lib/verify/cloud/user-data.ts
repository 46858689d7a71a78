import { knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';

/** What a launch template makes instances do when they start; undefined where the plan does not know it. */
export function userDataOf(template: PlannedResource): string | undefined {
  const given = propertyOf(template, 'userData');
  if (given === undefined) return '';
  const text = knownText(given);
  return text === undefined ? undefined : withoutComments(Buffer.from(text, 'base64').toString('utf8'));
}

/** Lines that only speak to people say nothing of what happens. */
export function withoutComments(userData: string): string {
  return userData.replace(/^\s*#.*$/gm, '');
}

const GIVES = /node-labels|register-?with-?taints|node-taints/i;

/** Whether user data gives a node labels or taints beside those of its group: nodeadm, bootstrap.sh, Bottlerocket. */
export function setsLabels(userData: string): boolean {
  return GIVES.test(userData);
}
