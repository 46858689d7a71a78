import { cniFolder, runc } from './machine';

/** What a runtime has to be told about its node. */
export interface RuntimePlaces {
  /** Folder of images, snapshots and databases. */
  readonly root: string;
  /** Folder of the network configuration for pods. */
  readonly cni: string;
  /** Where it listens. */
  readonly socket: string;
  /** The image that holds the namespaces of a pod. */
  readonly pause: string;
}

/** A container runtime that a node can have. */
export interface Runtime {
  /** Whether it tells the NetworkPolicy engine of a pod before the pod's first instruction: by NRI, which came with 1.7. */
  readonly tellsOfPods: boolean;
  readonly configuration: (places: RuntimePlaces) => string;
}

/**
 * The runtimes by the names of their engines.
 * @see https://github.com/containerd/containerd/blob/main/docs/cri/config.md
 * @see https://github.com/containerd/containerd/blob/main/docs/NRI.md
 */
export const runtimes = {
  containerd: { tellsOfPods: true, configuration: version2 },
  'containerd-1.6': { tellsOfPods: false, configuration: version16 },
} as const satisfies Record<string, Runtime>;

export type RuntimeName = keyof typeof runtimes;

function version2({ root, cni, socket, pause }: RuntimePlaces): string {
  const images = 'io.containerd.cri.v1.images';
  const runtime = 'io.containerd.cri.v1.runtime';
  return `version = 3
${base(root, socket)}
[plugins.'${images}']
  snapshotter = 'overlayfs'
[plugins.'${images}'.pinned_images]
  sandbox = '${pause}'
[plugins.'${runtime}']
${withinThisMachine}
  [plugins.'${runtime}'.containerd.runtimes.runc]
${byRunc(`plugins.'${runtime}'.containerd.runtimes.runc`)}
  [plugins.'${runtime}'.cni]
    bin_dirs = ['${cniFolder}']
    conf_dir = '${cni}'
[plugins.'io.containerd.nri.v1.nri']
  disable = false
  socket_path = '/var/run/nri/nri.sock'
`;
}

function version16({ root, cni, socket, pause }: RuntimePlaces): string {
  const cri = 'io.containerd.grpc.v1.cri';
  return `version = 2
${base(root, socket)}
[plugins.'${cri}']
  sandbox_image = '${pause}'
${withinThisMachine}
  [plugins.'${cri}'.containerd]
    snapshotter = 'overlayfs'
  [plugins.'${cri}'.containerd.runtimes.runc]
${byRunc(`plugins.'${cri}'.containerd.runtimes.runc`)}
  [plugins.'${cri}'.cni]
    bin_dir = '${cniFolder}'
    conf_dir = '${cni}'
`;
}

/** The plugin that is left out would make a folder of its own on the machine. */
const base = (root: string, socket: string): string => `root = '${root}'
state = '/run/containerd'
disabled_plugins = ['io.containerd.internal.v1.opt']
[grpc]
  address = '${socket}'`;

/** What the machine that all nodes share does not have, or does not let them change. */
const withinThisMachine = `  restrict_oom_score_adj = true
  disable_apparmor = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true`;

const byRunc = (path: string): string => `    runtime_type = 'io.containerd.runc.v2'
    [${path}.options]
      BinaryName = '${runc}'
      SystemdCgroup = false`;
