import type { ResourceType } from '../resource-type';
import { arn, provider } from './arn';

export const registryAndLogs: Readonly<Record<string, ResourceType>> = {
  'aws:ecr/repository:Repository': {
    required: [],
    optional: [
      'name',
      'forceDelete',
      'imageScanningConfiguration',
      'imageTagMutability',
      'encryptionConfigurations',
      'tags',
    ],
    replaces: ['name', 'encryptionConfigurations'],
    source: provider('ecr/repository.go'),
    name: 'name',
    id: ({ name }, fresh) => String(name ?? `repository-${fresh}`),
    outputs: (id, _, place) => ({
      arn: arn(place, 'ecr', `repository/${id}`),
      registryId: place.account,
      repositoryUrl: `${place.account}.dkr.ecr.${place.region}.amazonaws.com/${id}`,
    }),
  },
  'aws:ecr/pullThroughCacheRule:PullThroughCacheRule': {
    required: ['ecrRepositoryPrefix', 'upstreamRegistryUrl'],
    optional: ['credentialArn', 'customRoleArn', 'upstreamRepositoryPrefix'],
    replaces: ['ecrRepositoryPrefix', 'upstreamRegistryUrl', 'upstreamRepositoryPrefix'],
    source: provider('ecr/pull_through_cache_rule.go'),
    name: 'ecrRepositoryPrefix',
    id: ({ ecrRepositoryPrefix }) => String(ecrRepositoryPrefix),
    outputs: (_, __, { account }) => ({ registryId: account }),
    // Of the validation in the same file.
    fault: ({ ecrRepositoryPrefix }) =>
      /^((?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*\/?|ROOT)$/.test(String(ecrRepositoryPrefix)) &&
      String(ecrRepositoryPrefix).length <= 30
        ? undefined
        : 'ecrRepositoryPrefix must have 2 to 30 lower-case characters',
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    required: [],
    optional: ['name', 'kmsKeyId', 'retentionInDays', 'skipDestroy', 'logGroupClass', 'tags'],
    replaces: ['name', 'logGroupClass'],
    source: provider('logs/group.go'),
    name: 'name',
    id: ({ name }, fresh) => String(name ?? `group-${fresh}`),
    outputs: (id, _, place) => ({ arn: arn(place, 'logs', `log-group:${id}`) }),
  },
  'aws:cloudtrail/trail:Trail': {
    required: ['s3BucketName'],
    optional: [
      'name',
      'advancedEventSelectors',
      'cloudWatchLogsGroupArn',
      'cloudWatchLogsRoleArn',
      'enableLogFileValidation',
      'enableLogging',
      'includeGlobalServiceEvents',
      'isMultiRegionTrail',
      'kmsKeyId',
      'tags',
    ],
    replaces: ['name'],
    source: provider('cloudtrail/trail.go'),
    name: 'name',
    id: ({ name }, fresh) => String(name ?? `trail-${fresh}`),
    outputs: (id, _, place) => ({ arn: arn(place, 'cloudtrail', `trail/${id}`), homeRegion: place.region }),
  },
  'aws:autoscaling/tag:Tag': {
    required: ['autoscalingGroupName', 'tag'],
    optional: [],
    replaces: ['autoscalingGroupName', 'tag.key'],
    source: provider('autoscaling/group_tag.go'),
    id: ({ autoscalingGroupName, tag }) =>
      `${String(autoscalingGroupName)},${String((tag as { readonly key?: unknown }).key)}`,
  },
};
