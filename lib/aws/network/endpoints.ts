import * as ec2 from '@pulumi/aws/ec2';
import type * as pulumi from '@pulumi/pulumi';
import {
  endpointReach,
  endpointServiceName,
  neededServices,
  type EndpointService,
} from '../../model/aws/endpoint-services';
import { documentText, endpointPolicy, type AwsPlatform } from '../../model/iam';
import { deletableBuckets, trainingBuckets } from '../../model/storage/training-buckets';

/** Everything of an endpoint that the description decides. */
export interface PlannedEndpoint {
  readonly service: EndpointService;
  readonly serviceName: string;
  /** Whether it lies among the endpoints that training pods reach. */
  readonly forPods: boolean;
  /** Text of its policy. */
  readonly policy: string;
}

/** The endpoints that the platform needs, each with its policy. */
export function plannedEndpoints(platform: AwsPlatform): readonly PlannedEndpoint[] {
  const { aws, projects } = platform;
  const kinds = new Set(projects.flatMap(({ data, checkpoints }) => [data?.source.kind, checkpoints?.source.kind]));
  const buckets = [...new Set([...trainingBuckets(projects).map(({ name }) => name), ...aws.serviceBuckets])];
  return neededServices({ efs: kinds.has('efs'), fsx: kinds.has('fsx-lustre') }).map((service) => ({
    service,
    serviceName: endpointServiceName(aws.partition, aws.region, service),
    forPods: endpointReach(service) === 'pods',
    policy: documentText(endpointPolicy(aws, service, buckets, deletableBuckets(projects))),
  }));
}

export interface EndpointPlace {
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: readonly pulumi.Input<string>[];
  readonly securityGroupId: pulumi.Input<string>;
}

export function endpointResource(
  name: string,
  { service, serviceName, policy }: PlannedEndpoint,
  { vpcId, subnetIds, securityGroupId }: EndpointPlace,
  tags: Record<string, string>,
  opts: pulumi.CustomResourceOptions,
): ec2.VpcEndpoint {
  return new ec2.VpcEndpoint(
    name,
    {
      vpcId,
      serviceName,
      vpcEndpointType: 'Interface',
      subnetIds: [...subnetIds],
      securityGroupIds: [securityGroupId],
      privateDnsEnabled: true,
      // By default the private names of S3 are for networks outside the VPC, and pods would be sent to public addresses
      // (https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html#private-dns-s3).
      ...(service === 's3' ? { dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false } } : {}),
      policy,
      tags: { ...tags, Name: name },
    },
    opts,
  );
}
