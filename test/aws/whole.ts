import {
  AuditTrail,
  GpuNodePool,
  ProjectIdentity,
  SharedIdentity,
  TrainingCluster,
  TrainingNetwork,
  TrainingStorage,
} from '../../lib/aws';
import type { Platform } from '../../lib/model';
import type { Plan } from '../../lib/plan';
import { plan } from './planned';

/** Everything of a platform in one program, in the one order in which its parts may stand. */
export function whole(platform: Platform): Promise<Plan> {
  return plan(() => {
    const network = new TrainingNetwork('ml', { platform });
    const cluster = new TrainingCluster('ml', { platform, network });
    for (const { name, provisioner } of platform.pools)
      if (provisioner !== 'self-managed') new GpuNodePool(name, { platform, pool: name, cluster, network });
    if (hasBuckets(platform)) new TrainingStorage('ml', { platform });
    if (platform.aws?.credentials.kind === 'shared-role') new SharedIdentity('ml', { platform, cluster });
    else for (const { name } of platform.projects) new ProjectIdentity(name, { platform, project: name, cluster });
    new AuditTrail('ml-audit', { platform });
  });
}

function hasBuckets({ projects }: Platform): boolean {
  return projects.some(({ data, checkpoints }) => [data, checkpoints].some((claim) => claim?.source.kind === 's3'));
}
