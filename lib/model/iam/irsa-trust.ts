import { accountUser } from '../people/account-user';
import { iamArn, type Place } from '../aws/arn';
import { document, type PolicyDocument } from './document';

/**
 * Lets one service account of one namespace assume the role through the cluster's OIDC issuer. Both keys are compared as
 * they stand: `StringLike` would admit other namespaces, and the audience alone every pod of the cluster. The audience is
 * `sts.amazonaws.com` in China too (https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1704).
 *
 * @param issuer without `https://`
 */
export function irsaTrust(place: Place, issuer: string, namespace: string, serviceAccount: string): PolicyDocument {
  return document([
    {
      Sid: 'Irsa',
      Effect: 'Allow',
      Principal: { Federated: iamArn(place, `oidc-provider/${issuer}`) },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: 'sts.amazonaws.com',
          [`${issuer}:sub`]: accountUser(namespace, serviceAccount),
        },
      },
    },
  ]);
}
