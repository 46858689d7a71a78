import type * as inputs from '@pulumi/aws/types/input';
import { CLOSED_METADATA } from '../../model/nodes/closed-metadata';

/** For launch templates: closed to pods, and without the tags of the instance. */
export function closedMetadata(): inputs.ec2.LaunchTemplateMetadataOptions {
  return { ...CLOSED_METADATA, instanceMetadataTags: 'disabled' };
}
