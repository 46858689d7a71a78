/** Which policy it is, whether or not its text is known. */
export type NamedPolicy =
  | { readonly kind: 'bucket-policy'; readonly bucket: string }
  | { readonly kind: 'key-policy'; readonly key: string }
  | { readonly kind: 'endpoint-policy'; readonly endpoint: string }
  /** Of whatever else has one. */
  | { readonly kind: 'resource-policy'; readonly resource: string }
  | { readonly kind: 'trust-policy'; readonly role: string }
  | { readonly kind: 'boundary'; readonly role: string }
  | { readonly kind: 'session-policy'; readonly of: `role ${string}` | `association ${string}` }
  | { readonly kind: 'inline-policy'; readonly policy: string; readonly holder: PolicyHolder }
  /** Attached to its holder; named by its ARN where the input does not hold it. */
  | { readonly kind: 'attached-policy'; readonly policy: string; readonly holder: PolicyHolder }
  /** All that a role of which nothing is known may have. */
  | { readonly kind: 'every-policy'; readonly role: string }
  /** A document that does not say whose it is. */
  | { readonly kind: 'loose-policy'; readonly file: string };

/** Who has rights: `role ml-alpha`. */
export type PolicyHolder = `role ${string}` | `user ${string}`;

/** `inline policy data of role ml-alpha`. */
export function policyName(policy: NamedPolicy): string {
  switch (policy.kind) {
    case 'bucket-policy':
      return `policy of bucket ${policy.bucket}`;
    case 'key-policy':
      return `policy of key ${policy.key}`;
    case 'endpoint-policy':
      return `policy of endpoint ${policy.endpoint}`;
    case 'resource-policy':
      return `policy of ${policy.resource}`;
    case 'trust-policy':
      return `trust policy of role ${policy.role}`;
    case 'boundary':
      return `permission boundary of role ${policy.role}`;
    case 'session-policy':
      return `session policy of ${policy.of}`;
    case 'inline-policy':
      return `inline policy ${policy.policy} of ${policy.holder}`;
    case 'attached-policy':
      return `policy ${policy.policy} of ${policy.holder}`;
    case 'every-policy':
      return `policies of role ${policy.role}`;
    case 'loose-policy':
      return `policy ${policy.file}`;
  }
}
