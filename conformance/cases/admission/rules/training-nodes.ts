import { casesOf } from '../case';
import { cronJob, deployment, job, pod } from '../objects';
import { jobController } from '../people';
import { create, update } from '../request';

const { allowed, refused } = casesOf('training-nodes', jobController);
const select = (nodeSelector: object) => ({ spec: { nodeSelector } });
const tolerate = (...tolerations: object[]) => ({ spec: { tolerations } });
const training = { key: 'workload-type', operator: 'Equal', value: 'ai-training', effect: 'NoSchedule' };
const own = { key: 'training-isolation/project', operator: 'Equal', value: 'alpha', effect: 'NoSchedule' };

export const trainingNodes = [
  allowed('the pod of a Job of the library', create(pod())),
  allowed('the Job of the library', create(job())),
  allowed('the same work every night', create(cronJob())),
  allowed(
    'a pod on the shared pool, whose nodes carry no project',
    create(
      pod({
        spec: {
          nodeSelector: { 'training-isolation/pool': 'shared', 'training-isolation/project': null },
          containers: {
            0: { resources: { limits: { 'nvidia.com/gpu': '4' }, requests: { 'nvidia.com/gpu': '4' } } },
          },
        },
      }),
    ),
  ),
  refused(
    'a pod without a node selector',
    create(pod({ spec: { nodeSelector: null } })),
    jobController,
    'nodeSelector',
  ),
  refused('a pod that leaves the training label out', create(pod(select({ 'workload-type': null })))),
  refused('a pod that selects other nodes', create(pod(select({ 'workload-type': 'production' })))),
  refused('a pod that names no pool', create(pod(select({ 'training-isolation/pool': null })))),
  refused('a pod that leaves its project out', create(pod(select({ 'training-isolation/project': null })))),
  refused("a pod that selects another project's nodes", create(pod(select({ 'training-isolation/project': 'beta' })))),
  refused('a pod without tolerations', create(pod({ spec: { tolerations: null } })), jobController, 'tolerate'),
  refused('a pod that tolerates everything', create(pod(tolerate(training, own, { operator: 'Exists' })))),
  refused(
    'a pod that tolerates the nodes of every project',
    create(pod(tolerate(training, { key: 'training-isolation/project', operator: 'Exists', effect: 'NoSchedule' }))),
  ),
  refused(
    "a pod that tolerates another project's nodes",
    create(pod(tolerate(training, own, { ...own, value: 'beta' }))),
  ),
  refused(
    'a pod that tolerates the training taint of any value',
    create(pod(tolerate({ ...training, operator: 'Exists', value: null }, own))),
  ),
  refused('a Job without a node selector', create(job({ spec: { nodeSelector: null } }))),
  refused('a CronJob without a node selector', create(cronJob({ spec: { nodeSelector: null } }))),
  refused('a Deployment without a node selector', create(deployment({ spec: { nodeSelector: null } }))),
  allowed(
    'a label on an old pod without a selector',
    update(pod({ spec: { nodeSelector: null } }), { metadata: { labels: { touched: 'yes' } } }),
  ),
  refused(
    'a wider toleration for an old pod',
    update(pod(), { spec: { tolerations: [training, own, { operator: 'Exists', effect: 'NoSchedule' }] } }),
  ),
];
