import { dnsSuffix, type Place } from '../aws/arn';
import { document, type Condition, type PolicyDocument } from './document';

/**
 * Lets a service of AWS assume a role for this account only: without the condition a resource of a stranger could make the
 * service act with it (https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html).
 *
 * @param service principal, such as `vpc-flow-logs.amazonaws.com`
 */
export function serviceTrust(service: string, condition?: Condition): PolicyDocument {
  return document([
    {
      Sid: 'Service',
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
      ...(condition === undefined ? {} : { Condition: condition }),
    },
  ]);
}

/** EC2's principal, the one that has another name in China. */
export function ec2Principal({ partition }: Pick<Place, 'partition'>): string {
  return `ec2.${dnsSuffix(partition)}`;
}
