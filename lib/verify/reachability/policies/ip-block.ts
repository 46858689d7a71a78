import { itemsIn, type Field } from '../../input/field';
import { oncePerValue } from '../../input/once-per-value';
import { refuseUnknownKeys } from '../../labels/selector';
import { addressBlock, contains, withoutAddresses, type Addresses } from '../addresses';

/** A block of addresses without its exceptions; undefined, with the faults reported, where the API server would refuse it. */
export const readIpBlock = oncePerValue((field): Addresses | undefined => {
  if (!field.isRecord() || refuseUnknownKeys(field, ['cidr', 'except'])) return undefined;
  const block = readCidr(field.get('cidr') ?? field);
  if (block === undefined) return undefined;
  let rest = block;
  for (const item of itemsIn(field, 'except')) {
    const except = readCidr(item);
    if (except === undefined) return undefined;
    if (!contains(block, except) || contains(except, block)) {
      item.refuse('a block inside the cidr, and smaller', 'the API server refuses any other exception');
      return undefined;
    }
    rest = withoutAddresses(rest, except);
  }
  return rest;
});

/** A block of addresses, the fault reported if it is none. */
export function readCidr(field: Field): Addresses | undefined {
  const block = typeof field.value === 'string' ? addressBlock(field.value) : undefined;
  if (block === undefined) field.refuse('a block of addresses', 'for example 10.0.0.0/16 or fd00::/64');
  return block;
}
