import { AGENT_IMAGES, type AgentImage } from '../nodes/agent-images';
import { ecrHost, type Place } from './arn';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { IMAGE_REPOSITORY } from '../names';

/** A repository of the platform's own registry and the published one that it stands for. */
export interface RegistryImage {
  /** As published: `nvcr.io/nvidia/k8s-device-plugin`. */
  readonly published: string;
  /** In the account's registry: `ml/mirror/nvidia/k8s-device-plugin`. */
  readonly repository: string;
  /** `cache`: ECR fetches what is asked for. `mirror`: somebody copies it, since ECR cannot fetch from there. */
  readonly kind: 'cache' | 'mirror';
}

/** The account's own registry, from which nodes without a way to the internet pull. */
export interface ImageRegistry {
  /** `111122223333.dkr.ecr.us-west-2.amazonaws.com`. */
  readonly host: string;
  /** What the registry holds, by the repository that it stands for. */
  readonly images: readonly RegistryImage[];
  /** Rules of ECR: a prefix of the registry and the public registry that fills it. */
  readonly caches: readonly { readonly prefix: string; readonly upstream: string }[];
}

/**
 * Registries that ECR caches without credentials, with the name of their part of ours
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html).
 */
const UPSTREAMS: Readonly<Record<string, string>> = {
  'public.ecr.aws': 'public',
  'quay.io': 'quay',
  'registry.k8s.io': 'k8s',
};

/**
 * @param platform stands in front of every repository, since rules and repositories are names of the whole account
 * @param further images besides those of the node agents, as published
 */
export function imageRegistry(place: Place, platform: string, further: readonly string[]): ImageRegistry {
  const published = [...new Set([...Object.values(AGENT_IMAGES), ...further])].sort();
  const images = published.map((image) => registryImage(platform, image));
  const caches = Object.entries(UPSTREAMS)
    .filter(([upstream]) => published.some((image) => hostOf(image) === upstream))
    .map(([upstream, part]) => ({ prefix: `${platform}/${part}`, upstream }));
  return { host: ecrHost(place), images, caches };
}

function registryImage(platform: string, published: string): RegistryImage {
  const path = published.slice(hostOf(published).length + 1);
  const cache = UPSTREAMS[hostOf(published)];
  return {
    published,
    repository: `${platform}/${cache ?? 'mirror'}/${path}`,
    kind: cache === undefined ? 'mirror' : 'cache',
  };
}

const hostOf = (image: string): string => image.slice(0, image.indexOf('/'));

/** Where a node agent's image is pulled from: the platform's own registry, or where it was published. */
export function agentImage(registry: ImageRegistry | undefined, image: AgentImage): string {
  const published = AGENT_IMAGES[image];
  const own = registry?.images.find((candidate) => candidate.published === published);
  return registry === undefined || own === undefined ? published : `${registry.host}/${own.repository}`;
}

export function agentImageFaults(images: readonly (string | undefined)[] | undefined, path: string): Fault[] {
  return (images ?? []).flatMap((image, index) =>
    image === undefined || IMAGE_REPOSITORY.test(image)
      ? []
      : [
          {
            path: `${path}[${index}]`,
            given: shown(image),
            allowed: 'registry and repository, without tag or digest',
            fix: 'for example "registry.k8s.io/autoscaling/cluster-autoscaler"',
          },
        ],
  );
}
