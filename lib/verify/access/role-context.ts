import type { PodIdentity, Role } from './facts/role';
import { accountOfArn, regionOfArn } from '../../model/aws/arn';
import { OWNER_KEYS } from './layers';
import { ORGANIZATION_KEYS } from './organization-keys';
import { Context } from './request';

/**
 * The keys that a request of a role carries whatever it asks for
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html): who it is, its tags, and
 * that it comes over TLS and not by way of a service. Resources are taken to be of the role's own account.
 */
export function roleContext(role: Role, podIdentities: readonly PodIdentity[]): Context {
  const { arn, account, tags } = role;
  const entries: [string, string][] = [
    ['aws:PrincipalType', 'AssumedRole'],
    ['aws:PrincipalIsAWSService', 'false'],
    ['aws:ViaAWSService', 'false'],
    ['aws:SecureTransport', 'true'],
    ...[...tags].map(([key, value]): [string, string] => [`aws:PrincipalTag/${key}`, value]),
  ];
  const unknown = [...unknownTags(role), ...ORGANIZATION_KEYS];
  if (arn === undefined) unknown.push('aws:PrincipalArn');
  else entries.push(['aws:PrincipalArn', arn]);
  if (account === undefined) unknown.push(...ACCOUNT_KEYS);
  else entries.push(...ACCOUNT_KEYS.map((key): [string, string] => [key, account]));
  // Sessions of Pod Identity have further tags whose values only the cluster knows.
  const sessions = podIdentities.filter((association) => association.role === role.name && association.sessionTags);
  if (sessions.length > 0) {
    for (const tag of SESSION_TAGS) if (!tags.has(tag)) unknown.push(`aws:PrincipalTag/${tag}`);
  }
  return new Context(entries, unknown, CARRIED);
}

/** Keys of tags that a principal may have with whatever value. */
export function unknownTags({ unknownTags: keys = new Set() }: Pick<Role, 'unknownTags'>): readonly string[] {
  return (keys === 'all' ? ['*'] : [...keys]).map((key) => `aws:PrincipalTag/${key}`);
}

/** Where a request is sent to. */
export const REGION = 'aws:RequestedRegion';
/** Whether somebody proved who he is by a device when he took the role on; temporary credentials always say it. */
const MFA = 'aws:MultiFactorAuthPresent';

/**
 * What one request of the role is taken to say where nobody says otherwise: account and region of its resource, as far as its
 * ARN names them, and no MFA, since pods have no device.
 */
export function usualValues(resource: string): readonly (readonly [string, string])[] {
  const [owner, region] = [accountOfArn(resource), regionOfArn(resource)];
  return [
    ...(owner === undefined ? [] : OWNER_KEYS.map((key) => [key, owner] as const)),
    [MFA, 'false'],
    ...(region === undefined ? [] : [[REGION, region] as const]),
  ];
}

/**
 * Keys that every request carries that somebody signs, with whatever value
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html, "Availability").
 */
export const CARRIED_BY_ALL: readonly string[] = ['aws:userid', 'aws:CurrentTime', 'aws:EpochTime', REGION];

/** Those that every request of a role's session carries: long-term keys of a user say nothing of when and how they were given. */
export const CARRIED: readonly string[] = [...CARRIED_BY_ALL, 'aws:TokenIssueTime', MFA];

const ACCOUNT_KEYS = ['aws:PrincipalAccount', ...OWNER_KEYS, 'kms:CallerAccount'];

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
export const SESSION_TAGS: readonly string[] = [
  'eks-cluster-arn',
  'eks-cluster-name',
  'kubernetes-namespace',
  'kubernetes-service-account',
  'kubernetes-pod-name',
  'kubernetes-pod-uid',
];
