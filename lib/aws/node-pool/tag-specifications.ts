import type * as inputs from '@pulumi/aws/types/input';
import { CNI_CLUSTER_TAG } from '../../model/iam';

/**
 * Tags of what a launch makes. Default tags of the provider reach none of these with a managed node group
 * (https://github.com/hashicorp/terraform-provider-aws/issues/32328). The interfaces carry the tag that the CNI's own
 * identity is held to.
 */
export function tagSpecifications(
  cluster: string,
  tags: Readonly<Record<string, string>>,
): inputs.ec2.LaunchTemplateTagSpecification[] {
  return [
    { resourceType: 'instance', tags: { ...tags } },
    { resourceType: 'volume', tags: { ...tags } },
    { resourceType: 'network-interface', tags: { ...tags, [CNI_CLUSTER_TAG]: cluster } },
  ];
}
