import type { Project } from '../../model';
import type { Fault } from '../../model/fault/fault';
import { shown } from '../../model/fault/fault';
import type { Draft } from '../../model/fault/shape';
import type { TrainingJobProps } from './training-job-props';

/** Faults of a job whose checkpoints cannot be written where the description puts them. */
export function claimFaults({ nodes = 1, launcher }: Draft<TrainingJobProps>, { name, checkpoints }: Project): Fault[] {
  const source = checkpoints?.source;
  if (source?.kind === 'storage-class' && source.accessMode === 'ReadWriteOnce' && nodes > 1) {
    return [
      {
        path: 'nodes',
        given: String(nodes),
        allowed: `1: the checkpoints of ${name} lie on a volume that one node at a time mounts`,
        fix: 'take a StorageClass that offers ReadWriteMany, or run on one node',
      },
    ];
  }
  // At each save DeepSpeed writes `latest` again, with ZeRO also zero_to_fp32.py, and Mountpoint refuses the second time
  // (deepspeed/runtime/engine.py; https://github.com/awslabs/mountpoint-s3/blob/main/doc/SEMANTICS.md).
  if (source?.kind === 's3' && source.allowOverwrite !== true && launcher === 'deepspeed') {
    return [
      {
        path: 'launcher',
        given: shown(launcher),
        allowed: `a launcher other than deepspeed: the checkpoints of ${name} are created once and never replaced`,
        fix: 'its second save would fail: say allowOverwrite: true for the checkpoints, or put them on fsx-lustre or efs',
      },
    ];
  }
  return [];
}
