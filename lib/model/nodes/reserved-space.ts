import * as v from 'valibot';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import type { InstanceType } from './instance-types';
import { optionalCountOrNone, shape, type Draft } from '../fault/shape';

/** A part of a node that no rank asks for. */
export interface ReservedProps {
  /** vCPUs. @default 0 */
  readonly cpus?: number;
  /** Memory, in GiB. @default 0 */
  readonly memoryGiB?: number;
}

/** {@link ReservedProps} with its defaults filled in. */
export type ReservedSpace = Required<ReservedProps>;

export const reservedShape = v.optional(
  shape<ReservedProps>({ cpus: optionalCountOrNone, memoryGiB: optionalCountOrNone }),
);

export const resolveReserved = ({ cpus = 0, memoryGiB = 0 }: ReservedProps = {}): ReservedSpace => ({
  cpus,
  memoryGiB,
});

/** A node of which half is taken trains half as well: most likely a number of bytes or millicores. */
export function reservedFaults(
  reserved: Draft<ReservedProps> | undefined,
  path: string,
  node: Draft<Pick<InstanceType, 'vcpus' | 'memoryGiB'>>,
): Fault[] {
  const check = (field: keyof ReservedProps, whole: number | undefined, unit: string): Fault[] => {
    const given = reserved?.[field];
    if (given === undefined || whole === undefined || given <= whole / 2) return [];
    return [
      {
        path: `${path}.${field}`,
        given: shown(given),
        allowed: `at most ${Math.floor(whole / 2)} ${unit}, half of the node`,
        fix: `give ${unit}, and only what runs beside the ranks on each node`,
      },
    ];
  };
  return [...check('cpus', node.vcpus, 'vCPUs'), ...check('memoryGiB', node.memoryGiB, 'GiB')];
}
