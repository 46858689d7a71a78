import { join } from 'node:path';
import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { Certificates } from './certificates';
import { missingAnswer } from './https';
import type { Rig } from './rig';
import { simulatedBy } from './simulated-node';

/** Starts kwok: the kubelet of every simulated node. */
export function startSimulator(rig: Rig, { ca, server }: Certificates, kubeconfig: string): Promise<readonly number[]> {
  const kwok = engineNamed('kwok');
  const stages = Object.keys(kwok.data ?? {}).map((name) => engineFile(kwok, name));
  const own = ['pod-complete.yaml', 'exec.yaml'].map((name) => join(__dirname, 'kwok', name));
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
