import { App } from 'cdk8s';
import { PlatformIsolation, ProbeJob, TrainingJob, TrainingProject } from '../../../lib/kubernetes';
import { definePlatform, type Platform } from '../../../lib/model';
import { synthesize } from '../../../lib/testing';
import { fabricAddress } from '../../node/fabric';
import type { ImageStore } from '../../node/images/store';
import type { KubeObject } from '../../rig/kubectl';
import { storageClass, vaultAddress } from './neighbours';

/** The job that asks from inside a pod what training can do. */
export const probeJob = 'probe';

/** A claim in each project that others filled. */
const datasets = { kind: 'existing', claim: 'measurements', sizeGiB: 1 } as const;

/** The job whose ranks train for real. */
export const trainingJob = 'pretrain';

/**
 * The platform that the real nodes belong to: two projects and two services, as in the guide. Its nodes are as small as
 * the machine: one GPU that is not there, one EFA device that is not there, two processors that are.
 */
export function describePlatform(apiPort: number): Platform {
  return definePlatform({
    name: 'ml',
    aws: { account: '111122223333', region: 'us-west-2', zones: ['us-west-2a'], vpcCidr: '10.0.0.0/16' },
    controlPlane: { cidrs: [`${fabricAddress}/32`], port: apiPort },
    pools: [
      {
        name: 'small',
        instanceType: {
          name: 'conformance.small',
          gpus: 1,
          gpuMemoryGiB: 1,
          efaCards: 1,
          vcpus: 2,
          memoryGiB: 4,
          localNvmeGB: 0,
        },
        availabilityZone: 'us-west-2a',
        rootVolumeGiB: 60,
        maxNodes: 4,
      },
    ],
    storage: {
      checkpoints: { kind: 'storage-class', storageClass, sizeGiB: 1 },
    },
    services: [
      {
        name: 'tracking',
        namespace: 'ml-platform',
        podLabels: { app: 'mlflow' },
        port: 5000,
        tenancy: 'authenticated',
      },
      { name: 'data-lake', namespace: 'ml-data', podLabels: { app: 'data-lake' }, port: 443 },
    ],
    components: ['coredns', 'nvidia-device-plugin', 'efa-device-plugin'],
    policies: { dialects: ['vap'], registries: ['registry.example.com/{project}/', 'registry.example.com/shared/'] },
    projects: [
      { name: 'alpha', gpus: 3, uses: ['tracking', 'data-lake'], storage: { datasets } },
      {
        name: 'beta',
        gpus: 1,
        uses: ['tracking'],
        storage: { datasets },
        unsafe: { debuggers: { reason: 'shows that a shell in the own project works where it is allowed' } },
      },
    ],
  });
}

/** The job whose ranks try production from their first instruction on. */
export const firstSecondJob = 'first-second';

/** How its ranks, and whoever is compared to them, try it: the answer to each try, with its time. */
export const tryFromTheStart = ['packets', 'first', `${vaultAddress}:80`];

/** A job that the ranks of which only listen: its pods have the shape of training pods and stay. */
export interface ListeningJob {
  readonly project: 'alpha' | 'beta';
  readonly name: string;
  readonly nodes: number;
}

/** Ports that the ranks of a listening job serve. */
export const listeningPorts = [8080, 29500] as const;

/** What the library writes for the platform and a job that trains, with nothing given but image, nodes and command. */
export function platformObjects(
  platform: Platform,
  images: ImageStore['references'],
  listening: readonly ListeningJob[],
): readonly KubeObject[] {
  const app = new App();
  new PlatformIsolation(app, 'platform', { platform });
  const projects = {
    alpha: new TrainingProject(app, 'alpha', { platform, project: 'alpha' }),
    beta: new TrainingProject(app, 'beta', { platform, project: 'beta' }),
  };
  new TrainingJob(projects.alpha, trainingJob, {
    image: images.trainer,
    nodes: 2,
    command: ['torchrun'],
    args: ['/app/train.py'],
  });
  for (const { project, name, nodes } of listening) {
    new TrainingJob(projects[project], name, {
      image: images.trainer,
      nodes,
      command: ['packets', 'serve', ...listeningPorts.map(String)],
      gracePeriodSeconds: 1,
    });
  }
  new TrainingJob(projects.alpha, firstSecondJob, {
    image: images.trainer,
    nodes: 3,
    command: tryFromTheStart,
    launcher: 'none',
    // An interpreter takes longer to start than what is measured here.
    rankGuard: false,
  });
  new ProbeJob(projects.alpha, probeJob, {
    image: images.trainer,
    open: { 'tracking, by name': 'tracking.ml-platform.svc.cluster.local:80' },
    shut: { 'production vault, by name': 'vault.production.svc.cluster.local:80' },
  });
  return synthesize(app);
}
