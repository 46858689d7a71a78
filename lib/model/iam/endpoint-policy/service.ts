import { document, type PolicyDocument } from '../document';
import type { Place } from '../../aws/arn';
import type { EndpointService } from '../../aws/endpoint-services';
import { ecrEndpointPolicy } from './ecr';
import { s3EndpointPolicy } from './s3';
import { stsEndpointPolicy } from './sts';

/**
 * What passes the endpoint of a service. There is no endpoint without a policy: a stranger's keys in a training pod would
 * otherwise send data to the stranger's log group, registry or file system over an address that is allowed.
 */
export function endpointPolicy(
  place: Place,
  service: EndpointService,
  buckets: readonly string[],
  deletable: readonly string[] = [],
): PolicyDocument {
  switch (service) {
    case 's3':
      return s3EndpointPolicy(place, buckets, deletable);
    case 'sts':
      return stsEndpointPolicy(place);
    case 'ecr.api':
    case 'ecr.dkr':
      return ecrEndpointPolicy(place);
    case 'autoscaling':
    case 'ec2':
      return ourPrincipalsPolicy(place, service);
    case 'eks':
    case 'eks-auth':
    case 'elasticfilesystem':
    case 'fsx':
    case 'kms':
    case 'logs':
      return ourResourcesPolicy(place, service);
    default: {
      const never: never = service;
      return never;
    }
  }
}

/** Our principals on our resources. Which actions a role may take is said where the role is; this adds the account. */
function ourResourcesPolicy({ account }: Place, service: string): PolicyDocument {
  return document([
    {
      Sid: 'OnlyOurAccount',
      Effect: 'Allow',
      Principal: '*',
      Action: `${service}:*`,
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
    },
  ]);
}

/** Our principals; EC2 works on images and types of AWS's own accounts too, so the resource's account is left open. */
function ourPrincipalsPolicy({ account }: Place, service: string): PolicyDocument {
  return document([
    {
      Sid: 'OnlyOurPrincipals',
      Effect: 'Allow',
      Principal: '*',
      Action: `${service}:*`,
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
    },
  ]);
}
