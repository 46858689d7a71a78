import type { Evidence } from '../../../evidence';
import { itemsIn, type Field } from '../../../input/field';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import {
  addressBlock,
  bothAddresses,
  eitherAddresses,
  isEmpty,
  oneAddress,
  withoutAddresses,
  type Addresses,
} from '../../../reachability/addresses';
import { fails, notKnown, type Problem } from '../../../problem';
import { dnsAddresses, POD_IDENTITY_AGENT } from '../../../scope/known-addresses';

/**
 * Addresses that a Service takes: every node sends what goes there to the pods behind it, whoever owns the address
 * (CVE-2020-8554, https://github.com/kubernetes/kubernetes/issues/97076).
 */
function takenAddresses({ field }: KubernetesObject): readonly Field[] {
  const spec = field.get('spec');
  return [
    ...itemsIn(spec, 'externalIPs'),
    ...[spec?.get('loadBalancerIP')].flatMap((ip) => ip ?? []),
    ...itemsIn(field, 'status', 'loadBalancer', 'ingress').flatMap((entry) => entry.get('ip') ?? []),
  ];
}

/** Addresses outside the cluster that policies of projects let out to. */
export function addressesOfProjects({ scope, network }: Evidence): Addresses {
  return scope.namespaces
    .flatMap(({ name }) => network.policies.byNamespace.get(name) ?? [])
    .flatMap(({ egress }) => egress ?? [])
    .flatMap(({ peers }) => peers ?? [])
    .flatMap((peer) => (peer.kind === 'addresses' ? [peer.addresses] : []))
    .reduce(eitherAddresses, POD_IDENTITY_AGENT);
}

/** What is wrong with the addresses of a Service outside the projects. */
export function takenProblems(service: KubernetesObject, used: Addresses): readonly Problem[] {
  const external = itemsIn(service.field, 'spec', 'externalIPs').length;
  return takenAddresses(service).flatMap((at, index): readonly Problem[] => {
    const address = typeof at.value === 'string' ? oneAddress(at.value) : undefined;
    if (address !== undefined && !isEmpty(bothAddresses(address, used)))
      return [
        fails(`takes ${String(at.value)}, to which projects are let out: their traffic ends at its pods`, { at }),
      ];
    // An address of a load balancer is the cloud's own to give; an external one is whatever was written.
    if (index >= external) return [];
    return [notKnown(`takes ${String(at.value)}: who else sends there is not known`, { at })];
  });
}

/**
 * What is wrong with an address that the cluster itself gives a Service, or with a range of such addresses: whoever may
 * write ServiceCIDRs puts them wherever it is (https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/).
 */
export function rangeProblems(
  evidence: Evidence,
  { kind, field }: KubernetesObject,
  used: Addresses,
): readonly Problem[] {
  const spec = field.get('spec');
  const isRange = kind === 'ServiceCIDR';
  const own = spec?.get('clusterIP');
  const given = isRange
    ? itemsIn(spec, 'cidrs')
    : [own, ...itemsIn(spec, 'clusterIPs').filter(({ value }) => value !== own?.value)];
  // DNS is a Service too, and projects are let out to its address.
  const others = withoutAddresses(used, dnsAddresses(evidence));
  return given.flatMap((at): readonly Problem[] => {
    const text = String(at?.value);
    const addresses = isRange ? addressBlock(text) : oneAddress(text);
    if (addresses === undefined || isEmpty(bothAddresses(addresses, others))) return [];
    const what = isRange ? 'lets Services take addresses of' : 'takes';
    return [fails(`${what} ${text}, to which projects are let out: their traffic ends at its pods`, { at })];
  });
}
