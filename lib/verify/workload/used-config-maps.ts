import { itemsIn, type Field } from '../input/field';
import { onceFor } from '../once-for';
import { containersOf } from './containers';

/**
 * The names of ConfigMaps that a pod mounts or takes variables from, as they stand in it; the one that Kubernetes keeps
 * itself is left out. A variable is code as much as a file: LD_PRELOAD, PYTHONSTARTUP.
 */
export const usedConfigMaps = onceFor((spec: Field): readonly Field[] => {
  const volumes = itemsIn(spec, 'volumes').flatMap((volume): readonly (Field | undefined)[] => [
    volume.at('configMap', 'name'),
    ...itemsIn(volume, 'projected', 'sources').map((source) => source.at('configMap', 'name')),
  ]);
  const variables = containersOf(spec).flatMap(({ field }): readonly (Field | undefined)[] => [
    ...itemsIn(field, 'env').map((variable) => variable.at('valueFrom', 'configMapKeyRef', 'name')),
    ...itemsIn(field, 'envFrom').map((source) => source.at('configMapRef', 'name')),
  ]);
  return [...volumes, ...variables].flatMap((name) => name ?? []).filter(({ value }) => value !== OF_KUBERNETES);
});

/** https://kubernetes.io/docs/concepts/security/service-accounts/#certificate-authority */
const OF_KUBERNETES = 'kube-root-ca.crt';
