import type { ResourceType } from '../resource-type';
import { arn, provider } from './arn';

export const kms: Readonly<Record<string, ResourceType>> = {
  'aws:kms/key:Key': {
    required: [],
    optional: ['description', 'policy', 'enableKeyRotation', 'deletionWindowInDays', 'tags', 'keyUsage', 'multiRegion'],
    replaces: ['keyUsage', 'multiRegion', 'customerMasterKeySpec'],
    source: provider('kms/key.go'),
    id: (_, fresh) => `${fresh.slice(0, 8)}-${fresh.slice(8, 12)}-4000-8000-${fresh.slice(0, 12)}`,
    outputs: (id, _, place) => ({ arn: arn(place, 'kms', `key/${id}`), keyId: id }),
  },
  'aws:kms/alias:Alias': {
    required: ['targetKeyId'],
    optional: ['name'],
    replaces: ['name'],
    source: provider('kms/alias.go'),
    name: 'name',
    id: ({ name }, fresh) => String(name ?? `alias/${fresh}`),
    outputs: (id, { targetKeyId }, place) => ({
      arn: arn(place, 'kms', id),
      targetKeyArn: arn(place, 'kms', `key/${String(targetKeyId)}`),
    }),
  },
};
