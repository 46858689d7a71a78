import { autoscalerTags } from '../../../lib/model/nodes/autoscaler-tags';
import { described, platformOf } from '../described';

describe('tags for scale from zero', () => {
  const [group] = platformOf(described()).projects[0]?.nodeGroups ?? [];
  const tags = autoscalerTags('train-1', group as never);
  const TEMPLATE = 'k8s.io/cluster-autoscaler/node-template';

  it('E1-30: there is one for every label, taint and extended resource, and two for discovery', () => {
    expect(tags).toEqual({
      'k8s.io/cluster-autoscaler/enabled': 'true',
      'k8s.io/cluster-autoscaler/train-1': 'owned',
      [`${TEMPLATE}/label/k8s.amazonaws.com/accelerator`]: 'p4d.24xlarge',
      [`${TEMPLATE}/label/workload-type`]: 'ai-training',
      [`${TEMPLATE}/label/training-isolation/pool`]: 'p4d',
      [`${TEMPLATE}/label/training-isolation/project`]: 'alpha',
      [`${TEMPLATE}/taint/workload-type`]: 'ai-training:NoSchedule',
      [`${TEMPLATE}/taint/training-isolation/project`]: 'alpha:NoSchedule',
      [`${TEMPLATE}/resources/ephemeral-storage`]: '6705Gi',
      [`${TEMPLATE}/resources/hugepages-2Mi`]: '10256Mi',
      [`${TEMPLATE}/resources/nvidia.com/gpu`]: '8',
      [`${TEMPLATE}/resources/vpc.amazonaws.com/efa`]: '4',
    });
  });

  it('E1-30: the node that they describe carries all that a training pod selects, tolerates and asks for', () => {
    for (const [key, value] of Object.entries(group?.labels ?? {}))
      expect(tags[`${TEMPLATE}/label/${key}`]).toBe(value);
    for (const { key, value, effect } of group?.taints ?? [])
      expect(tags[`${TEMPLATE}/taint/${key}`]).toBe(`${value}:${effect}`);
  });
});
