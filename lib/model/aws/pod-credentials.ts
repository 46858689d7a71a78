import * as v from 'valibot';
import { weakeningFaults, type Weakening } from '../risk/accepted-risk';
import { dnsSuffix, partitionOf } from './arn';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { optionalText, shape, text, textOr, type Draft } from '../fault/shape';

/** Roles for service accounts through the cluster's OIDC issuer; for Fargate and clusters without the agent. */
export interface IrsaCredentials {
  /** Tells this way from the others. */
  readonly kind: 'irsa';
  /**
   * Issuer without `https://`, such as `oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE`.
   * @default - the issuer of the cluster that the component is given; the trust is then known after the cluster is made
   */
  readonly issuer?: string;
}

/** One role for all projects, told apart by the session tag of the namespace: for hundreds of projects. */
export interface SharedRoleCredentials extends Weakening {
  /** Tells this way from the others. */
  readonly kind: 'shared-role';
}

/** How training pods get their AWS role. */
export type PodCredentials = { readonly kind: 'pod-identity' } | IrsaCredentials | SharedRoleCredentials;
/** How training pods get their AWS role, as a description says it; `pod-identity` is one role a project. */
export type PodCredentialsProps = 'pod-identity' | IrsaCredentials | SharedRoleCredentials;

export const podCredentialsShape = v.optional(
  textOr(
    v.literal('pod-identity'),
    v.lazy((input) =>
      (input as { kind?: unknown } | null)?.kind === 'irsa'
        ? shape<IrsaCredentials>({ kind: v.literal('irsa'), issuer: optionalText })
        : shape<SharedRoleCredentials>({ kind: v.picklist(['irsa', 'shared-role']), reason: text }),
    ),
  ),
);

/** Whether pods ask the agent of EKS on their node for credentials, and not the token service itself. */
export const asksIdentityAgent = ({ kind }: PodCredentials): boolean => kind !== 'irsa';

export function resolvePodCredentials(props: PodCredentialsProps = 'pod-identity'): PodCredentials {
  return props === 'pod-identity' ? { kind: props } : props;
}

export function podCredentialsFaults(
  props: Draft<PodCredentialsProps> | undefined,
  path: string,
  region: string | undefined,
): Fault[] {
  if (props === undefined || typeof props === 'string') return [];
  if (props.kind === 'shared-role') return weakeningFaults(props, path);
  const { issuer } = props as Draft<IrsaCredentials>;
  if (issuer === undefined || region === undefined) return [];
  const host = `oidc.eks.${region}.${dnsSuffix(partitionOf(region))}`;
  if (new RegExp(`^${host.replaceAll('.', '\\.')}/id/[A-Z0-9]+$`).test(issuer)) return [];
  return [
    {
      path: `${path}.issuer`,
      given: shown(issuer),
      allowed: `an issuer of this region without "https://": ${host}/id/...`,
      fix: 'aws eks describe-cluster --query cluster.identity.oidc.issuer; a condition key with https:// never matches',
    },
  ];
}
