import type { Platform, Project } from '../../model';
import type { LabelSelector, NetworkPolicy } from '../api';
import { projectMetadata } from '../metadata';
import { EVERY_POD, podsWith } from './selectors';

/** Label that the Job controller sets on the pods of a Job (https://kubernetes.io/docs/reference/labels-annotations-taints/#batch-kubernetes-io-job-name). */
export const JOB_NAME_LABEL = 'batch.kubernetes.io/job-name';

/**
 * Lets the ranks of one job talk to each other. Both directions and no list of ports: rank 0 serves the rendezvous
 * store, and every rank listens for NCCL and Gloo on ports that the kernel picks
 * (https://docs.nvidia.com/deeplearning/nccl/user-guide/docs/troubleshooting.html).
 *
 * The label can be set by whoever writes the pod template, so this is a cut inside one project; the boundary between
 * projects is the namespace.
 */
export function allowJobPeers(platform: Platform, project: Project, job: string): NetworkPolicy {
  return peers(
    platform,
    project,
    `${job}--peers`,
    podsWith({ [JOB_NAME_LABEL]: job }),
    `The ranks of job ${job} talk to each other.`,
  );
}

/** Lets all pods of a project talk to each other: the wider form, for projects that ask for it. */
export function allowProjectPeers(platform: Platform, project: Project): NetworkPolicy {
  return peers(platform, project, 'allow-peers', EVERY_POD, 'The pods of this project talk to each other.');
}

function peers(platform: Platform, project: Project, name: string, who: LabelSelector, purpose: string): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: projectMetadata(platform, project, name, { purpose }),
    spec: {
      podSelector: who,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: who }] }],
      egress: [{ to: [{ podSelector: who }] }],
    },
  };
}
