import type { Evidence } from '../evidence';
import { type Addresses, blocks, bothAddresses, contains, isEmpty } from '../reachability/addresses';
import { either, isNone, NO_CONNECTIONS, ports, without, type Connections } from '../reachability/connections';
import { PRIVATE } from '../reachability/private-addresses';
import { dnsAddresses, INSTANCE_METADATA, POD_IDENTITY_AGENT } from './known-addresses';
import { DNS_PORTS } from './services';

/** What is left of connections with addresses when those are taken away that a project is meant to have. */
export function beyondIntendedAddresses(
  evidence: Evidence,
  addresses: Addresses,
  connections: Connections,
): { readonly connections: Connections; readonly missing?: string } {
  const { platform, addresses: plan } = evidence;
  const { endpointCidrs = [] } = platform?.network ?? {};
  const intended: readonly (readonly [Addresses, Connections])[] = [
    [POD_IDENTITY_AGENT, ports('TCP', 80)],
    [dnsAddresses(evidence), DNS_PORTS],
    [plan.endpoints, ports('TCP', 443)],
  ];
  // The metadata service has a check of its own.
  if (contains(INSTANCE_METADATA, addresses)) return { connections: NO_CONNECTIONS };
  const allowed = intended
    .filter(([block]) => contains(block, addresses))
    .map(([, list]) => list)
    .reduce(either, NO_CONNECTIONS);
  const left = without(connections, allowed);
  if (isNone(left) || !contains(PRIVATE, addresses)) return { connections: left };
  const https = isNone(without(left, ports('TCP', 443)));
  const described = blocks(endpointCidrs);
  if (https && plan.source === undefined)
    return { connections: left, missing: 'what answers there; give the plan with its subnets, or --platform' };
  if (https && contains(described, addresses) && isEmpty(bothAddresses(plan.endpoints, addresses)))
    return { connections: left, missing: 'what else lies in this block beside the endpoints' };
  return { connections: left };
}
