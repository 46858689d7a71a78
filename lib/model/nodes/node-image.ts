import * as v from 'valibot';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { missedFloors, type NodeSoftware } from './node-software';
import type { KubernetesVersion } from '../kubernetes/kubernetes-version';
import { optionalText, shape, type Draft } from '../fault/shape';

/** Images of GPU nodes that EKS builds; each decides the form of the node's configuration. */
const IMAGE_FAMILIES = ['al2023', 'bottlerocket', 'bottlerocket-fips'] as const;
/** `al2023` is configured by nodeadm, `bottlerocket` and its FIPS build by settings in TOML. */
export type ImageFamily = (typeof IMAGE_FAMILIES)[number];

/** The image of a pool's nodes. */
export interface NodeImageProps {
  /** Which of EKS' images for GPUs. @default "al2023" */
  readonly family?: ImageFamily;
  /**
   * Release, such as `1.36.2-20260714`. It is pinned: a node that starts next week runs what was judged today.
   * @default - the newest release of AL2023 that the library knows for the platform's Kubernetes version
   */
  readonly release?: string;
}

/** The image of a pool's nodes, with its defaults filled in. */
export interface NodeImage {
  /** Which of EKS' images for GPUs. */
  readonly family: ImageFamily;
  /** Pinned release, `1.36.2-20260714`. */
  readonly release: string;
}

export const nodeImageShape = v.optional(
  shape<NodeImageProps>({ family: v.optional(v.picklist(IMAGE_FAMILIES)), release: optionalText }),
);

const TOOLKIT_1_19_1 = { driver: '580.159.03', toolkit: '1.19.1', containerd: '2.2.4', runc: '1.3.5' };
const TOOLKIT_1_19_0 = { driver: '580.126.09', toolkit: '1.19.0', containerd: '2.2.3', runc: '1.3.4' };
const TOOLKIT_1_18_2 = { driver: '580.126.09', toolkit: '1.18.2', containerd: '2.1.5', runc: '1.3.4' };

/**
 * What the releases of AL2023_x86_64_NVIDIA hold, newest first
 * (https://github.com/awslabs/amazon-eks-ami/blob/main/CHANGELOG.md). A release that is not here is unknown, not bad.
 */
export const IMAGE_RELEASES: Readonly<Record<string, NodeSoftware>> = {
  '1.36.2-20260714': TOOLKIT_1_19_1,
  '1.35.6-20260714': TOOLKIT_1_19_1,
  '1.34.9-20260714': TOOLKIT_1_19_1,
  '1.36.2-20260625': TOOLKIT_1_19_1,
  '1.35.6-20260625': TOOLKIT_1_19_1,
  '1.34.9-20260625': TOOLKIT_1_19_1,
  '1.36.1-20260610': TOOLKIT_1_19_1,
  '1.35.5-20260610': TOOLKIT_1_19_1,
  '1.34.8-20260610': TOOLKIT_1_19_1,
  '1.35.4-20260505': TOOLKIT_1_19_0,
  '1.34.7-20260505': TOOLKIT_1_19_0,
  '1.35.2-20260304': TOOLKIT_1_18_2,
  '1.34.4-20260304': TOOLKIT_1_18_2,
};

/** The newest release known for a version of Kubernetes. */
export function newestRelease(kubernetes: KubernetesVersion): string {
  const release = Object.keys(IMAGE_RELEASES).find((name) => name.startsWith(`${kubernetes}.`));
  if (release === undefined) throw new Error(`no image release is known for Kubernetes ${kubernetes}`);
  return release;
}

export function resolveNodeImage(kubernetes: KubernetesVersion, props: NodeImageProps = {}): NodeImage {
  return { family: props.family ?? 'al2023', release: props.release ?? newestRelease(kubernetes) };
}

const AL2023_RELEASE = /^(1\.\d+)\.\d+-20\d{6}$/;

export function nodeImageFaults(
  props: Draft<NodeImageProps> | undefined,
  path: string,
  kubernetes: KubernetesVersion,
): Fault[] {
  if (props === undefined) return [];
  const { family = 'al2023', release } = props;
  if (family !== 'al2023') {
    return release !== undefined
      ? []
      : [
          {
            path: `${path}.release`,
            given: 'nothing',
            allowed: 'a release of Bottlerocket',
            fix: 'pin one: https://github.com/bottlerocket-os/bottlerocket/releases',
          },
        ];
  }
  if (release === undefined) return [];
  const version = AL2023_RELEASE.exec(release)?.[1];
  if (version !== kubernetes) {
    return [
      {
        path: `${path}.release`,
        given: shown(release),
        allowed: `a release for Kubernetes ${kubernetes}, such as "${newestRelease(kubernetes)}"`,
        fix: 'https://github.com/awslabs/amazon-eks-ami/releases lists them',
      },
    ];
  }
  const software = IMAGE_RELEASES[release];
  if (software === undefined) return [];
  return missedFloors(software).map(({ program, least, why, advisory }) => ({
    path: `${path}.release`,
    given: `${shown(release)} with ${program} ${software[program]}`,
    allowed: `${program} ${least} or newer: ${why}`,
    fix: `take "${newestRelease(kubernetes)}" or a newer release (${advisory})`,
  }));
}
