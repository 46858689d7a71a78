import { arn, type Place } from '../../model/aws/arn';
import { KEYS } from '../access/facts/key-resources';
import type { AccessFacts } from '../access/facts/role';
import { policyName } from '../access/policy/named-policy';
import type { Policy } from '../access/policy/policy';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';

/** How policies of keys are kept: by ARN, or by the name in the program where the plan knows no ARN. */
export function keyId(key: PlannedResource): string {
  return knownText(propertyOf(key, 'arn')) ?? key.name;
}

/** The ARN of a key, made up where the plan knows none; requests name keys by it. */
export function keyArn(place: Place, key: PlannedResource): string {
  const id = keyId(key);
  return id.startsWith('arn:') ? id : arn(place, 'kms', `key/${id}`);
}

/** What is known of the key that an input of a resource names. */
export type NamedKey =
  /** The input is not there. */
  | { readonly kind: 'none' }
  /** Its key or the text of its policy is not in the plan. */
  | { readonly kind: 'unknown'; readonly missing: string }
  /** A key without a policy of its own has that of AWS, which opens it for identities of its account by their policies. */
  | { readonly kind: 'default'; readonly key: PlannedResource }
  | { readonly kind: 'known'; readonly key: PlannedResource; readonly policy: Policy };

/** Why nobody encrypts with a key, whatever policies say; undefined for one that works. Services take symmetric keys alone. */
export function outOfUse(key: PlannedResource): string | undefined {
  if (propertyOf(key, 'isEnabled') === false) return 'is switched off';
  const usage = propertyOf(key, 'keyUsage') ?? 'ENCRYPT_DECRYPT';
  const spec = propertyOf(key, 'customerMasterKeySpec') ?? 'SYMMETRIC_DEFAULT';
  return usage === 'ENCRYPT_DECRYPT' && spec === 'SYMMETRIC_DEFAULT'
    ? undefined
    : 'is not symmetric, and services take no other';
}

/** The key that an input of a resource names, however deep it stands there. */
export function namedKey(
  links: PlanLinks,
  access: Pick<AccessFacts, 'keys' | 'missing'>,
  from: PlannedResource,
  property: string,
): NamedKey {
  if (propertyOf(from, property) === undefined) return { kind: 'none' };
  const [key] = links.targets(from, property, ...KEYS);
  if (key === undefined) return { kind: 'unknown', missing: 'the key is not in the plan' };
  const holders = [
    key,
    ...links.of('aws:kms/keyPolicy:KeyPolicy').filter((item) => links.refersTo(item, 'keyId', key)),
  ];
  const policy = holders.map((holder) => access.keys.get(keyId(holder))).find((found) => found !== undefined);
  if (policy !== undefined) return { kind: 'known', key, policy };
  const unread = holders.find(({ name }) =>
    access.missing.some((item) => item.kind === 'key-policy' && item.key === name),
  );
  return unread === undefined
    ? { kind: 'default', key }
    : { kind: 'unknown', missing: `not known: ${policyName({ kind: 'key-policy', key: unread.name })}` };
}
