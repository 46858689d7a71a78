import { casesOf, onlyEvaluated } from '../case';
import { job, object, plainPod, pod } from '../objects';
import { engineer, jobController, kubelet, platformAdmin } from '../people';
import { create, remove, update } from '../request';

const tolerate = (toleration: object) => ({ spec: { tolerations: [toleration] } });
const workload = (kind: string, change: object) =>
  object('apps/v1', kind, 'agent', 'apps', {
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { containers: [{ name: 'agent', image: 'nginx' }], ...change },
      },
    },
  });

const taint = casesOf('training-taint');

export const trainingTaint = [
  taint.allowed('a pod without tolerations', create(plainPod())),
  taint.allowed('a toleration of another taint', create(plainPod(tolerate({ key: 'spot', operator: 'Exists' })))),
  taint.allowed(
    'a toleration of another value',
    create(plainPod(tolerate({ key: 'workload-type', operator: 'Equal', value: 'batch', effect: 'NoSchedule' }))),
  ),
  taint.allowed(
    'a toleration of the same taint with another effect',
    create(
      plainPod(
        tolerate({
          key: 'workload-type',
          operator: 'Equal',
          value: 'ai-training',
          effect: 'NoExecute',
          tolerationSeconds: 60,
        }),
      ),
    ),
  ),
  taint.allowed(
    'a node agent in the namespace of a component',
    create(plainPod(tolerate({ operator: 'Exists' }), 'falco')),
  ),
  taint.allowed(
    'an agent in a namespace that is excepted',
    create(plainPod(tolerate({ operator: 'Exists' }), 'monitoring')),
  ),
  taint.allowed('the toleration in a project', create(pod()), jobController),
  taint.refused(
    'the taint as it is',
    create(plainPod(tolerate({ key: 'workload-type', operator: 'Equal', value: 'ai-training', effect: 'NoSchedule' }))),
  ),
  taint.refused(
    'the taint without an operator',
    create(plainPod(tolerate({ key: 'workload-type', value: 'ai-training', effect: 'NoSchedule' }))),
  ),
  taint.refused(
    'the taint without an effect',
    create(plainPod(tolerate({ key: 'workload-type', operator: 'Equal', value: 'ai-training' }))),
  ),
  taint.refused('any value of the taint', create(plainPod(tolerate({ key: 'workload-type', operator: 'Exists' })))),
  taint.refused('every taint, by an empty key', create(plainPod(tolerate({ operator: 'Exists' })))),
  taint.refused(
    'every taint of the effect, by an empty key',
    create(plainPod(tolerate({ operator: 'Exists', effect: 'NoSchedule' }))),
  ),
  taint.refused(
    'a DaemonSet that tolerates everything',
    create(workload('DaemonSet', { tolerations: [{ operator: 'Exists' }] })),
  ),
  taint.refused(
    'the toleration that is added to a running pod',
    update(plainPod(), tolerate({ key: 'workload-type', operator: 'Exists', effect: 'NoSchedule' })),
  ),
  taint.allowed(
    'a label on an old pod that tolerates everything',
    update(plainPod(tolerate({ operator: 'Exists' })), { metadata: { labels: { touched: 'yes' } } }),
  ),
  taint.allowed(
    'the deletion of an old pod that tolerates everything',
    remove(plainPod(tolerate({ operator: 'Exists' }))),
  ),
];

const chosen = casesOf('node-name');

export const nodeName = [
  chosen.allowed('a pod that the scheduler places', create(plainPod())),
  onlyEvaluated(
    chosen.allowed(
      'the mirror of a static pod',
      create(
        plainPod({ metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } }, spec: { nodeName: 'gpu-0' } }),
      ),
      kubelet,
    ),
    'NodeRestriction wants the uid of the node in it',
  ),
  chosen.allowed(
    'a debug pod on a node, by the emergency group',
    create(plainPod({ spec: { nodeName: 'gpu-0' } })),
    platformAdmin,
  ),
  chosen.allowed('a pod of a component on a node', create(plainPod({ spec: { nodeName: 'gpu-0' } }, 'falco'))),
  chosen.refused('a pod of anybody on a training node', create(plainPod({ spec: { nodeName: 'gpu-0' } }))),
  chosen.refused('a Deployment with a node name', create(workload('Deployment', { nodeName: 'gpu-0' }))),
  chosen.refused('a training pod on a chosen node', create(pod({ spec: { nodeName: 'gpu-0' } })), jobController),
  chosen.refused('a training Job on a chosen node', create(job({ spec: { nodeName: 'gpu-0' } })), engineer),
];

const selection = casesOf('node-selection');
const affinity = (...nodeSelectorTerms: object[]) => ({
  spec: { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } } },
});
const expression = (operator: string, values?: string[]) => ({
  matchExpressions: [{ key: 'workload-type', operator, ...(values === undefined ? {} : { values }) }],
});

export const nodeSelection = [
  selection.allowed(
    'a pod that selects other nodes',
    create(plainPod({ spec: { nodeSelector: { 'workload-type': 'production' } } })),
  ),
  selection.allowed(
    'a pod that keeps away from training nodes',
    create(plainPod(affinity(expression('NotIn', ['ai-training'])))),
  ),
  selection.refused(
    'a pod that selects training nodes',
    create(plainPod({ spec: { nodeSelector: { 'workload-type': 'ai-training' } } })),
  ),
  selection.refused(
    'a pod that selects a pool',
    create(plainPod({ spec: { nodeSelector: { 'training-isolation/pool': 'p4d' } } })),
  ),
  selection.refused(
    'a pod that selects the nodes of a project',
    create(plainPod({ spec: { nodeSelector: { 'training-isolation/project': 'alpha' } } })),
  ),
  selection.refused(
    'a pod that is drawn to training nodes',
    create(plainPod(affinity(expression('In', ['ai-training'])))),
  ),
  selection.refused(
    'a pod with training nodes as one of two ways',
    create(
      plainPod(
        affinity(
          { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] },
          expression('Exists'),
        ),
      ),
    ),
  ),
  selection.refused(
    'a Deployment that selects training nodes',
    create(workload('Deployment', { nodeSelector: { 'workload-type': 'ai-training' } })),
  ),
];

const gpus = casesOf('gpu-requests');
const ask = (resources: object) => ({ spec: { containers: { 0: { resources } } } });

export const gpuRequests = [
  gpus.allowed('a pod without devices', create(plainPod())),
  gpus.allowed('a count of nothing', create(plainPod(ask({ limits: { 'nvidia.com/gpu': '0' } })))),
  gpus.allowed(
    'a GPU in a namespace that the description lists',
    create(plainPod(ask({ limits: { 'nvidia.com/gpu': '1' } }), 'inference')),
  ),
  gpus.allowed('GPUs in a project', create(pod()), jobController),
  gpus.refused('a GPU', create(plainPod(ask({ limits: { 'nvidia.com/gpu': '1' } })))),
  gpus.refused('a slice of a GPU', create(plainPod(ask({ limits: { 'nvidia.com/mig-1g.5gb': '1' } })))),
  gpus.refused('a GPU of AMD', create(plainPod(ask({ limits: { 'amd.com/gpu': '1' } })))),
  gpus.refused('an EFA device', create(plainPod(ask({ limits: { 'vpc.amazonaws.com/efa': '1' } })))),
  gpus.refused(
    'a GPU for an init container',
    create(
      plainPod({
        spec: { initContainers: [{ name: 'init', image: 'nginx', resources: { limits: { 'nvidia.com/gpu': '1' } } }] },
      }),
    ),
  ),
  gpus.refused(
    'a device by resource claim',
    create(plainPod({ spec: { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }] } })),
  ),
  gpus.refused(
    'a Deployment with a GPU',
    create(
      workload('Deployment', {
        containers: [{ name: 'agent', image: 'nginx', resources: { limits: { 'nvidia.com/gpu': '1' } } }],
      }),
    ),
  ),
];
