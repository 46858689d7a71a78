import type { Partition } from './arn';

/** Services that nodes and pods reach through interface endpoints, by the last part of the endpoint's name. */
export const ENDPOINT_SERVICES = [
  's3',
  'sts',
  'autoscaling',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'kms',
  'logs',
  'elasticfilesystem',
  'fsx',
] as const;
export type EndpointService = (typeof ENDPOINT_SERVICES)[number];

/** Who reaches an endpoint: `pods` means training pods too, `platform` nodes and operators only. */
export type EndpointReach = 'pods' | 'platform';

/** Training reads its buckets and asks for its role. Whatever else is reachable is a way out for data. */
export function endpointReach(service: EndpointService): EndpointReach {
  return service === 's3' || service === 'sts' ? 'pods' : 'platform';
}

/** The services that a platform needs; those of file systems only where a claim is on one. */
export function neededServices(fileSystems: {
  readonly efs: boolean;
  readonly fsx: boolean;
}): readonly EndpointService[] {
  return ENDPOINT_SERVICES.filter((service) => {
    if (service === 'elasticfilesystem') return fileSystems.efs;
    return service === 'fsx' ? fileSystems.fsx : true;
  });
}

/**
 * Name of the endpoint service. In China most services have a prefix of their own, S3 has none
 * (https://docs.amazonaws.cn/en_us/vpc/latest/privatelink/aws-services-privatelink-support.html).
 */
export function endpointServiceName(partition: Partition, region: string, service: EndpointService): string {
  const prefix = partition === 'aws-cn' && service !== 's3' ? 'cn.' : '';
  return `${prefix}com.amazonaws.${region}.${service}`;
}
