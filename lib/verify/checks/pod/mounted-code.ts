import { usedConfigMaps } from '../../workload/used-config-maps';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { trainingPods } from '../training-pods';

export const mountedCode: Check = {
  id: 'pod/mounted-code',
  title: 'ConfigMaps that training pods mount, or take variables from, cannot be changed',
  why: 'A job runs what it mounts, and what its variables name: whoever edits the launch script or LD_PRELOAD runs code as the project.',
  stops: ['A2', 'T19'],
  control: 'immutable: true of every ConfigMap that is used, and names that hold a digest of the content',
  fix: 'set immutable: true, and give changed content a new name',
  *judge(evidence) {
    yield* trainingPods(evidence, ({ spec, namespace }): Problem[] | undefined => {
      const references = usedConfigMaps(spec);
      if (references.length === 0) return undefined;
      return references.flatMap((at): Problem[] => {
        const name = String(at.value);
        const map = evidence.objects.find('', 'ConfigMap', namespace.name, name);
        if (map === undefined) return [notKnown(`uses ConfigMap ${name}, which is not in the files`, { at })];
        const immutable = map.field.get('immutable');
        return immutable?.value === true
          ? []
          : [fails(`uses ConfigMap ${name}, which can be changed`, { at: immutable ?? map.field })];
      });
    });
  },
};
