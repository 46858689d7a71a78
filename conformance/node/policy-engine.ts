import { existsSync, readFileSync } from 'node:fs';
import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { Rig } from '../rig/rig';
import { podCidr } from './fabric';
import { iptables } from './machine';
import type { NodeSpace } from './node-space';

const queue = '100';

/**
 * What the engine itself would write, in its order, for kernels whose nftables know no queue: packets of pods wait for its
 * verdict, and drop while it is away. Label 28 is the engine's 100 in its own byte order: flows that it let through.
 * @see https://github.com/kubernetes-sigs/kube-network-policies
 */
export async function queuePackets(space: NodeSpace): Promise<void> {
  const rule = (table: string, ...args: string[]): Promise<string> =>
    space.must(iptables, '--wait', `--table=${table}`, '--append', ...args);
  const toQueue = ['--jump', 'NFQUEUE', '--queue-num', queue];
  for (const side of ['--source', '--destination']) {
    await rule('nat', 'POSTROUTING', side, podCidr, '-m', 'connlabel', '--label', '28', '--set');
  }
  await rule('mangle', 'POSTROUTING', '-m', 'owner', '--uid-owner', '0', '--jump', 'ACCEPT');
  const established = ['-m', 'connlabel', '--label', '28', '-m', 'conntrack', '--ctstate', 'ESTABLISHED,RELATED'];
  await rule('mangle', 'POSTROUTING', ...established, '--jump', 'ACCEPT');
  for (const side of ['--source', '--destination']) await rule('mangle', 'POSTROUTING', side, podCidr, ...toQueue);
  await rule('mangle', 'INPUT', '--in-interface', 'lo', '--jump', 'ACCEPT');
  await rule('mangle', 'INPUT', '--source', podCidr, '-m', 'conntrack', '--ctstate', 'NEW', ...toQueue);
}

export interface PolicyEngineProps {
  readonly node: string;
  readonly kubeconfig: string;
  /**
   * Whether it hears of a pod from the runtime before the pod's first instruction, or from the API server, when the pod
   * may run already.
   */
  readonly knowsPodsFirst: boolean;
}

/** Starts the NetworkPolicy engine of a node. */
export async function startPolicyEngine(rig: Rig, space: NodeSpace, props: PolicyEngineProps): Promise<void> {
  const { node, kubeconfig, knowsPodsFirst } = props;
  const name = `network-policies-${node}`;
  const [program, args] = space.command(
    engineFile(engineNamed('network-policies'), 'kube-network-policies'),
    `--kubeconfig=${kubeconfig}`,
    // With another name than the node's it would never cut a connection that a policy no longer allows.
    `--hostname-override=${node}`,
    '--fail-open=false',
    '--netfilter-bug-1766-fix=false',
    `--nfqueue-id=${queue}`,
    `--disable-nri=${!knowsPodsFirst}`,
    '--metrics-bind-address=127.0.0.1:19080',
    '--v=2',
  );
  await rig.start({
    name,
    program,
    ports: 0,
    args: () => args,
    missing: async () => {
      const queues = `/proc/${space.pid}/net/netfilter/nfnetlink_queue`;
      const bound = existsSync(queues) && new RegExp(`^\\s*${queue}\\s`, 'm').test(readFileSync(queues, 'utf8'));
      return bound ? undefined : 'it has not opened its queue yet';
    },
    deadlineSeconds: 60,
  });
}
