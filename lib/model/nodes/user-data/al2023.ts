import { NODE_HUGE_PAGES } from '../node-share';
import type { Pool } from '../pool';
import { toYaml } from '../../kubernetes/to-yaml';

const BOUNDARY = 'TRAINING-NODE';

/**
 * User data of Amazon Linux 2023: a configuration for nodeadm, which EKS completes with the cluster's own facts
 * (https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/), and a script that runs before the kubelet starts.
 */
export function al2023UserData(pool: Pool): string {
  const parts = [
    part('application/node.eks.aws', toYaml(nodeConfig(pool))),
    part('text/x-shellscript; charset="us-ascii"', script(pool)),
  ];
  return [
    `MIME-Version: 1.0`,
    `Content-Type: multipart/mixed; boundary="${BOUNDARY}"`,
    '',
    ...parts,
    `--${BOUNDARY}--`,
    '',
  ].join('\n');
}

function part(type: string, text: string): string {
  return `--${BOUNDARY}\nContent-Type: ${type}\n\n${text}`;
}

/** Far above the memory of any node, and a number that JSON keeps exactly. */
const UNLIMITED_MEMLOCK = 2 ** 50;

/** https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/doc/api.md */
function nodeConfig(pool: Pool): object {
  return {
    apiVersion: 'node.eks.aws/v1alpha1',
    kind: 'NodeConfig',
    spec: {
      containerd: {
        baseRuntimeSpec: {
          process: {
            // RDMA pins memory. The capability that lifts the limit is forbidden by Pod Security, so the node lifts it;
            // the list replaces the default one, so the limit of open files stands here again.
            rlimits: [
              { type: 'RLIMIT_MEMLOCK', soft: UNLIMITED_MEMLOCK, hard: UNLIMITED_MEMLOCK },
              { type: 'RLIMIT_NOFILE', soft: 65_536, hard: 1_048_576 },
            ],
          },
        },
      },
      // All local disks as one volume below containerd and the kubelet: scratch space of pods.
      ...(pool.node.localNvmeGB > 0 ? { instance: { localStorage: { strategy: 'RAID0' } } } : {}),
      // Whole CPUs for training pods, near their GPUs.
      kubelet: { config: { cpuManagerPolicy: 'static', topologyManagerPolicy: 'best-effort' } },
    },
  };
}

function script(pool: Pool): string {
  const lines = ['#!/bin/bash', 'set -o errexit'];
  if (pool.fabric === 'efa') {
    lines.push(
      '# Huge pages for libfabric, before the kubelet counts them; the file keeps them over a reboot.',
      `echo vm.nr_hugepages=${NODE_HUGE_PAGES} > /etc/sysctl.d/80-training-huge-pages.conf`,
      'sysctl --load=/etc/sysctl.d/80-training-huge-pages.conf',
    );
  }
  lines.push(
    '# Without this a pod without a GPU sees all of them by setting NVIDIA_VISIBLE_DEVICES.',
    'nvidia-ctk config --in-place --set accept-nvidia-visible-devices-envvar-when-unprivileged=false',
    'nvidia-ctk config --in-place --set accept-nvidia-visible-devices-as-volume-mounts=true',
  );
  return `${lines.join('\n')}\n`;
}
