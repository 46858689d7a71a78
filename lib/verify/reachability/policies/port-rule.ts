import { ALL_CONNECTIONS, both, everyPort, type Connections, type Protocol } from '../connections';
import { eitherEstimate, exactly, perhaps, type Estimate } from '../estimate';

/** A port by name: whatever number the destination pod gives it. */
export interface NamedPort {
  readonly name: string;
  /** Undefined where a port of any protocol is meant. */
  readonly protocol: Protocol | undefined;
}

/** The ports of a rule. */
export interface PortRule {
  /** Ports by number. */
  readonly numbers: Connections;
  readonly names: readonly NamedPort[];
}

/** Every port of every protocol. */
export const EVERY_PORT: PortRule = { numbers: ALL_CONNECTIONS, names: [] };

/** Named ports of pods. */
export interface PodPorts {
  /** Port numbers by name. */
  readonly named: ReadonlyMap<string, Connections>;
  /** False where the pods' containers are not known. */
  readonly complete: boolean;
  /** Equal for equal ports. */
  readonly key: string;
}

export const NO_POD_PORTS: PodPorts = { named: new Map(), complete: true, key: '' };
export const ANY_POD_PORTS: PodPorts = { named: new Map(), complete: false, key: '*' };

/** The ports of a rule on a destination. Names resolve on the destination and nowhere else. */
export function portsOn({ numbers, names }: PortRule, destination: PodPorts): Estimate {
  let ports = exactly(numbers);
  for (const { name, protocol } of names) {
    const mask = protocol === undefined ? ALL_CONNECTIONS : everyPort(protocol);
    const found = destination.named.get(name);
    if (found !== undefined) ports = eitherEstimate(ports, exactly(both(found, mask)));
    else if (!destination.complete) ports = eitherEstimate(ports, perhaps(mask));
  }
  return ports;
}
