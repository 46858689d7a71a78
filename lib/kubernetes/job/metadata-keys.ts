import type { Platform } from '../../model';
import type { Fault } from '../../model/fault/fault';
import { shown } from '../../model/fault/fault';
import type { LabelKeys } from '../../model/kubernetes/label-keys';
import { isLabelKey, isLabelValue } from '../../model/names';

/**
 * Domains whose labels and annotations make somebody act on the pod: Kubernetes, autoscalers, CNI plugins that would give
 * it a further network that no policy sees (https://github.com/k8snetworkplumbingwg/multus-cni), meshes that would put
 * a proxy beside it.
 */
const SPOKEN_FOR = [
  'kubernetes.io',
  'k8s.io',
  'karpenter.sh',
  'cni.cncf.io',
  'vpc.amazonaws.com',
  'projectcalico.org',
  'cilium.io',
  'antrea.io',
  'ovn.org',
  'istio.io',
  'linkerd.io',
  'kuma.io',
  'hashicorp.com',
  'gke.io',
] as const;

/** Recommended labels that describe, and make nobody act. */
const DESCRIBING = 'app.kubernetes.io';

/** What is wrong with an annotation that a job brings beside the library's own. */
export function annotationFaults({ keys }: Platform, key: string, value: unknown, path: string): Fault[] {
  return [
    ...keyFaults(keys, key, path),
    ...(typeof value === 'string'
      ? []
      : [{ path, given: shown(value), allowed: 'a text', fix: 'write it as a text, such as "1"' }]),
  ];
}

/** What is wrong with a label that a job brings beside the library's own. */
export function labelFaults({ keys }: Platform, key: string, value: unknown, path: string): Fault[] {
  return [
    ...keyFaults(keys, key, path),
    ...(typeof value === 'string' && isLabelValue(value)
      ? []
      : [
          {
            path,
            given: shown(value),
            allowed:
              'at most 63 letters, digits, dashes, underscores and dots, starting and ending with a letter or digit',
            fix: 'shorten it, or write an annotation',
          },
        ]),
  ];
}

function keyFaults(keys: LabelKeys, key: string, path: string): Fault[] {
  const domain = domainOf(key);
  if (!isLabelKey(key)) {
    return [
      {
        path,
        given: shown(key),
        allowed: 'a key such as "example.com/data-version"',
        fix: 'correct the key: an optional DNS domain and a slash, then at most 63 letters, digits, dashes, underscores and dots',
      },
    ];
  }
  const owner = [...Object.values(keys).map(domainOf), ...SPOKEN_FOR].find(
    (one) => domain === one || domain.endsWith(`.${one}`),
  );
  if (owner === undefined || domain === DESCRIBING) return [];
  return [
    {
      path,
      given: shown(key),
      allowed: `no key of ${owner}: its owner acts on it`,
      fix: 'take a domain of yours',
    },
  ];
}

/** What stands before the slash; nothing where there is none. */
const domainOf = (key: string): string => (key.includes('/') ? key.slice(0, key.indexOf('/')) : '');
