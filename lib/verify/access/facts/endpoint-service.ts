import type { EndpointFacts } from './role';

/**
 * The service behind an endpoint, as its actions are called: `s3` of `com.amazonaws.us-west-2.s3`, `ecr` of both endpoints of
 * the registry, `com.amazonaws.us-west-2.ecr.api` and `com.amazonaws.us-west-2.ecr.dkr`.
 */
export function endpointService(serviceName: string): string {
  const [, service = ''] = /^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\.([a-z0-9-]+)/.exec(serviceName) ?? [];
  return service;
}

/**
 * Whether AWS itself answers behind an endpoint. Services of others are all named `com.amazonaws.vpce.REGION.vpce-svc-ID`,
 * those of AWS by region and service
 * (https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html).
 */
export function serviceBehind(leadsTo: string | undefined): Pick<EndpointFacts, 'leadsTo' | 'isOfAws'> {
  return { leadsTo, isOfAws: leadsTo === undefined ? undefined : OF_AWS.test(leadsTo) };
}

const OF_AWS = /^(?:(?:cn\.)?com\.amazonaws|aws)\.(?!vpce\.)(?!.*vpce-svc-)[a-z0-9.-]+$/;
