import type { Evidence } from '../../../evidence';
import { itemsIn } from '../../../input/field';
import { annotationsOf, isKind, type KubernetesObject } from '../../../input/kubernetes-object';
import { notKnown, objectSubject, type Judged } from '../../../problem';

/**
 * Objects by which traffic goes elsewhere than Services and policies say, and of which it is not read where to. Those of a
 * namespace without projects lead pods of projects as well, as far as they are about addresses.
 */
export function* redirections({ inputs, scope }: Evidence): Generator<Judged> {
  for (const object of inputs.objects) {
    const proxied = proxiedNamespaces(object).find((name) => scope.contains(name));
    const what = isKind(object, 'cilium.io', 'CiliumLocalRedirectPolicy')
      ? 'leads what pods send to its frontend to pods of their own node, and to which is not read'
      : proxied !== undefined
        ? `leads what pods send to Services of ${proxied} through a proxy, and where it sends that is not read`
        : scope.contains(object.namespace) && isShared(object)
          ? 'is shared with other clusters, and whose pods answer or are let in there is not in the files'
          : undefined;
    if (what !== undefined) yield { subject: objectSubject(object), problems: [notKnown(what)] };
  }
}

/** Whose Services a configuration of Cilium's proxy is put before (https://docs.cilium.io/en/stable/network/servicemesh/l7-traffic-management/). */
function proxiedNamespaces(object: KubernetesObject): readonly string[] {
  if (!['CiliumEnvoyConfig', 'CiliumClusterwideEnvoyConfig'].some((kind) => isKind(object, 'cilium.io', kind)))
    return [];
  const services = itemsIn(object.field, 'spec', 'services');
  return services.map((service) => String(service.get('namespace')?.value ?? object.namespace ?? ''));
}

/** Of a Service of Cilium, whose agents know the other clusters (https://docs.cilium.io/en/stable/network/clustermesh/services/). */
const GLOBAL = ['service.cilium.io/global', 'io.cilium/global-service'];

/** https://multicluster.sigs.k8s.io/concepts/multicluster-services-api/ */
function isShared(object: KubernetesObject): boolean {
  if (['ServiceExport', 'ServiceImport'].some((kind) => isKind(object, 'multicluster.x-k8s.io', kind))) return true;
  if (!isKind(object, '', 'Service')) return false;
  const annotations = annotationsOf(object.field.get('metadata'));
  return GLOBAL.some((key) => annotations.get(key)?.toLowerCase() === 'true');
}
