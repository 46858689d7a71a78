import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { ruledPods } from '../training-pods';

export const runtimeClass: Check = {
  id: 'pod/runtime-class',
  title: 'Training pods use the runtime of the nodes, or one that the description allows',
  why: 'A RuntimeClass brings tolerations, a node selector and another kernel boundary with it; a weaker one is a way out.',
  stops: ['A1', 'T20'],
  control: 'no runtimeClassName in pod templates, but those that policies.runtimeClasses of the description names',
  fix: 'leave out runtimeClassName, or allow the class in the description',
  *judge(evidence) {
    const allowed = evidence.platform?.policies.runtimeClasses;
    yield* ruledPods(evidence, 'runtime-class', ({ spec }): readonly Problem[] => {
      const at = spec.get('runtimeClassName');
      const name = at?.value;
      if (typeof name !== 'string' || name === '' || allowed?.includes(name) === true) return [];
      if (allowed !== undefined)
        return [fails(`uses RuntimeClass ${name}, which the description does not allow`, { at })];
      return [notKnown(`uses RuntimeClass ${name}; which are allowed, a description says (--platform)`, { at })];
    });
  },
};
