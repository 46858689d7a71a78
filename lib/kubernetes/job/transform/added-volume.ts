import type { Project } from '../../../model';
import type { Fault } from '../../../model/fault/fault';
import { shown } from '../../../model/fault/fault';
import { HARMLESS_VOLUMES } from '../../../model/storage/restricted-volumes';
import { mountedAlreadyFaults } from '../mounts';
import { isFields, type Path } from './differences';

const KINDS: readonly string[] = [...HARMLESS_VOLUMES, 'persistentVolumeClaim'];

/** What is wrong with a volume that a job got beside those of the library. */
export function addedVolumeFaults(project: Project, volume: Record<string, unknown>, path: Path): Fault[] {
  const { name: _, ...sources } = volume;
  const [kind = '', ...more] = Object.keys(sources);
  const at = path.join('.');
  if (!KINDS.includes(kind) || more.length > 0) {
    return [
      {
        path: at,
        given: shown(Object.keys(sources).join(', ') || undefined),
        allowed: `one of ${KINDS.join(', ')}`,
        fix: 'use one of these kinds',
      },
    ];
  }
  const claim = isFields(sources[kind]) ? sources[kind]['claimName'] : undefined;
  return typeof claim === 'string' ? mountedAlreadyFaults(claim, `${at}.${kind}.claimName`, project) : [];
}
