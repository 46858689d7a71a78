import type { Inputs } from '../input/inputs';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { isKind } from '../input/kubernetes-object';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { addressBlock } from '../reachability/addresses';
import { areLoopback } from '../reachability/loopback';
import { valueAt } from '../record';
import { addOnsNamed } from './add-on-settings';
import { readSettings } from './settings';

/**
 * kube-proxy listens for node ports on the addresses that it is told to; all loopback means that pods reach none. In the
 * mode `ipvs` it binds node ports elsewhere (https://kubernetes.io/docs/reference/networking/virtual-ips/).
 */
export function areNodePortsShut({ objects }: Inputs, plans: readonly PlanLinks[]): boolean {
  const settings = objects
    .filter((object) => isKind(object, '', 'ConfigMap') && object.namespace === KUBE_SYSTEM)
    .filter(({ name }) => name === 'kube-proxy-config' || name === 'kube-proxy')
    .map(({ field }) => {
      const data = field.get('data');
      const text = (data?.get('config') ?? data?.get('config.conf'))?.value;
      return typeof text === 'string' ? readSettings(text) : undefined;
    });
  // Which of several kube-proxy reads, its DaemonSet says and not they.
  return (
    settings.length > 0 &&
    settings.every((one) => valueAt(one, 'mode') !== 'ipvs' && listensOnLoopback(valueAt(one, 'nodePortAddresses'))) &&
    addOnsNamed('kube-proxy', plans).every(({ settings: given }) => leavesShut(given))
  );
}

/** What the add-on is told goes into the same ConfigMap; whether before the one of the files or after it nobody knows. */
function leavesShut(given: unknown): boolean {
  const addresses = valueAt(given, 'nodePortAddresses');
  return (
    given !== undefined &&
    valueAt(given, 'mode') !== 'ipvs' &&
    (addresses === undefined || listensOnLoopback(addresses))
  );
}

function listensOnLoopback(addresses: unknown): boolean {
  return (
    Array.isArray(addresses) &&
    addresses.length > 0 &&
    addresses.every((text) => areLoopback(addressBlock(String(text))))
  );
}
