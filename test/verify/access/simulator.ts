/**
 * A second opinion on single requests: an independent simulator of IAM, for tests only (its licence is AGPL; nothing of
 * it is part of the package).
 */
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Outcome } from '../../../lib/verify/access/decision';

export const ACCOUNT = '111122223333';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/training/ml-alpha`;

export interface Case {
  readonly identity: readonly object[];
  readonly bucket?: object | undefined;
  readonly boundary?: object | undefined;
  readonly endpoint?: object | undefined;
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  Allowed: 'allowed',
  ImplicitlyDenied: 'implicitDeny',
  ExplicitlyDenied: 'explicitDeny',
};

/** The simulator's answer. Fails if it left a key of the request out, which it does silently with keys it does not know. */
export async function simulated({
  identity,
  bucket,
  boundary,
  endpoint,
  action,
  resource,
  context,
}: Case): Promise<Outcome> {
  const result = await runSimulation(
    {
      request: {
        principal: ROLE_ARN,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { 'aws:PrincipalArn': ROLE_ARN, ...context },
      },
      identityPolicies: identity.map((policy, index) => ({ name: `p${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(bucket === undefined ? {} : { resourcePolicy: bucket }),
      ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
      ...(endpoint === undefined ? {} : { vpcEndpointPolicies: [{ name: 'endpoint', policy: endpoint }] }),
    },
    {},
  );
  if (result.resultType !== 'single') throw new Error(JSON.stringify(result));
  const ignored = result.result.ignoredContextKeys ?? [];
  if (ignored.length > 0) throw new Error(`the simulator left out ${ignored.join(', ')}`);
  return OUTCOMES[result.overallResult] as Outcome;
}
