import { casesOf } from '../case';
import { container, debugContainer, job, pod, DIGEST } from '../objects';
import { jobController, platformAdmin } from '../people';
import { create, update } from '../request';

const run = (image: string) => ({ spec: { containers: { 0: { image } } } });
const debug = (image: string) => ({ spec: { ephemeralContainers: [debugContainer({ image })] } });

const digest = casesOf('image-digest', jobController);

export const imageDigest = [
  digest.allowed('the pod of a Job of the library', create(pod())),
  digest.allowed('a tag beside the digest', create(pod(run(`registry.example.com/alpha/trainer:1.4@${DIGEST}`)))),
  digest.refused('a tag', create(pod(run('registry.example.com/alpha/trainer:1.4')))),
  digest.refused('neither tag nor digest', create(pod(run('registry.example.com/alpha/trainer')))),
  digest.refused('half a digest', create(pod(run('registry.example.com/alpha/trainer@sha256:0123')))),
  digest.refused(
    'an init container by tag',
    create(pod({ spec: { initContainers: [container('init', { image: 'registry.example.com/alpha/init:1' })] } })),
  ),
  digest.refused(
    'a debug container by tag',
    update(pod(), debug('registry.example.com/shared/tools:1'), 'ephemeralcontainers'),
    platformAdmin,
  ),
  digest.refused('a Job by tag', create(job(run('registry.example.com/alpha/trainer:1.4')))),
];

const registry = casesOf('image-registry', jobController);

export const imageRegistry = [
  registry.allowed("an image of the project's own", create(pod())),
  registry.allowed('a shared image', create(pod(run(`registry.example.com/shared/base@${DIGEST}`)))),
  registry.refused('an image of the internet', create(pod(run(`docker.io/library/busybox@${DIGEST}`)))),
  registry.refused("another project's image", create(pod(run(`registry.example.com/beta/trainer@${DIGEST}`)))),
  registry.refused(
    'a project whose name only starts alike',
    create(pod(run(`registry.example.com/alpha-2/trainer@${DIGEST}`))),
  ),
  registry.refused(
    'a registry whose name only starts alike',
    create(pod(run(`registry.example.com.evil.io/alpha/trainer@${DIGEST}`))),
  ),
  registry.refused(
    'an init container from elsewhere',
    create(pod({ spec: { initContainers: [container('init', { image: `docker.io/library/busybox@${DIGEST}` })] } })),
  ),
  registry.refused(
    'a debug container from elsewhere',
    update(pod(), debug(`docker.io/library/busybox@${DIGEST}`), 'ephemeralcontainers'),
    platformAdmin,
  ),
  registry.refused('a Job from elsewhere', create(job(run(`docker.io/library/busybox@${DIGEST}`)))),
];
