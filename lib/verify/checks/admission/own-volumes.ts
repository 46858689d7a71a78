import type { Check } from '../check';
import { addedVolume, podProbes, type PodChange } from '../pod-probe';
import { eachProject } from '../probe';
import { writtenPolicy } from './parts/written-policy';

const CHANGES: readonly PodChange[] = [
  { meaning: 'a folder of the node', rule: 'own-volumes', change: addedVolume({ hostPath: { path: '/' } }) },
  { meaning: 'a server of NFS', rule: 'own-volumes', change: addedVolume({ nfs: { server: '10.0.0.1', path: '/' } }) },
  {
    meaning: 'an inline volume of a driver',
    rule: 'own-volumes',
    change: addedVolume({ csi: { driver: 'efs.csi.aws.com' } }),
  },
  {
    meaning: 'a claim that is not of the project',
    rule: 'own-volumes',
    change: addedVolume({ persistentVolumeClaim: { claimName: 'other-projects--data' } }),
  },
  {
    meaning: 'a claim that the pod makes',
    rule: 'own-volumes',
    change: addedVolume({ ephemeral: { volumeClaimTemplate: { spec: {} } } }),
  },
];

export const ownVolumes: Check = {
  id: 'admission/own-volumes',
  title: 'Pods of a project mount its own claims and harmless volumes',
  why: 'A list of what is forbidden misses what is invented later; a claim of another name shows data of another project.',
  stops: ['A1', 'A2', 'T13'],
  control: 'an admission policy that lists what volumes may be',
  fix: writtenPolicy('own-volumes'),
  *judge(evidence) {
    yield* eachProject(evidence, (namespace) => podProbes(evidence, namespace, CHANGES));
  },
};
