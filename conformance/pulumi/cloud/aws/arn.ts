import type { Place } from '../resource-type';

/** ARN of a resource of a region. */
export function arn({ account, region }: Place, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** Path of a file of the provider that turns Pulumi's requests into calls of AWS. */
export function provider(file: string): string {
  return `https://github.com/hashicorp/terraform-provider-aws internal/service/${file}`;
}
