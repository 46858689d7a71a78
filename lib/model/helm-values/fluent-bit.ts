import { nodeAgentTolerations } from '../nodes/training-taint';
import type { ChartRenderer } from './chart-values';
import { ownImage } from './own-image';

/** https://github.com/aws/eks-charts/tree/master/stable/aws-for-fluent-bit; other log agents take the same tolerations. */
export const fluentBit: ChartRenderer = ({ taint, keys, aws }) => ({
  chart: 'aws-for-fluent-bit',
  repository: 'https://aws.github.io/eks-charts',
  namespace: 'amazon-cloudwatch',
  about: ['Collects the logs of training nodes, the audit lines of training jobs among them.'],
  values: {
    ...ownImage(aws, 'fluentBit'),
    tolerations: nodeAgentTolerations({ taint, keys }),
    ...(aws === undefined ? {} : { cloudWatchLogs: { enabled: true, region: aws.region } }),
  },
});
