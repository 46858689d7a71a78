/**
 * The service behind an endpoint, as its actions are called: `s3` of `com.amazonaws.us-west-2.s3`, `ecr` of both endpoints of
 * the registry, `com.amazonaws.us-west-2.ecr.api` and `com.amazonaws.us-west-2.ecr.dkr`.
 */
export function endpointService(serviceName: string): string {
  const [, service = ''] = /^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\.([a-z0-9-]+)/.exec(serviceName) ?? [];
  return service;
}
