import { LOOPBACK as LOOPBACK_IPV4 } from '../../model/network/cidr';
import { blocks, contains, type Addresses } from './addresses';

const LOOPBACK = blocks([LOOPBACK_IPV4, '::1/128']);

/** Whether addresses are a machine's own, which nobody asks from another one or from a network of its own. */
export function areLoopback(addresses: Addresses | undefined): boolean {
  return addresses !== undefined && contains(LOOPBACK, addresses);
}
