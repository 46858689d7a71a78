import { dirname, join } from 'node:path';
import { runSimulation, type EvaluationResult } from '@cloud-copilot/iam-simulate';
import { loadPolicy } from '@cloud-copilot/iam-policy';
import type { PolicyDocument } from '../../../lib/model/iam';

/** A request and every policy that has a say in it. */
export interface SimulatedRequest {
  /** ARN of the role whose session asks. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
  readonly identity?: readonly PolicyDocument[];
  readonly resourcePolicy?: PolicyDocument;
  readonly endpoint?: PolicyDocument;
  /** @default - the account of the principal */
  readonly resourceAccount?: string;
}

/** Asks an independent policy simulator. It drops context keys that it does not know, so a dropped key is a failure. */
export async function decide(request: SimulatedRequest): Promise<EvaluationResult> {
  const account = request.principal.split(':')[4] ?? '';
  const results = await runSimulation(
    {
      request: {
        principal: request.principal,
        action: request.action,
        resource: { resource: request.resource, accountId: request.resourceAccount ?? account },
        contextVariables: { ...request.context },
      },
      identityPolicies: (request.identity ?? []).map((policy, index) => ({ name: `identity${index}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(request.resourcePolicy === undefined ? {} : { resourcePolicy: request.resourcePolicy }),
      ...(request.endpoint === undefined
        ? {}
        : { vpcEndpointPolicies: [{ name: 'endpoint', policy: request.endpoint }] }),
    },
    {},
  );
  if (results.resultType !== 'single') throw new Error(`not simulated: ${JSON.stringify(results)}`);
  expect(results.result.ignoredContextKeys).toEqual([]);
  return results.overallResult;
}

interface CoreEngine {
  authorize(request: object): { readonly result: EvaluationResult };
}

/**
 * The simulator's engine without its front end, which knows neither the keys of a cluster's OIDC issuer nor the encryption
 * context of S3 and would call every such request denied: a false "safe".
 */
export function decideUnfiltered(request: SimulatedRequest): EvaluationResult {
  const root = dirname(require.resolve('@cloud-copilot/iam-simulate'));
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not exported by the package
  const { authorize } = require(join(root, 'core_engine/CoreSimulatorEngine.js')) as CoreEngine;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not exported by the package
  const { AwsRequestImpl } = require(join(root, 'request/request.js')) as {
    AwsRequestImpl: new (...args: unknown[]) => object;
  };
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not exported by the package
  const { RequestContextImpl } = require(join(root, 'requestContext.js')) as {
    RequestContextImpl: new (values: object) => object;
  };
  const account = request.principal.split(':')[4] ?? '';
  const named = (policy: PolicyDocument, name: string): object => loadPolicy(policy, { name });
  return authorize({
    request: new AwsRequestImpl(
      request.principal,
      { resource: request.resource, accountId: request.resourceAccount ?? account },
      request.action,
      new RequestContextImpl({ 'aws:PrincipalArn': request.principal, ...request.context }),
    ),
    sessionPolicy: undefined,
    identityPolicies: (request.identity ?? []).map((policy, index) => named(policy, `identity${index}`)),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: request.resourcePolicy === undefined ? undefined : named(request.resourcePolicy, 'resource'),
    permissionBoundaries: undefined,
    vpcEndpointPolicies: request.endpoint === undefined ? undefined : [named(request.endpoint, 'endpoint')],
    simulationParameters: { simulationMode: 'Strict', discoveryContextKeyConstraints: {} },
  }).result;
}
