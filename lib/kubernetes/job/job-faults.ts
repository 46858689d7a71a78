import { ephemeralStorageGiB } from '../../model';
import type { NodeGroup, Project } from '../../model';
import { weakeningFaults } from '../../model/accepted-risk';
import type { Fault } from '../../model/fault';
import { shown, suggestion } from '../../model/fault';
import { nameFaults } from '../../model/names';
import { claimFaults } from './claim-faults';
import { imageFaults } from './image';
import { SYSTEM_GIB, TMP_GIB } from './job-context';
import { environmentFaults } from './environment';
import { mountedObjectFaults } from './mounted-objects';
import type { TrainingJobProps } from './training-job-props';
import { mountFaults } from './volumes';

/** Every fault of a job's props. */
export function jobFaults(name: string, props: TrainingJobProps, project: Project): Fault[] {
  const group = nodeGroupOf(project, props.pool);
  return [
    ...jobNameFaults(name, props.nodes ?? 1),
    ...imageFaults(props.image, props.unsafe?.mutableImage),
    ...(props.command.length === 0
      ? [
          {
            path: 'command',
            given: '[]',
            allowed: 'the command of every rank',
            fix: 'name it: the entry point of an image can be neither guarded nor checked',
          },
        ]
      : []),
    ...poolChoiceFaults(project, props.pool),
    ...(group === undefined ? [] : jobSizeFaults(props, project, group)),
    ...numberFaults(props),
    ...environmentFaults(props.env ?? {}),
    ...claimFaults(props, project),
    ...mountFaults(props),
    ...mountedObjectFaults(props.mounts ?? [], project),
    ...Object.entries(props.unsafe ?? {}).flatMap(([risk, weakening]) => weakeningFaults(weakening, `unsafe.${risk}`)),
  ];
}

/** The nodes that a job runs on: those of the named pool, or the only ones. */
export function nodeGroupOf(project: Project, pool: string | undefined): NodeGroup | undefined {
  return pool === undefined
    ? project.nodeGroups.length === 1
      ? project.nodeGroups[0]
      : undefined
    : project.nodeGroups.find((group) => group.pool.name === pool);
}

/** Pods are called `<job>-<index>`, which has to be a DNS label of at most 63 characters. */
function jobNameFaults(name: string, nodes: number): Fault[] {
  const max = 62 - String(Math.max(0, nodes - 1)).length;
  return nameFaults(name, 'name', { min: 1, max, refuseReserved: false });
}

function poolChoiceFaults(project: Project, pool: string | undefined): Fault[] {
  if (nodeGroupOf(project, pool) !== undefined) return [];
  const known = project.nodeGroups.map((group) => group.pool.name);
  return [
    {
      path: 'pool',
      given: shown(pool),
      allowed: `one of ${known.join(', ')}`,
      fix:
        pool === undefined
          ? 'the project has several pools: name one'
          : suggestion(pool, known, 'give the project this pool'),
    },
  ];
}

function jobSizeFaults(props: TrainingJobProps, project: Project, { pool, maxNodes }: NodeGroup): Fault[] {
  const { nodes = 1, gpusPerNode = pool.node.gpus } = props;
  const faults: Fault[] = [];
  if (gpusPerNode > pool.node.gpus) {
    faults.push({
      path: 'gpusPerNode',
      given: String(gpusPerNode),
      allowed: `at most ${pool.node.gpus}, the GPUs of a ${pool.instanceType}`,
      fix: 'take more nodes',
    });
  }
  if (nodes > maxNodes) {
    faults.push({
      path: 'nodes',
      given: String(nodes),
      allowed: `at most ${maxNodes}, the nodes of ${project.name} in pool ${pool.name}`,
      fix: 'raise gpus of the project or maxNodes of the pool',
    });
  }
  if (nodes * gpusPerNode > project.gpus) {
    faults.push({
      path: 'nodes',
      given: `${nodes} x ${gpusPerNode} GPUs`,
      allowed: `at most ${project.gpus} GPUs, the quota of ${project.name}`,
      fix: 'the quota would hold its pods back for ever: raise gpus of the project or take fewer nodes',
    });
  }
  const available = ephemeralStorageGiB(pool);
  const wanted = (props.scratchGiB ?? 0) + TMP_GIB + SYSTEM_GIB;
  if (wanted > available) {
    faults.push({
      path: 'scratchGiB',
      given: shown(props.scratchGiB),
      allowed: `at most ${available - TMP_GIB - SYSTEM_GIB} on a ${pool.instanceType}`,
      fix: 'raise rootVolumeGiB of the pool or write to a claim',
    });
  }
  return faults;
}

function numberFaults(props: TrainingJobProps): Fault[] {
  const faults: Fault[] = [];
  const check = (path: keyof TrainingJobProps, value: number | undefined, min: number): void => {
    if (value === undefined || (Number.isInteger(value) && value >= min)) return;
    faults.push({ path, given: shown(value), allowed: `a whole number of at least ${min}`, fix: 'correct the number' });
  };
  check('nodes', props.nodes, 1);
  check('gpusPerNode', props.gpusPerNode, 1);
  check('scratchGiB', props.scratchGiB, 1);
  check('sharedMemoryGiB', props.sharedMemoryGiB, 1);
  check('deadlineSeconds', props.deadlineSeconds, 1);
  check('keepFinishedSeconds', props.keepFinishedSeconds, 0);
  check('gracePeriodSeconds', props.gracePeriodSeconds, 0);
  check('retries', props.retries, 0);
  props.fatalExitCodes?.forEach((code, index) => {
    if (Number.isInteger(code) && code >= 1 && code <= 255) return;
    faults.push({
      path: `fatalExitCodes[${index}]`,
      given: shown(code),
      allowed: 'an exit code from 1 to 255',
      fix: 'correct the number',
    });
  });
  return faults;
}
