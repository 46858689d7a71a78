import { OWN_NETWORKS } from '../../model/network/internet';
import { blocks } from './addresses';

/** Addresses that belong to somebody's own network and not to the internet. */
export const PRIVATE = blocks([...OWN_NETWORKS, 'fc00::/7', 'fe80::/10']);
