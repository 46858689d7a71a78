import { arn, dnsSuffix, type Place } from '../../aws/arn';
import { document, type PolicyDocument } from '../document';
import { keyAdministration } from './administration';

/**
 * The key of log groups: used by CloudWatch Logs for these groups only
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html).
 *
 * @param groups names of log groups
 */
export function logKeyPolicy(place: Place, groups: readonly string[]): PolicyDocument {
  return document([
    keyAdministration(place),
    {
      Sid: 'EncryptLogs',
      Effect: 'Allow',
      Principal: { Service: `logs.${place.region}.${dnsSuffix(place.partition)}` },
      Action: ['kms:Decrypt', 'kms:Describe*', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      Resource: '*',
      Condition: {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': groups.map((group) => arn(place, 'logs', `log-group:${group}`)),
        },
      },
    },
  ]);
}
