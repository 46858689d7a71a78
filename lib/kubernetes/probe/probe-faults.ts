import * as v from 'valibot';
import type { Platform, Project } from '../../model';
import { shown, type Fault } from '../../model/fault/fault';
import { namespaceNameFaults } from '../../model/names/kubernetes-name';
import { inputFaults, optionalText, shape, stringMap, text, type Draft } from '../../model/fault/shape';
import { jobFaults } from '../job/job-faults';
import type { TrainingJobProps } from '../job/training-job-props';
import { jobWeakeningsShape } from '../job/training-job-shape';
import type { ProbeJobProps } from './probe-job-props';

const probeShape = shape<ProbeJobProps>({
  image: text,
  pool: optionalText,
  name: optionalText,
  unsafe: v.optional(jobWeakeningsShape),
  open: v.optional(stringMap),
  shut: v.optional(stringMap),
  controlNamespace: optionalText,
});

/**
 * Every fault of a probe's props, those of the job that it is among them.
 *
 * @param id name of the probe where the props have none
 * @param around the project that it stands in, if it stands in one
 */
export function probeFaults(
  id: string,
  props: ProbeJobProps,
  around: { readonly platform: Platform; readonly project: Project } | undefined,
): Fault[] {
  return inputFaults(probeShape, props, ({ open, shut, controlNamespace, ...job }) => [
    ...(around === undefined
      ? [OUTSIDE]
      : jobFaults(id, { ...job, command: ['python3'] } as TrainingJobProps, around.platform, around.project)),
    ...hostPortFaults('open', open),
    ...hostPortFaults('shut', shut),
    ...namespaceNameFaults(controlNamespace, 'controlNamespace'),
  ]);
}

const OUTSIDE: Fault = {
  path: 'scope',
  given: 'a construct outside any project',
  allowed: 'a TrainingProject, or a construct inside one',
  fix: 'new ProbeJob(project, "probe", ...)',
};

const ADDRESS = /^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?:([1-9]\d{0,4})$/;

function hostPortFaults(field: 'open' | 'shut', addresses: Draft<ProbeJobProps['open']> = {}): Fault[] {
  return Object.entries(addresses)
    .filter(([, address = '']) => !ADDRESS.test(address) || Number(address.split(':')[1]) > 65_535)
    .map(([name, address]) => ({
      path: `${field}.${name}`,
      given: shown(address),
      allowed: 'host:port',
      fix: 'for example "vault.production.svc.cluster.local:8200"',
    }));
}
