import { containersOf } from '../../workload/containers';
import type { Check } from '../check';
import { fails } from '../../problem';
import { ruledPods } from '../training-pods';

export const readOnlyRoot: Check = {
  id: 'pod/read-only-root',
  title: 'Containers of training pods cannot change the filesystem that they were started from',
  why: 'Code that can rewrite the programs of its container hides in them.',
  stops: ['A1', 'A3'],
  control: 'readOnlyRootFilesystem of every container',
  fix: 'set readOnlyRootFilesystem: true, and mount emptyDirs where the program writes',
  *judge(evidence) {
    yield* ruledPods(evidence, 'read-only-root', ({ spec, namespace }) =>
      containersOf(spec).flatMap(({ name, field }) => {
        const context = field.get('securityContext');
        const at = context?.get('readOnlyRootFilesystem');
        if (at?.value === true) return [];
        const weakened = { risk: 'writable-root-filesystem', on: namespace.name } as const;
        return [fails(`container ${name} may write its root filesystem`, { at: at ?? context ?? field, weakened })];
      }),
    );
  },
};
