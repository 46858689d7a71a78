import { OWN_NETWORKS } from '../../model/internet';
import { addressBlock, eitherAddresses, NO_ADDRESSES } from './addresses';

/** Addresses that belong to somebody's own network and not to the internet. */
export const PRIVATE = [...OWN_NETWORKS, 'fc00::/7', 'fe80::/10']
  .map((text) => addressBlock(text) ?? NO_ADDRESSES)
  .reduce(eitherAddresses);
