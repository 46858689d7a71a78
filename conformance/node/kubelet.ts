import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import { issueCertificate } from '../rig/certificates';
import type { Cluster } from '../rig/cluster';
import type { NodeTaint } from '../rig/simulated-node';
import { dnsAddress } from './fabric';
import { clientKubeconfig } from './identity';
import type { NodeSpace } from './node-space';

/** What a kubelet is told about its node. */
export interface KubeletProps {
  readonly name: string;
  readonly address: string;
  readonly taints: readonly NodeTaint[];
  /** Control group that everything of the node lies under. */
  readonly cgroup: string;
  readonly containerdSocket: string;
}

/** Starts a kubelet in its space, with its own identity at the API server, and waits until its node is ready. */
export async function startKubelet(cluster: Cluster, space: NodeSpace, props: KubeletProps): Promise<void> {
  const { rig, certificates } = cluster;
  const { name, address } = props;
  const { ca } = certificates;
  const [kubeconfig, server] = await Promise.all([
    clientKubeconfig(cluster, `kubelet-${name}`, `/O=system:nodes/CN=system:node:${name}`),
    issueCertificate(rig.folder, ca, `kubelet-server-${name}`, `/CN=${name}`, `IP:${address},DNS:${name}`),
  ]);
  const config = rig.folder.write(`kubelet-${name}.json`, JSON.stringify(configuration(props, ca.cert, server)));
  const [program, args] = space.command(
    engineFile(engineNamed('kubernetes-node'), 'kubelet'),
    `--config=${config}`,
    `--kubeconfig=${kubeconfig}`,
    `--hostname-override=${name}`,
    `--node-ip=${address}`,
    '--v=1',
  );
  await rig.start({
    name: `kubelet-${name}`,
    program,
    ports: 0,
    args: () => args,
    missing: async () => {
      const { stdout, stderr } = await cluster.kubectl.answer([
        ...['get', 'node', name],
        '-o=jsonpath={.status.conditions[?(@.type=="Ready")].status} {.status.conditions[?(@.type=="Ready")].message}',
      ]);
      return stdout.startsWith('True') ? undefined : stdout || stderr.trim();
    },
    deadlineSeconds: 90,
  });
}

/** https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
function configuration(
  { address, taints, cgroup, containerdSocket }: KubeletProps,
  ca: string,
  server: { readonly cert: string; readonly key: string },
): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: ca } },
    authorization: { mode: 'Webhook' },
    tlsCertFile: server.cert,
    tlsPrivateKeyFile: server.key,
    readOnlyPort: 0,
    healthzPort: 0,
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    registerWithTaints: taints,
    clusterDNS: [dnsAddress],
    clusterDomain: 'cluster.local',
    resolvConf: '',
    cgroupDriver: 'cgroupfs',
    cgroupRoot: cgroup,
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    makeIPTablesUtilChains: false,
    protectKernelDefaults: false,
    localStorageCapacityIsolation: true,
    // The machine's disk is nobody's business here.
    evictionHard: { 'memory.available': '50Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
    imageGCHighThresholdPercent: 100,
    imageGCLowThresholdPercent: 99,
    // Changes of the API reach the pods in a second instead of a minute.
    syncFrequency: '1s',
    nodeStatusUpdateFrequency: '2s',
    kubeAPIQPS: 200,
    kubeAPIBurst: 400,
    eventRecordQPS: 0,
    serializeImagePulls: false,
  };
}
