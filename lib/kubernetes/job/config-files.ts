import type { Fault } from '../../model/fault/fault';
import { shown } from '../../model/fault/fault';
import { isFileKey } from '../../model/names';
import type { Draft } from '../../model/fault/shape';
import type { JobContext } from './job-context';
import { launcherOf } from './launchers';
import type { TrainingJobProps } from './training-job-props';

/** What all files of a ConfigMap may hold together (https://kubernetes.io/docs/concepts/configuration/configmap/#motivation). */
const MOST_BYTES = 2 ** 20;

/** The files of a job at `/config`: the user's own, and those that its launcher reads. */
export function configFiles(context: JobContext): Readonly<Record<string, string>> {
  return { ...context.props.configFiles, ...launcherOf(context).files(context) };
}

/** Faults of the user's files: names that no file can have, one that the launcher writes, more than a ConfigMap holds. */
export function configFileFaults(context: JobContext): Fault[] {
  const given: Draft<NonNullable<TrainingJobProps['configFiles']>> = context.props.configFiles ?? {};
  // As many nodes as there are: a job that asks for more is refused for it, and a list of them all would have no end.
  const own = launcherOf(context).files({ ...context, nodes: Math.min(context.nodes, context.nodeGroup.maxNodes) });
  const bytes = Object.values({ ...given, ...own }).reduce((sum, text = '') => sum + Buffer.byteLength(text), 0);
  return [
    ...Object.keys(given).flatMap((name) => fileNameFaults(name, Object.hasOwn(own, name))),
    ...(bytes <= MOST_BYTES
      ? []
      : [
          {
            path: 'configFiles',
            given: `${bytes} bytes`,
            allowed: `at most ${MOST_BYTES} bytes together, what a ConfigMap holds`,
            fix: 'put large files into the image or into the data',
          },
        ]),
  ];
}

function fileNameFaults(name: string, isOwn: boolean): Fault[] {
  if (isFileKey(name) && !isOwn) return [];
  return [
    {
      path: `configFiles.${name}`,
      given: shown(name),
      allowed: isOwn ? 'a file that the launcher does not write itself' : 'letters, digits, dashes, dots, underscores',
      fix: isOwn ? 'leave it out: it follows from the description' : 'rename the file; folders are not possible',
    },
  ];
}
