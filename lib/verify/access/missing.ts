import { policyName, type NamedPolicy } from './policy/named-policy';

/** Something that is not known and could change an answer: the text of a policy, or what another value decides. */
export type Missing =
  | NamedPolicy
  /** A policy of a bucket that names none that is known, or one without a name that is. */
  | { readonly kind: 'bucket-meant'; readonly by: string }
  | { readonly kind: 'bucket-name'; readonly in: string }
  | { readonly kind: 'association-accounts'; readonly association: string }
  /** Something that is not read here, and gives a role what nobody knows. */
  | { readonly kind: 'gift'; readonly resource: string; readonly type: string; readonly role: string }
  | { readonly kind: 'role-of-arn'; readonly arn: string; readonly role: string }
  | { readonly kind: 'owner'; readonly policy: string }
  | { readonly kind: 'statement-applies'; readonly statement: string; readonly keys: readonly string[] }
  | { readonly kind: 'principal-meant'; readonly policy: string }
  /** Through which of several endpoints a request goes. */
  | { readonly kind: 'endpoint-taken'; readonly endpoints: readonly string[] }
  | { readonly kind: 'variables'; readonly statement: string }
  | { readonly kind: 'value'; readonly key: string }
  /** Who belongs to organizations that a condition names. */
  | { readonly kind: 'organization'; readonly organizations: readonly string[]; readonly key: string }
  /** Nothing but the answer: the search for it was given up. */
  | { readonly kind: 'too-complex'; readonly text: string };

/** What is missing, for people, as it stands after "not known:". */
export function missingText(missing: Missing): string {
  switch (missing.kind) {
    case 'bucket-meant':
      return `which bucket is meant by ${missing.by}`;
    case 'bucket-name':
      return `name of the bucket in ${missing.in}`;
    case 'association-accounts':
      return `namespace and service account of association ${missing.association}`;
    case 'gift':
      return `what ${missing.resource} (${missing.type}) gives role ${missing.role}`;
    case 'role-of-arn':
      return `whether ${missing.arn} is role ${missing.role}, whose account is not known`;
    case 'owner':
      return `whose ${missing.policy} is`;
    case 'statement-applies': {
      const keys = missing.keys.join(', ');
      return `whether ${missing.statement} applies${keys === '' ? '' : ` (${keys})`}`;
    }
    case 'endpoint-taken':
      return `through which endpoint it goes, ${missing.endpoints.join(' or ')} (aws:SourceVpce)`;
    case 'principal-meant':
      return `whether ${missing.policy} means the role`;
    case 'variables':
      return `values of variables in ${missing.statement}`;
    case 'value':
      return `value of ${missing.key}`;
    case 'organization':
      return `whose organization ${missing.organizations.join(', ')} is (${missing.key})`;
    case 'too-complex':
      return missing.text;
    default:
      return policyName(missing);
  }
}

/** All that is missing, in one line. */
export function missingTexts(missing: readonly Missing[]): string {
  return missing.map(missingText).join(', ');
}

/** Each once, by what it says. */
export function distinctMissing(missing: readonly Missing[]): readonly Missing[] {
  return [...new Map(missing.map((item) => [missingText(item), item])).values()];
}

/** What tells the policy of one bucket. */
export function isPolicyOfBucket(bucket: string | undefined): (missing: Missing) => boolean {
  return (missing) => missing.kind === 'bucket-policy' && missing.bucket === bucket;
}

/** What is missing and could give a role rights: who takes it on does not, and a boundary only takes away. */
export function missingGifts(missing: readonly Missing[]): readonly Missing[] {
  return missingRights(missing).filter(({ kind }) => kind !== 'boundary');
}

/** What is missing of what a role may do; who takes it on gives it nothing. */
export function missingRights(missing: readonly Missing[]): readonly Missing[] {
  return missing.filter(({ kind }) => kind !== 'trust-policy');
}
