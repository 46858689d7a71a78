import type { Project } from '../../model';
import type { Fault } from '../../model/fault';
import { shown } from '../../model/fault';
import { objectNameFaults } from '../../model/names';
import { nameOf } from '../named';
import type { Mount } from './training-job-props';

/** Faults of what is mounted, beside where: names that no object has, and claims that are mounted anyway. */
export function mountedObjectFaults(mounts: readonly Mount[], project: Project): Fault[] {
  return mounts.flatMap((mount, index) => {
    const path = `mounts[${index}]`;
    if ('secret' in mount) return objectNameFaults(nameOf(mount.secret), `${path}.secret`, 'the name of a Secret');
    if ('configMap' in mount)
      return objectNameFaults(nameOf(mount.configMap), `${path}.configMap`, 'the name of a ConfigMap');
    const claim = nameOf(mount.claim);
    return [
      ...objectNameFaults(claim, `${path}.claim`, 'the name of a PersistentVolumeClaim'),
      ...ownClaimFaults(claim, `${path}.claim`, project),
    ];
  });
}

/** A second mount has modes of its own: data that are read-only at one path could be written at another. */
function ownClaimFaults(claim: string, path: string, { data, checkpoints }: Project): Fault[] {
  const field = claim === data?.name ? 'dataPath' : claim === checkpoints?.name ? 'checkpointPath' : undefined;
  if (field === undefined) return [];
  return [
    {
      path,
      given: shown(claim),
      allowed: 'a further claim of the project',
      fix: `every job mounts this one: say where with ${field}`,
    },
  ];
}
