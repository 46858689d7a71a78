import type { Field } from '../../input/field';
import { isPort, protocolOf, type Protocol } from '../connections';

/** A port number, the fault reported if it is none. */
export function readPortNumber(field: Field): number | undefined {
  if (isPort(field.value)) return field.value;
  field.refuse('a port number from 1 to 65535', 'correct the port');
  return undefined;
}

/** TCP where none is given. */
export function readProtocol(field: Field | undefined): Protocol | undefined {
  const protocol = protocolOf(field?.value);
  if (protocol === undefined) field?.refuse('TCP, UDP, SCTP', 'take one of the three; they are upper case');
  return protocol;
}
