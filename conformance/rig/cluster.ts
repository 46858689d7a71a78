import { createProgress, type Progress } from '../progress';
import { auditLogName, startApiServer } from './api-server';
import { createCertificates, type Certificates } from './certificates';
import { startControllerManager, startScheduler } from './controllers';
import { installCrds } from './crds';
import { kubeconfigText } from './kubeconfig';
import { Kubectl } from './kubectl';
import { addKyverno } from './kyverno';
import { addNodes } from './nodes';
import { Rig } from './rig';
import type { SimulatedNode } from './simulated-node';
import { startSimulator, type JobPodsEnd } from './simulator';
import { startStore } from './store';

export interface ClusterOptions {
  /** @default "- none: pods stay Pending" */
  readonly nodes?: readonly SimulatedNode[];
  /** When the pods of Jobs on simulated nodes end. @default "by-themselves" */
  readonly jobPodsEnd?: JobPodsEnd;
  /** Whether to install the third-party definitions of `conformance/crds`. @default false */
  readonly crds?: boolean;
  /** Whether to run Kyverno's admission and background controllers. @default false */
  readonly kyverno?: boolean;
  /**
   * Address of the API server beside loopback, where real nodes and their pods reach it. Only in a network namespace of the
   * run's own: the server then listens on all addresses. @default "- none"
   */
  readonly address?: string;
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
  /** Port of the API server. */
  readonly port: number;
  readonly certificates: Certificates;
  /** For further programs that end with the cluster. */
  readonly rig: Rig;
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
    const engines = await progress.step('all ready', () => startEngines(rig, options, progress));
    const { path: folder } = rig.folder;
    return {
      ...engines,
      rig,
      kubectl: new Kubectl(engines.kubeconfig),
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

/** Starts everything, in the order in which one needs the other. */
async function startEngines(
  rig: Rig,
  options: ClusterOptions,
  progress: Progress,
): Promise<Pick<Cluster, 'kubeconfig' | 'port' | 'certificates'>> {
  const { step } = progress;
  const { nodes = [], jobPodsEnd = 'by-themselves', crds = false, kyverno = false } = options;
  const certificates = await step('certificates', () => createCertificates(rig.folder, options.address));
  const [etcdPort = 0] = await step('etcd', () => startStore(rig, certificates));
  const [port = 0] = await step('kube-apiserver', () => startApiServer(rig, certificates, etcdPort, options.address));
  const url = `https://127.0.0.1:${port}`;
  const { ca, admin } = certificates;
  const kubeconfig = rig.folder.write('admin.kubeconfig', kubeconfigText(url, ca.cert, admin));
  const kubectl = new Kubectl(kubeconfig);
  await Promise.all([
    step('kube-controller-manager', () => startControllerManager(rig, certificates, url)),
    step('kube-scheduler', () => startScheduler(rig, certificates, url)),
    ...(nodes.length > 0 ? [step('kwok', () => startSimulator(rig, certificates, kubeconfig, jobPodsEnd))] : []),
    ...(crds ? [step('third-party definitions', () => installCrds(kubectl))] : []),
  ]);
  if (nodes.length > 0) await step(`simulated nodes (${nodes.length})`, () => addNodes(kubectl, nodes));
  if (kyverno) await addKyverno(rig, { url, ca: ca.cert, kubectl }, progress);
  return { kubeconfig, port, certificates };
}
