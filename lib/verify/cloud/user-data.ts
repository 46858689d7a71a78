import { gunzipSync } from 'node:zlib';
import { mimeParts } from './mime-parts';
import { knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';

/** What a launch template makes instances do when they start; undefined where the plan does not know it. */
export function userDataOf(template: PlannedResource): string | undefined {
  const given = propertyOf(template, 'userData');
  if (given === undefined) return '';
  const text = knownText(given);
  return text === undefined ? undefined : instructions(Buffer.from(text, 'base64'));
}

/** What user data says, unpacked, all its parts one after the other, without what only speaks to people. */
export function instructions(userData: Buffer | string): string {
  const text = typeof userData === 'string' ? userData : unpacked(userData);
  const parts = mimeParts(text);
  return parts === undefined ? withoutComments(text) : parts.map((part) => withoutComments(unpacked(part))).join('\n');
}

/** cloud-init takes packed user data as well (https://cloudinit.readthedocs.io/en/latest/explanation/format.html); what is broken is no text. */
function unpacked(bytes: Buffer): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return '';
  }
}

/** Lines that only speak to people say nothing of what happens. */
function withoutComments(userData: string): string {
  return userData.replace(/^\s*#.*$/gm, '');
}

const GIVES = /node-labels|register-?with-?taints|node-taints/i;

/** Whether user data gives a node labels or taints beside those of its group: nodeadm, bootstrap.sh, Bottlerocket. */
export function setsLabels(userData: string): boolean {
  return GIVES.test(userData);
}
