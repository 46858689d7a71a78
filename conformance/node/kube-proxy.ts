import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { Rig } from '../rig/rig';
import { podCidr } from './fabric';
import { iptables } from './machine';
import type { NodeSpace } from './node-space';

/** Starts kube-proxy, which makes the addresses of Services lead to pods. */
export async function startKubeProxy(rig: Rig, space: NodeSpace, node: string, kubeconfig: string): Promise<void> {
  const config = rig.folder.write(
    `kube-proxy-${node}.json`,
    JSON.stringify({
      apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
      kind: 'KubeProxyConfiguration',
      hostnameOverride: node,
      clientConnection: { kubeconfig },
      clusterCIDR: podCidr,
      mode: 'iptables',
      bindAddress: '127.0.0.1',
      // Zeros: these belong to the machine.
      conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
      iptables: { minSyncPeriod: '200ms', syncPeriod: '30s' },
    }),
  );
  const [program, args] = space.command(engineFile(engineNamed('kubernetes-node'), 'kube-proxy'), `--config=${config}`);
  await rig.start({
    name: `kube-proxy-${node}`,
    program,
    ports: 0,
    args: () => args,
    env: { PATH: `${legacyIptables(space)}:${process.env['PATH']}` },
    missing: async () => {
      const rules = await space.must(iptables, '--wait', '--table=nat', '--list-rules');
      return rules.includes('10.96.0.1/32') ? undefined : 'no rules for the Service kubernetes yet';
    },
    deadlineSeconds: 60,
  });
}

/** The same tables as those of the packet queue, whatever "iptables" means on this machine. */
function legacyIptables(space: NodeSpace): string {
  const folder = join(space.folder, 'iptables');
  mkdirSync(folder, { recursive: true });
  for (const family of ['iptables', 'ip6tables']) {
    for (const tool of ['', '-save', '-restore']) {
      symlinkSync(`/usr/sbin/${family}-legacy${tool}`, join(folder, `${family}${tool}`));
    }
  }
  return folder;
}
