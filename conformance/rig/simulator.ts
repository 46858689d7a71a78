import { join } from 'node:path';
import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { Certificates } from './certificates';
import { missingAnswer } from './https';
import type { Kubectl } from './kubectl';
import type { Rig } from './rig';
import { simulatedBy } from './simulated-node';

/**
 * When the pods of a Job end: by themselves, well after two seconds, or when `exitWith` says so, with the exit code that it
 * names.
 */
export type JobPodsEnd = 'by-themselves' | 'when-told';

/** Starts kwok: the kubelet of every simulated node. */
export function startSimulator(
  rig: Rig,
  { ca, server }: Certificates,
  kubeconfig: string,
  jobPodsEnd: JobPodsEnd,
): Promise<readonly number[]> {
  const kwok = engineNamed('kwok');
  const stages = Object.keys(kwok.data ?? {}).map((name) => engineFile(kwok, name));
  const end = jobPodsEnd === 'by-themselves' ? 'pod-complete.yaml' : 'pod-exit.yaml';
  const own = [end, 'pod-terminate.yaml', 'pod-delete.yaml', 'exec.yaml'].map((name) => join(__dirname, 'kwok', name));
  const selector = Object.entries(simulatedBy).map(([key, value]) => `${key}=${value}`);
  return rig.start({
    name: 'kwok',
    program: engineFile(kwok, 'kwok'),
    ports: 1,
    args: ([port = 0]) => [
      `--kubeconfig=${kubeconfig}`,
      ...[...stages, ...own].map((file) => `--config=${file}`),
      '--manage-all-nodes=false',
      `--manage-nodes-with-annotation-selector=${selector.join(',')}`,
      '--node-lease-duration-seconds=40',
      `--server-address=127.0.0.1:${port}`,
      '--node-ip=127.0.0.1',
      `--node-port=${port}`,
      `--tls-cert-file=${server.cert}`,
      `--tls-private-key-file=${server.key}`,
    ],
    missing: ([port = 0]) => missingAnswer(`https://127.0.0.1:${port}/healthz`, { ca: ca.cert }),
    deadlineSeconds: 60,
  });
}

/** Ends a pod of a simulated node, where pods end when they are told to. */
export async function exitWith(kubectl: Kubectl, code: number, pod: string, namespace: string): Promise<void> {
  await kubectl.must(['annotate', 'pod', pod, `--namespace=${namespace}`, `conformance/exit-code=${code}`]);
}
