import { byKey } from '../../../model/code-unit-order';
import type { Fault } from '../../../model/fault/fault';
import { shown } from '../../../model/fault/fault';
import { RESTRICTED } from '../hardening';
import { imageFaults } from '../image';
import type { JobWeakenings } from '../training-job-props';
import { placeFaults } from '../mounts';
import { addedVariableFaults } from './added-variable';
import { isFields, type Path } from './differences';
import { anything, closedFaults, named, type Freedom, type Judge } from './freedom';

/** What a container may say about its own life: it opens nothing. Hosts of probes are judged by the admission rules. */
export const LIFE: Readonly<Record<string, Freedom>> = {
  lifecycle: anything,
  livenessProbe: anything,
  readinessProbe: anything,
  startupProbe: anything,
  terminationMessagePath: anything,
  terminationMessagePolicy: anything,
};

/** Further variables, each with a name of its own. */
export const variables: Judge = named('name', {}, addedVariableFaults);

/** Further mounts, each at a place of its own. Nothing is handed back to the node: mountPropagation is missing. */
export const volumeMounts: Judge = named('mountPath', {}, ({ mountPath }, path) =>
  placeFaults(String(mountPath), path.join('.')),
);

/** Further ports, none of them on the node. */
export const ports: Judge = named('containerPort', {}, (port, path) =>
  closedFaults({ containerPort: anything, name: anything, protocol: anything }, {}, port, path),
);

/**
 * What is wrong with a container that a job got beside its own: it shares network, volumes and account with the
 * training code, so it is held to the same, and to what was meant for it.
 */
export function addedContainerFaults(
  container: Record<string, unknown>,
  path: Path,
  { mutableImage, writableRootFilesystem }: JobWeakenings = {},
): Fault[] {
  const freedom: Freedom = {
    ...LIFE,
    name: anything,
    command: anything,
    args: anything,
    workingDir: anything,
    imagePullPolicy: anything,
    // A sidecar is an init container that goes on.
    restartPolicy: anything,
    image: (_, image, at) =>
      imageFaults(String(image ?? ''), mutableImage !== undefined).map((fault) => ({ ...fault, path: at.join('.') })),
    env: variables,
    volumeMounts,
    ports,
    securityContext: (_, given, at) =>
      closedFaults(
        writableRootFilesystem === undefined ? {} : { readOnlyRootFilesystem: anything },
        RESTRICTED,
        given,
        at,
      ),
    resources: (_, given, at) => resourceFaults(given, at),
  };
  // A field that is not there is judged too: no security context is the default one.
  const whole = { image: undefined, securityContext: undefined, resources: undefined, ...container };
  return closedFaults(freedom, {}, whole, path);
}

const LIMITED = ['cpu', 'ephemeral-storage', 'memory'];

/** Limits for what runs out, requests equal to them, and no device: those are the trainer's. */
function resourceFaults(resources: unknown, path: Path): Fault[] {
  const { limits, requests = limits, ...more } = isFields(resources) ? resources : {};
  const names = isFields(limits) ? Object.keys(limits).sort() : [];
  if (
    names.join() === LIMITED.join() &&
    JSON.stringify(sorted(limits)) === JSON.stringify(sorted(requests)) &&
    Object.keys(more).length === 0
  )
    return [];
  return [
    {
      path: path.join('.'),
      given: shown(resources),
      allowed: `limits of ${LIMITED.join(', ')}, and requests equal to them`,
      fix: "write these three; the pool keeps space for them with `reserved`, and GPUs are the trainer's",
    },
  ];
}

const sorted = (map: unknown): unknown => (isFields(map) ? Object.entries(map).sort(byKey) : map);
