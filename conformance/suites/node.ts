import { imageStore } from '../node/images/store';
import { assertMachine } from '../node/machine';
import { removeLeftCgroups } from '../node/space';
import { leftBehindQuestions, machineState } from './node/left-behind';
import { runRealNodes } from './node/run-real-nodes';
import { askAll } from './question';
import type { Check, Suite } from './suite';

/** Real kubelets, containers and packets: a job that trains, and everything that it must not do. */
export const node: Suite = {
  name: 'node',
  title: 'on real nodes a training job trains, resumes after an eviction, and reaches nothing that it must not',
  engines: [
    ...['etcd', 'kubernetes', 'kubernetes-node', 'containerd', 'containerd-1.6', 'network-policies', 'coredns'],
    'node-tools',
  ],
  notShown: [
    'GPUs and EFA: the devices are advertised, handed out and counted, but not there; EFA passes by every NetworkPolicy',
    'the VPC CNI: another engine of NetworkPolicies judges the packets here, and shuts the way to the own node, which the VPC CNI leaves open (own-node NodePorts included)',
    'how the VPC CNI starts a pod, in its strict and its standard mode: docs/limits.md says what is known of it',
    'AppArmor, which this kernel may lack; user namespaces for pods',
    'credentials of AWS: the Pod Identity agent is a listener on its address',
  ],
  assertMachine,
  async run({ progress }): Promise<readonly Check[]> {
    removeLeftCgroups();
    await imageStore(progress);
    const before = machineState();
    const { checks, folder } = await runRealNodes();
    return [...checks, ...(await askAll(leftBehindQuestions({ before, folder }), progress))];
  },
};
