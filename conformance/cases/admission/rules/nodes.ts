import type { KubeObject } from '../../../rig/kubectl';
import { casesOf } from '../case';
import { object } from '../objects';
import { csiDriver, engineer, platformAdmin } from '../people';
import { changed, update } from '../request';

const { allowed, refused } = casesOf('node-labels', engineer);

const taint = { key: 'workload-type', value: 'ai-training', effect: 'NoSchedule' };
const trainingNode = (): KubeObject =>
  changed(object('v1', 'Node', 'gpu', undefined, { spec: { taints: [taint] } }), {
    metadata: { labels: { 'workload-type': 'ai-training', 'training-isolation/project': 'alpha' } },
  });
const otherNode = (): KubeObject => object('v1', 'Node', 'cpu', undefined, { spec: {} });
const label = (name: string, value: string | null) => ({ metadata: { labels: { [name]: value } } });

export const nodeLabels = [
  refused('the taint of a training node that somebody takes away', update(trainingNode(), { spec: { taints: null } })),
  refused(
    'the same with another effect',
    update(trainingNode(), { spec: { taints: [{ ...taint, effect: 'PreferNoSchedule' }] } }),
  ),
  refused('a node that somebody makes a training node', update(otherNode(), label('workload-type', 'ai-training'))),
  refused(
    'the same by its status, which takes labels too',
    update(otherNode(), label('workload-type', 'ai-training'), 'status'),
  ),
  allowed('another label by its status', update(trainingNode(), label('team', 'a'), 'status')),
  refused(
    'a training node that somebody gives to another project',
    update(trainingNode(), label('training-isolation/project', 'beta')),
  ),
  refused(
    'the label of a training node that somebody takes away',
    update(trainingNode(), label('workload-type', null)),
  ),
  allowed('another label', update(trainingNode(), label('team', 'a'))),
  allowed(
    'a taint that the lifecycle of nodes adds',
    update(trainingNode(), {
      spec: { taints: [taint, { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] },
    }),
  ),
  allowed('the same by the platform', update(trainingNode(), { spec: { taints: null } }), platformAdmin),
  allowed(
    'the same by an operator of the cluster',
    update(otherNode(), label('workload-type', 'ai-training')),
    csiDriver,
  ),
];
