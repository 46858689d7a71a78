import { alsoBy, casesOf } from '../case';
import { container, debugContainer, job, pod } from '../objects';
import { jobController, platformAdmin } from '../people';
import { create, update } from '../request';

const inContainer = (change: object) => ({ spec: { containers: { 0: change } } });
const variable = (name: string) => inContainer({ env: [{ name, value: 'all' }] });
const secret = { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'wandb', key: 'api-key' } } };

const device = casesOf('device-access', jobController);

export const deviceAccess = [
  device.allowed('the pod of a Job of the library', create(pod())),
  device.allowed('a variable of a framework that only looks alike', create(pod(variable('NVIDIA_TF32_OVERRIDE')))),
  device.refused(
    'every GPU of the node by variable',
    create(pod(variable('NVIDIA_VISIBLE_DEVICES'))),
    jobController,
    'NVIDIA_VISIBLE_DEVICES',
  ),
  device.refused('the same for AMD', create(pod(variable('AMD_VISIBLE_DEVICES')))),
  device.refused('the management of slices by variable', create(pod(variable('NVIDIA_MIG_CONFIG_DEVICES')))),
  device.refused('a driver check that is switched off', create(pod(variable('NVIDIA_DISABLE_REQUIRE')))),
  device.refused(
    'variables of a ConfigMap, whose names nobody sees',
    create(pod(inContainer({ envFrom: [{ configMapRef: { name: 'hidden' } }] }))),
    jobController,
    'envFrom',
  ),
  device.refused(
    'devices by a mount',
    create(pod(inContainer({ volumeMounts: { 0: { mountPath: '/var/run/nvidia-container-devices/all' } } }))),
  ),
  device.refused(
    'devices by a mount whose path takes a detour',
    create(pod(inContainer({ volumeMounts: { 0: { mountPath: '/var//run/nvidia-container-devices/all' } } }))),
  ),
  device.refused(
    'an init container with the variable',
    create(
      pod({
        spec: { initContainers: [container('init', { env: [{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' }] })] },
      }),
    ),
  ),
  device.refused(
    'a debug container with the variable',
    update(
      pod(),
      { spec: { ephemeralContainers: [debugContainer({ env: [{ name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' }] })] } },
      'ephemeralcontainers',
    ),
    platformAdmin,
  ),
  device.refused('a Job with the variable', create(job(variable('NVIDIA_VISIBLE_DEVICES')))),
];

const secrets = casesOf('secret-variables', jobController);

export const secretVariables = [
  secrets.allowed(
    'a Secret as files',
    create(
      pod({
        spec: {
          volumes: [{ name: 'wandb', secret: { secretName: 'wandb' } }],
          containers: { 0: { volumeMounts: [{ name: 'wandb', mountPath: '/secrets' }] } },
        },
      }),
    ),
  ),
  secrets.refused('a key of a Secret in a variable', create(pod(inContainer({ env: [secret] })))),
  secrets.refused(
    'a key of a Secret in an init container',
    create(pod({ spec: { initContainers: [container('init', { env: [secret] })] } })),
  ),
  alsoBy(
    secrets.refused(
      'a whole Secret as variables',
      create(pod(inContainer({ envFrom: [{ secretRef: { name: 'wandb' } }] }))),
    ),
    'device-access',
  ),
  secrets.refused(
    'a key of a Secret in a debug container',
    update(pod(), { spec: { ephemeralContainers: [debugContainer({ env: [secret] })] } }, 'ephemeralcontainers'),
    platformAdmin,
  ),
  secrets.refused('a Job with a key of a Secret in a variable', create(job(inContainer({ env: [secret] })))),
];

const root = casesOf('read-only-root', jobController);
const writable = inContainer({ securityContext: { readOnlyRootFilesystem: false } });

export const readOnlyRoot = [
  root.allowed('the pod of a Job of the library', create(pod())),
  root.allowed('a writable root in work that is excepted by name', create(pod(writable, 'legacy'))),
  root.refused('a writable root in other work', create(pod(writable))),
  root.refused('work whose name only starts alike', create(pod(writable, 'legacytwo'))),
  root.refused(
    'a root of which nothing is said',
    create(pod(inContainer({ securityContext: { readOnlyRootFilesystem: null } }))),
  ),
  root.refused(
    'an init container with a writable root',
    create(
      pod({ spec: { initContainers: [container('init', { securityContext: { readOnlyRootFilesystem: false } })] } }),
    ),
  ),
  root.refused('a Job with a writable root', create(job(writable))),
];
