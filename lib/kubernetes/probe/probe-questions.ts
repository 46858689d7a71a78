import type { Platform, Project } from '../../model';
import { serviceHost } from '../../model/aws/arn';
import { KUBELET_PORT } from '../../model/nodes/kubelet-port';
import { INSTANCE_METADATA, POD_IDENTITY_AGENT } from '../../model/network/link-local';
import { asksIdentityAgent } from '../../model/aws/pod-credentials';

/** What an address has to do when it is tried from a training pod. `report` is shown and not judged. */
export type ProbeExpectation = 'open' | 'shut' | 'report';

/** An address that is tried. */
export interface ProbeTarget {
  readonly name: string;
  /** `host:port`; the host `NODE` stands for the pod's own node. */
  readonly address: string;
  readonly expect: ProbeExpectation;
}

/** What the probe asks, as `python/training_probe.py` reads it. */
export interface ProbeQuestions {
  readonly role: 'training' | 'control';
  readonly names: readonly string[];
  readonly targets: readonly ProbeTarget[];
  readonly writable: readonly string[];
  readonly readonly: readonly string[];
}

const apiServer = ({ network }: Platform): string => `kubernetes.default.svc.${network.clusterDomain}`;

/** The one address of a block, with a port. */
const addressIn = (block: string, port: number): string => `${block.replace('/32', '')}:${port}`;

/** The questions that follow from the description, and those of the user. */
export function probeQuestions(
  platform: Platform,
  project: Project,
  own: readonly ProbeTarget[],
  folders: Pick<ProbeQuestions, 'writable' | 'readonly'>,
): ProbeQuestions {
  return {
    role: 'training',
    names: [apiServer(platform)],
    targets: [...derived(platform, project), ...own],
    ...folders,
  };
}

function derived(platform: Platform, { unsafe }: Project): ProbeTarget[] {
  const { aws, network } = platform;
  const { cidr, port } = POD_IDENTITY_AGENT;
  return [
    {
      name: 'API server',
      address: `${apiServer(platform)}:443`,
      expect: unsafe.kubernetesApi === undefined ? 'shut' : 'open',
    },
    ...(aws === undefined
      ? []
      : ([
          ...(asksIdentityAgent(aws.credentials)
            ? [{ name: 'Pod Identity agent', address: addressIn(cidr, port), expect: 'open' } as const]
            : []),
          ...(network.endpointCidrs.length > 0
            ? [{ name: 'security token service', address: `${serviceHost(aws, 'sts')}:443`, expect: 'open' } as const]
            : []),
        ] as const)),
    // The VPC CNI always lets a pod reach its own node; only the kubelet's authentication stands there.
    {
      name: "the node's kubelet",
      address: `NODE:${KUBELET_PORT}`,
      expect: network.cni === 'vpc-cni' ? 'report' : 'shut',
    },
  ];
}

/** What the control tries: everything that the probe is kept from, which has to be there to prove anything. */
export function controlQuestions({ names, targets }: ProbeQuestions): ProbeQuestions {
  return {
    role: 'control',
    names,
    targets: targets.filter(({ expect }) => expect === 'shut'),
    writable: [],
    readonly: [],
  };
}

/** The instance metadata service: shut to both by the hop limit of the nodes, so no control can show that it is there. */
export const metadataTarget: ProbeTarget = {
  name: 'instance metadata',
  address: addressIn(INSTANCE_METADATA, 80),
  expect: 'shut',
};
