import { casesOf } from '../case';
import { container, job, pod } from '../objects';
import { jobController } from '../people';
import { create } from '../request';

const { allowed, refused } = casesOf('gpu-share', jobController);
const gpus = (count: string | null) => ({ limits: { 'nvidia.com/gpu': count }, requests: { 'nvidia.com/gpu': count } });
const ask = (count: string | null) => ({ spec: { containers: { 0: { resources: gpus(count) } } } });
const onShared = (count: string) => ({
  spec: {
    nodeSelector: { 'training-isolation/pool': 'shared', 'training-isolation/project': null },
    containers: { 0: { resources: gpus(count) } },
  },
});

export const gpuShare = [
  allowed('all GPUs of the node', create(pod())),
  allowed("some GPUs of a node that is the own project's", create(pod(ask('2')))),
  allowed('all GPUs of a node of the shared pool', create(pod(onShared('4')))),
  refused('no GPU', create(pod(ask(null)))),
  refused('a GPU limit of "0"', create(pod(ask('0')))),
  refused('a part of a node of the shared pool', create(pod(onShared('2')))),
  refused(
    'GPUs for the init container only',
    create(pod({ spec: { ...ask(null).spec, initContainers: [container('init', { resources: gpus('8') })] } })),
  ),
  refused('a Job without GPUs', create(job(ask(null)))),
];
