import { ephemeralStorageGiB } from '../../model';
import type { NodeGroup, Platform, Pool, Project } from '../../model';
import { weakeningFaults } from '../../model/risk/accepted-risk';
import type { Fault } from '../../model/fault/fault';
import { shown, suggestion } from '../../model/fault/fault';
import { nameFaults } from '../../model/names';
import { LOST_PEER_EXIT_CODE } from '../../model/network/rendezvous';
import { inputFaults, type Draft } from '../../model/fault/shape';
import { claimFaults } from './claim-faults';
import { imageFaults } from './image';
import { configFileFaults } from './config-files';
import { environmentFaults, overriddenFaults } from './environment';
import { isGuarded, jobContext, jobSpace, SYSTEM_GIB, TMP_GIB, type JobContext } from './job-context';
import { annotationFaults } from './metadata-keys';
import { mountFaults } from './mounts';
import type { TrainingJobProps } from './training-job-props';
import { trainingJobShape } from './training-job-shape';

/**
 * Every fault of a job's props.
 *
 * @param id name of the job where the props have none
 */
export function jobFaults(id: string, props: TrainingJobProps, platform: Platform, project: Project): Fault[] {
  return inputFaults(trainingJobShape, props, (draft) => jobMeaningFaults(id, draft, platform, project));
}

function jobMeaningFaults(id: string, props: Draft<TrainingJobProps>, platform: Platform, project: Project): Fault[] {
  const { name = id } = props;
  const group = nodeGroupOf(project, props.pool);
  return [
    ...jobNameFaults(name, props.nodes ?? 1),
    ...(props.image === undefined ? [] : imageFaults(props.image, props.unsafe?.mutableImage !== undefined)),
    ...(props.command?.length === 0
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
    ...(props.rankGuard === false && props.stopAfterLossSeconds !== undefined
      ? [
          {
            path: 'stopAfterLossSeconds',
            given: shown(props.stopAfterLossSeconds),
            allowed: 'only with the guard, which is what stops a rank',
            fix: 'leave it out, or leave out rankGuard: false',
          },
        ]
      : []),
    ...exitCodeFaults(props),
    ...environmentFaults(props.env ?? {}),
    ...claimFaults(props, project),
    ...mountFaults(props, project),
    ...Object.entries(props.annotations ?? {}).flatMap(([key, value]) =>
      annotationFaults(platform, key, value, `annotations.${key}`),
    ),
    ...Object.entries(props.unsafe ?? {}).flatMap(([risk, weakening]) => weakeningFaults(weakening, `unsafe.${risk}`)),
    ...(group === undefined
      ? []
      : writtenFaults(jobContext(platform, project, group, name, props as TrainingJobProps))),
  ];
}

/** What the library writes itself. Where a prop has the wrong shape, it would write the default: its names are the same. */
const writtenFaults = (context: JobContext): Fault[] => [...overriddenFaults(context), ...configFileFaults(context)];

/** The code of the guard means that a peer is gone, which is no fault of the job. */
function exitCodeFaults({ fatalExitCodes = [], ...props }: Draft<TrainingJobProps>): Fault[] {
  const at = fatalExitCodes.indexOf(LOST_PEER_EXIT_CODE);
  if (at === -1 || !isGuarded(props)) return [];
  return [
    {
      path: `fatalExitCodes[${at}]`,
      given: String(LOST_PEER_EXIT_CODE),
      allowed: 'any other code: with this one the guard ends a rank whose peer is gone',
      fix: 'leave it out, or one node that goes away ends the job; code of yours that ends with it needs another one',
    },
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

/** The host of a rank is called `<job>-<index>`, which has to be a DNS label of at most 63 characters. */
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

function jobSizeFaults(props: Draft<TrainingJobProps>, project: Project, { pool, maxNodes }: NodeGroup): Fault[] {
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
  if (props.hugePages === true && pool.provisioner === 'karpenter') {
    faults.push({
      path: 'hugePages',
      given: 'true',
      allowed: `false on pool ${pool.name}, whose nodes Karpenter starts`,
      fix: 'leave it out: Karpenter starts no node for a pod that asks for huge pages',
    });
  }
  return [...faults, ...volumeFaults(props, pool)];
}

/** Pods that ask for more space than their node has stay Pending; those whose shared memory takes all of theirs get killed. */
function volumeFaults(props: Draft<TrainingJobProps>, pool: Pool): Fault[] {
  const { scratchGiB, sharedMemoryGiB, share } = jobSpace(pool, props);
  const faults: Fault[] = [];
  const available = ephemeralStorageGiB(pool) - TMP_GIB - SYSTEM_GIB;
  if (scratchGiB > available) {
    faults.push({
      path: 'scratchGiB',
      given: shown(scratchGiB),
      allowed: `at most ${available} on a ${pool.instanceType}`,
      fix: 'raise rootVolumeGiB of the pool or write to a claim',
    });
  }
  if (sharedMemoryGiB >= share.memoryGiB) {
    faults.push({
      path: 'sharedMemoryGiB',
      given: shown(sharedMemoryGiB),
      allowed: `less than ${share.memoryGiB}, the memory of a rank, which it is part of`,
      fix: 'leave it out for a fifteenth of that',
    });
  }
  return faults;
}
