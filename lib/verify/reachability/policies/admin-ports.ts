import type { Field } from '../../input/field';
import { refuseUnknownKeys } from '../../labels/selector';
import { either, NO_CONNECTIONS, ports, type Connections } from '../connections';
import { hasOneOf, itemsWithin } from './admin-limits';
import { readPortNumber, readProtocol } from './port-fields';
import { EVERY_PORT, type NamedPort, type PortRule } from './port-rule';

const ONE_EACH = 'write one entry each';

/** Ports of v1alpha1: one of `portNumber`, `portRange`, `namedPort` an entry. */
export function readAdminPorts(list: Field | undefined, most: number): PortRule | undefined {
  return readEntries(list, most, ['portNumber', 'portRange'], 'namedPort', (item) => {
    const [number, range] = [item.get('portNumber'), item.get('portRange')];
    const protocol = readProtocol((number ?? range)?.get('protocol'));
    if (protocol === undefined) return undefined;
    const found = number === undefined ? readRange(range as Field) : readSingle(number, 'port');
    return found && ports(protocol, ...found);
  });
}

/** Ports of v1alpha2: one of `tcp`, `udp`, `sctp`, `destinationNamedPort` an entry. */
export function readProtocols(list: Field | undefined, most: number): PortRule | undefined {
  const keys = ['tcp', 'udp', 'sctp'] as const;
  return readEntries(list, most, keys, 'destinationNamedPort', (item) => {
    const key = keys.find((known) => item.get(known) !== undefined) as (typeof keys)[number];
    const found = readDestination(item.get(key) as Field);
    return found && ports(key.toUpperCase() as Uppercase<typeof key>, ...found);
  });
}

/** A list of entries that each have one key: that of a name, or one whose ports `read` finds. */
function readEntries(
  list: Field | undefined,
  most: number,
  numbered: readonly string[],
  named: string,
  read: (item: Field) => Connections | undefined,
): PortRule | undefined {
  if (list === undefined) return EVERY_PORT;
  const items = itemsWithin(list, 1, most);
  if (items === undefined) return undefined;
  const keys = [...numbered, named];
  let numbers: Connections = NO_CONNECTIONS;
  const names: NamedPort[] = [];
  for (const item of items) {
    if (!item.isRecord() || refuseUnknownKeys(item, keys) || !hasOneOf(item, keys, ONE_EACH)) return undefined;
    const field = item.get(named);
    if (field !== undefined) {
      const name = field.text();
      if (name === undefined) return undefined;
      names.push({ name, protocol: undefined });
      continue;
    }
    const found = read(item);
    if (found === undefined) return undefined;
    numbers = either(numbers, found);
  }
  return { numbers, names };
}

/** `destinationPort` of a protocol, which the API server asks for: every port of a protocol is a range. */
function readDestination(protocol: Field): readonly [number, number] | undefined {
  if (!protocol.isRecord() || refuseUnknownKeys(protocol, ['destinationPort'])) return undefined;
  const port = protocol.get('destinationPort');
  if (port === undefined) {
    protocol.refuse('a destinationPort', 'give a number, or the range 1 to 65535');
    return undefined;
  }
  if (!port.isRecord() || !hasOneOf(port, ['number', 'range'], ONE_EACH)) return undefined;
  const range = port.get('range');
  if (range === undefined) return readSingle(port, 'number');
  const found = readRange(range);
  if (found === undefined || found[0] < found[1]) return found;
  range.refuse('an end above the start', 'write a single port as a number');
  return undefined;
}

function readSingle(field: Field, key: string): readonly [number, number] | undefined {
  const port = field.get(key);
  if (port === undefined) field.refuse(`a port in ${key}`, 'give its number');
  const number = port === undefined ? undefined : readPortNumber(port);
  return number === undefined ? undefined : [number, number];
}

function readRange(field: Field): readonly [number, number] | undefined {
  const first = readSingle(field, 'start');
  const last = readSingle(field, 'end');
  if (first === undefined || last === undefined) return undefined;
  if (last[1] < first[0]) {
    field.refuse('an end not below the start', 'swap the two');
    return undefined;
  }
  return [first[0], last[1]];
}
