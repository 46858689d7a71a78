import type { Check } from '../check';
import { podProbes, podProbesElsewhere, type PodChange } from '../pod-probe';
import { eachProject, wholeCluster } from '../probe';
import { writtenPolicy } from './parts/written-policy';

const CHANGES: readonly PodChange[] = [
  {
    meaning: 'a pod that names its node',
    rule: 'node-name',
    change: (spec) => ({ ...spec, nodeName: 'training-node' }),
  },
];

export const nodeName: Check = {
  id: 'admission/node-name',
  title: 'Nobody chooses a node by its name',
  why: 'A pod with a node name never sees the scheduler: neither the taint nor a selector is asked.',
  stops: ['A2', 'A4'],
  control: 'an admission policy on spec.nodeName, in every namespace but those of components',
  fix: writtenPolicy('node-name'),
  *judge(evidence) {
    yield* eachProject(evidence, (namespace) => podProbes(evidence, namespace, CHANGES));
    yield* wholeCluster(evidence, podProbesElsewhere(evidence, CHANGES));
  },
};
