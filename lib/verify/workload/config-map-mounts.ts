import type { Field } from '../input/field';

/** The names of ConfigMaps that a pod mounts, as they stand in its volumes; the one that Kubernetes keeps itself is left out. */
export function mountedConfigMaps(spec: Field): readonly Field[] {
  return (spec.get('volumes')?.items() ?? [])
    .flatMap((volume): readonly (Field | undefined)[] => [
      volume.at('configMap', 'name'),
      ...(volume.at('projected', 'sources')?.items() ?? []).map((source) => source.at('configMap', 'name')),
    ])
    .flatMap((name) => name ?? [])
    .filter(({ value }) => value !== OF_KUBERNETES);
}

/** https://kubernetes.io/docs/concepts/security/service-accounts/#certificate-authority */
const OF_KUBERNETES = 'kube-root-ca.crt';
