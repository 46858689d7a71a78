import type { Platform } from '../../model';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownField, knownList, knownText } from '../input/pulumi/plan-value';
import { propertyOf } from '../input/pulumi/planned-resource';
import { CLUSTER } from '../input/pulumi/resource-types';

/** Issuers of the tokens of the own cluster, without `https://`: that of the description, and those that a stack shows. */
export function clusterIssuers(platform: Platform | undefined, plans: readonly PlanLinks[]): readonly string[] {
  const credentials = platform?.aws?.credentials;
  const described = credentials?.kind === 'irsa' ? credentials.issuer : undefined;
  const shown = plans
    .flatMap((links) => links.of(CLUSTER))
    .flatMap((cluster) => knownList(propertyOf(cluster, 'identities')))
    .flatMap((identity) => knownList(knownField(identity, 'oidcs')))
    .flatMap((oidc) => knownText(knownField(oidc, 'issuer')) ?? []);
  return [...(described === undefined ? [] : [described]), ...shown].map((issuer) => issuer.replace(/^https:\/\//, ''));
}
