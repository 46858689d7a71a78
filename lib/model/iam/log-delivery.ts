import { arn, type Place } from '../aws/arn';
import { document, type Condition, type PolicyDocument } from './document';

/** Writes into one log group, for a role that a service of AWS assumes. */
export function logDeliveryPolicy(place: Place, group: string): PolicyDocument {
  return document([
    {
      Sid: 'WriteLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: arn(place, 'logs', `log-group:${group}:*`),
    },
  ]);
}

/** The condition that a service acts for this account and for one kind of its resources. */
export function actingFor(place: Place, service: string, resource: string): Condition {
  return {
    StringEquals: { 'aws:SourceAccount': place.account },
    ArnLike: { 'aws:SourceArn': arn(place, service, resource) },
  };
}
