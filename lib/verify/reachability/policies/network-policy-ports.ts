import { itemsIn, type Field } from '../../input/field';
import { oncePerValue } from '../../input/once-per-value';
import { refuseUnknownKeys } from '../../labels/selector';
import { either, everyPort, NO_CONNECTIONS, ports, type Connections } from '../connections';
import { readPortNumber, readProtocol } from './port-fields';
import { EVERY_PORT, type NamedPort, type PortRule } from './port-rule';

/** Ports of a NetworkPolicy's rule: `protocol`, and a `port` by number or name, or a range of them. */
export function readPorts(list: Field | undefined): PortRule | undefined {
  return list === undefined ? EVERY_PORT : listedPorts(list);
}

const listedPorts = oncePerValue((list): PortRule | undefined => {
  const items = itemsIn(list);
  if (items.length === 0) return EVERY_PORT;
  let numbers: Connections = NO_CONNECTIONS;
  const names: NamedPort[] = [];
  for (const item of items) {
    const port = readPort(item);
    if (port === undefined) return undefined;
    if ('name' in port) names.push(port);
    else numbers = either(numbers, port);
  }
  return { numbers, names };
});

function readPort(item: Field): Connections | NamedPort | undefined {
  if (!item.isRecord() || refuseUnknownKeys(item, ['protocol', 'port', 'endPort'])) return undefined;
  const protocol = readProtocol(item.get('protocol'));
  if (protocol === undefined) return undefined;
  const port = item.get('port');
  const endPort = item.get('endPort');
  if (port === undefined) {
    endPort?.refuse('an endPort with a port', 'give the first port of the range');
    return endPort === undefined ? everyPort(protocol) : undefined;
  }
  if (typeof port.value === 'string') {
    if (isPortName(port.value) && endPort === undefined) return { name: port.value, protocol };
    if (endPort !== undefined) endPort.refuse('no endPort beside a named port', 'name the port or give numbers');
    else port.refuse('a port number, or a name with at least one letter', 'write a number without quotes');
    return undefined;
  }
  const first = readPortNumber(port);
  if (first === undefined) return undefined;
  const last = endPort === undefined ? first : readPortNumber(endPort);
  if (last === undefined) return undefined;
  if (last < first) {
    endPort?.refuse(`a port of at least ${first}`, 'the end of a range comes after its start');
    return undefined;
  }
  return ports(protocol, first, last);
}

/** IANA_SVC_NAME, as the API server checks it. */
function isPortName(name: string): boolean {
  return /^(?=.{1,15}$)(?!.*--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name) && /[a-z]/.test(name);
}
