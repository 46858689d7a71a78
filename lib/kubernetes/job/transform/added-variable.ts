import type { Fault } from '../../../model/fault/fault';
import { shown } from '../../../model/fault/fault';
import { environmentFaults } from '../environment';
import { isFields, type Path } from './differences';

/** Where a variable may come from: never from a Secret, which every process and every dump would show. */
const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef'];

/** What is wrong with a variable that a container got beside those of the library. */
export function addedVariableFaults(variable: Record<string, unknown>, path: Path): Fault[] {
  const { name, value, valueFrom, ...more } = variable;
  const at = path.join('.');
  const sources = isFields(valueFrom) ? Object.keys(valueFrom) : [];
  const faults = environmentFaults({ [String(name)]: typeof value === 'string' ? value : '' }).map((fault) => ({
    ...fault,
    path: at,
  }));
  const fromElsewhere = sources.filter((source) => !SOURCES.includes(source));
  if (fromElsewhere.length === 0 && Object.keys(more).length === 0) return faults;
  return [
    ...faults,
    {
      path: at,
      given: shown([...fromElsewhere, ...Object.keys(more)].join(', ')),
      allowed: `a value, or valueFrom one of ${SOURCES.join(', ')}`,
      fix: 'mount secrets as files: mounts: [{ secret: "..." }]',
    },
  ];
}
