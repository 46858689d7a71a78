import { createProgress, type Progress } from '../progress';
import { auditLogName, startApiServer } from './api-server';
import { createCertificates } from './certificates';
import { startControllerManager, startScheduler } from './controllers';
import { installCrds } from './crds';
import { kubeconfigText } from './kubeconfig';
import { Kubectl } from './kubectl';
import { addKyverno } from './kyverno';
import { addNodes } from './nodes';
import { Rig } from './rig';
import type { SimulatedNode } from './simulated-node';
import { startSimulator } from './simulator';
import { startStore } from './store';

export interface ClusterOptions {
  /** @default "- none: pods stay Pending" */
  readonly nodes?: readonly SimulatedNode[];
  /** Whether to install the third-party definitions of `conformance/crds`. @default false */
  readonly crds?: boolean;
  /** Whether to run Kyverno's admission and background controllers. @default false */
  readonly kyverno?: boolean;
  /** @default "- each step with its seconds, on standard error" */
  readonly progress?: Progress;
}

/** A running control plane on this machine's loopback. */
export interface Cluster {
  /** kubectl as the cluster's administrator; `kubectl.as(user, ...groups)` for everyone else. */
  readonly kubectl: Kubectl;
  /** For other programs: the administrator's way in. */
  readonly kubeconfig: string;
  /** The audit log: one JSON event a line. */
  readonly auditLog: string;
  /** Logs, certificates and configuration of this run. */
  readonly folder: string;
  /** Process ids of the engines. */
  readonly pids: readonly number[];
  /** Ends all processes. Removes the run folder, or keeps its logs and says where they are. */
  stop(options?: { readonly keepLogs?: boolean }): Promise<void>;
}

/** Starts a control plane and returns when it serves. Nothing of it outlives this process or a failed start. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const progress = options.progress ?? createProgress('cluster');
  const rig = new Rig();
  const stop: Cluster['stop'] = async ({ keepLogs = false } = {}) => {
    await rig.end();
    if (!keepLogs) return rig.folder.remove();
    rig.folder.keep();
    progress.say(`logs kept in ${rig.folder.path}`);
  };
  try {
    const kubeconfig = await progress.step('all ready', () => startEngines(rig, options, progress));
    const { path: folder } = rig.folder;
    return {
      kubectl: new Kubectl(kubeconfig),
      kubeconfig,
      auditLog: rig.folder.file(auditLogName),
      folder,
      pids: rig.pids,
      stop,
    };
  } catch (error) {
    await stop({ keepLogs: true });
    throw error;
  }
}

/** Runs work on a cluster of its own and ends the cluster after it; the logs stay when the work throws. */
export async function withCluster<T>(options: ClusterOptions, work: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await startCluster(options);
  try {
    const result = await work(cluster);
    await cluster.stop();
    return result;
  } catch (error) {
    await cluster.stop({ keepLogs: true });
    throw error;
  }
}

/** Starts everything, in the order in which one needs the other, and returns the administrator's kubeconfig. */
async function startEngines(rig: Rig, options: ClusterOptions, progress: Progress): Promise<string> {
  const { step } = progress;
  const { nodes = [], crds = false, kyverno = false } = options;
  const certificates = await step('certificates', () => createCertificates(rig.folder));
  const [etcdPort = 0] = await step('etcd', () => startStore(rig, certificates));
  const [port = 0] = await step('kube-apiserver', () => startApiServer(rig, certificates, etcdPort));
  const url = `https://127.0.0.1:${port}`;
  const { ca, admin } = certificates;
  const kubeconfig = rig.folder.write('admin.kubeconfig', kubeconfigText(url, ca.cert, admin));
  const kubectl = new Kubectl(kubeconfig);
  await Promise.all([
    step('kube-controller-manager', () => startControllerManager(rig, certificates, url)),
    step('kube-scheduler', () => startScheduler(rig, certificates, url)),
    ...(nodes.length > 0 ? [step('kwok', () => startSimulator(rig, certificates, kubeconfig))] : []),
    ...(crds ? [step('third-party definitions', () => installCrds(kubectl))] : []),
  ]);
  if (nodes.length > 0) await step(`simulated nodes (${nodes.length})`, () => addNodes(kubectl, nodes));
  if (kyverno) await addKyverno(rig, { url, ca: ca.cert, kubectl }, progress);
  return kubeconfig;
}
