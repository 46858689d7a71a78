import { iamArn, type Place } from '../../aws/arn';
import { document, type PolicyDocument } from '../document';

/**
 * What passes the endpoint of STS: roles of our account. The request of IRSA is signed by nobody, so it is held by the role
 * that it asks for.
 */
export function stsEndpointPolicy(place: Place): PolicyDocument {
  const { account } = place;
  return document([
    {
      Sid: 'OnlyOurRoles',
      Effect: 'Allow',
      Principal: '*',
      Action: ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      Resource: iamArn(place, 'role/*'),
    },
    {
      Sid: 'OnlyOurPrincipals',
      Effect: 'Allow',
      Principal: '*',
      Action: 'sts:GetCallerIdentity',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
    },
  ]);
}
