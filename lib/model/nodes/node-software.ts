/** Programs of a node that stand between a container and the host. */
export interface NodeSoftware {
  /** NVIDIA driver. */
  readonly driver: string;
  /** NVIDIA container toolkit. */
  readonly toolkit: string;
  /** containerd, which runs the containers of the kubelet. */
  readonly containerd: string;
  /** runc, which starts them. */
  readonly runc: string;
}

/** Least version of one program, and why. */
export interface SoftwareFloor {
  /** Which program of the node. */
  readonly program: keyof NodeSoftware;
  /** Version, three numbers: `1.19.1`. Older ones are refused. */
  readonly least: string;
  /** What older versions let a container do. */
  readonly why: string;
  /** Page of the vendor that names the versions. */
  readonly advisory: string;
}

/**
 * What a training node must at least run: older versions give a restricted container the host, with no privilege asked.
 * One list, read by the checks of a description and by the verifier.
 */
export const SOFTWARE_FLOORS: readonly SoftwareFloor[] = [
  {
    program: 'toolkit',
    least: '1.19.1',
    why: 'CVE-2026-24260, and before it CVE-2025-23266 and CVE-2024-0132: a crafted image runs code on the host',
    advisory: 'https://nvidia.custhelp.com/app/answers/detail/a_id/5850',
  },
  {
    program: 'runc',
    least: '1.3.3',
    why: 'CVE-2025-31133: a container escapes by a race on its masked paths',
    advisory: 'https://github.com/opencontainers/runc/security/advisories/GHSA-9493-h29p-rfm2',
  },
  {
    program: 'containerd',
    least: '2.1.5',
    why: "CVE-2024-25621: directories of the runtime were open to the host's users",
    advisory: 'https://github.com/containerd/containerd/security/advisories/GHSA-pwhc-rpq9-4c8w',
  },
  {
    program: 'driver',
    least: '580.159.03',
    why: 'CVE-2026-24196 and others of that bulletin: out-of-bounds reads in the kernel module',
    advisory: 'https://nvidia.custhelp.com/app/answers/detail/a_id/5821',
  },
];

/** The floors that a node with this software is below. */
export function missedFloors(software: NodeSoftware): readonly SoftwareFloor[] {
  return SOFTWARE_FLOORS.filter(({ program, least }) => isOlder(software[program], least));
}

/** Compares dotted numbers: 1.9.0 is older than 1.19.1. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (let part = 0; part < Math.max(a.length, b.length); part++) {
    const difference = (a[part] ?? 0) - (b[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
