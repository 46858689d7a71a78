import { amount, gibibytes } from '../../model/kubernetes/quantity';
import { nodeShare } from '../../model';
import type { Platform, Project } from '../../model';
import type { LimitRange } from '../api';
import { projectMetadata } from '../metadata';

/**
 * Requests must equal limits (a ratio of one): a pod whose limit is above its request takes what others were promised,
 * and is the first to be killed. Containers that state nothing, such as injected ones, get a little instead of nothing.
 */
export function projectLimitRange(platform: Platform, project: Project): LimitRange {
  const shares = project.nodeGroups.map(({ pool }) => nodeShare(pool));
  const most = (of: (share: (typeof shares)[number]) => number): number => Math.max(...shares.map(of));
  const little = { cpu: '500m', memory: '512Mi', 'ephemeral-storage': '1Gi' };
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: projectMetadata(platform, project, 'containers'),
    spec: {
      limits: [
        {
          type: 'Container',
          default: little,
          defaultRequest: little,
          min: { cpu: '10m', memory: '16Mi' },
          max: { cpu: amount(most(({ cpus }) => cpus)), memory: gibibytes(most(({ memoryGiB }) => memoryGiB)) },
          maxLimitRequestRatio: { cpu: '1', memory: '1' },
        },
      ],
    },
  };
}
