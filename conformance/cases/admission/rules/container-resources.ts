import { casesOf } from '../case';
import { container, job, pod } from '../objects';
import { jobController, platformAdmin } from '../people';
import { create, update } from '../request';

const { allowed, refused } = casesOf('container-resources', jobController);
const ask = (resources: object) => ({ spec: { containers: { 0: { resources } } } });
const little = { limits: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' }, requests: null };

export const containerResources = [
  allowed('the pod of a Job of the library', create(pod())),
  allowed(
    'an init container with limits of its own',
    create(pod({ spec: { initContainers: [container('init', { resources: little })] } })),
  ),
  allowed('a Job that states limits only: requests follow', create(job(ask({ requests: null })))),
  refused(
    'a container without a limit of memory',
    create(job(ask({ limits: { memory: null }, requests: { memory: null } }))),
  ),
  refused('a container without a limit of CPU', create(job(ask({ limits: { cpu: null }, requests: { cpu: null } })))),
  refused(
    'a container without a limit of scratch space',
    create(job(ask({ limits: { 'ephemeral-storage': null }, requests: { 'ephemeral-storage': null } }))),
  ),
  refused(
    'an init container without limits',
    create(pod({ spec: { initContainers: [container('init', { resources: null })] } })),
  ),
  refused('a request below its limit', create(pod(ask({ requests: { cpu: '1' } }))), jobController, 'request'),
  refused('a Job with a request below its limit', create(job(ask({ requests: { memory: '1Gi' } })))),
  // A pod whose requests equal its limits stays so: the API keeps its class of service.
  refused(
    'an old pod with a request below its limit that is resized',
    update(pod(ask({ requests: { cpu: '1' } })), ask({ limits: { cpu: '80' } }), 'resize'),
    platformAdmin,
  ),
];
