import type { Fault } from '../../model/fault';
import { refuseFaults, shown } from '../../model/fault';
import type { Container, Job, PodSpec, Volume } from '../api';
import { differences } from './differences';

/**
 * The Job after the user's own changes, if everything that isolates is still as it was.
 *
 * @throws InvalidInputError naming each change that would open something
 */
export function transformed(job: Job, transform: ((job: Job) => Job) | undefined, subject: string): Job {
  if (transform === undefined) return job;
  const changed = transform(structuredClone(job));
  refuseFaults(subject, changedFaults(job, changed));
  return changed;
}

/** Fields of the pod that may not change; each has a prop or an `unsafe` option, or belongs to the description. */
const FIXED: readonly (keyof PodSpec)[] = [
  'serviceAccountName',
  'automountServiceAccountToken',
  'nodeSelector',
  'tolerations',
  'securityContext',
  'priorityClassName',
  'restartPolicy',
  'nodeName',
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'hostUsers',
  'shareProcessNamespace',
  'resourceClaims',
  'hostAliases',
];

/** Kinds of volumes that show nothing of the node, of another project or of an unchecked image. */
const VOLUME_KINDS: ReadonlySet<string> = new Set([
  'emptyDir',
  'configMap',
  'secret',
  'downwardAPI',
  'persistentVolumeClaim',
]);

function changedFaults(before: Job, after: Job): Fault[] {
  const faults: Fault[] = [];
  const same = (at: string, old: unknown, now: unknown): void => {
    for (const { path, before: kept, after: given } of differences(at, old, now)) {
      faults.push({
        path: `transform: ${path}`,
        given: shown(given),
        allowed: shown(kept),
        fix: 'this isolates the job: leave it as it was, or use the option of its name',
      });
    }
  };
  same('kind', [before.apiVersion, before.kind], [after.apiVersion, after.kind]);
  same('metadata.name', before.metadata?.name, after.metadata?.name);
  same('metadata.namespace', before.metadata?.namespace, after.metadata?.namespace);
  const template = after.spec?.template;
  const [old, now] = [before.spec?.template.spec, template?.spec];
  for (const [key, value] of Object.entries(before.spec?.template.metadata?.labels ?? {})) {
    same(`spec.template.metadata.labels.${key}`, value, template?.metadata?.labels?.[key]);
  }
  for (const field of FIXED) same(`spec.template.spec.${field}`, old?.[field], now?.[field]);
  const [trainer] = old?.containers ?? [];
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'] as const) {
    for (const container of (now?.[list] ?? []) as Container[]) {
      const path = `spec.template.spec.${list}.${container.name}`;
      same(`${path}.securityContext`, trainer?.securityContext, container.securityContext);
      same(`${path}.resources`, container.resources?.limits, container.resources?.requests);
      const original = old?.containers.find(({ name }) => name === container.name);
      if (original !== undefined) same(`${path}.image`, original.image, container.image);
      same(
        `${path}.env`,
        undefined,
        container.env?.find(({ name }) => /^NVIDIA_VISIBLE_DEVICES$/.test(name)),
      );
      same(`${path}.volumeDevices`, undefined, container.volumeDevices);
    }
  }
  if (!now?.containers.some(({ name }) => name === trainer?.name))
    same(
      'spec.template.spec.containers',
      trainer?.name,
      now?.containers.map(({ name }) => name),
    );
  for (const volume of now?.volumes ?? []) {
    const kind = volumeKind(volume);
    if (kind === undefined || !VOLUME_KINDS.has(kind)) {
      faults.push({
        path: `transform: spec.template.spec.volumes.${volume.name}`,
        given: shown(kind),
        allowed: [...VOLUME_KINDS].join(', '),
        fix: 'use one of these kinds',
      });
    }
  }
  return faults;
}

const volumeKind = ({ name: _, ...source }: Volume): string | undefined => Object.keys(source)[0];
