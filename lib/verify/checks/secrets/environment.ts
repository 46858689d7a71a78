import { itemsIn } from '../../input/field';
import { containersOf } from '../../workload/containers';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { ruledPods } from '../training-pods';

export const environment: Check = {
  id: 'secrets/environment',
  title: 'Secrets are mounted as files, never put into variables',
  why: 'Every process of the pod inherits its variables, crash reports and debuggers print them, and a refreshed Secret never reaches them.',
  stops: ['A1'],
  control: 'volumes of Secrets instead of secretKeyRef and secretRef',
  fix: 'mount the Secret and read the file',
  *judge(evidence) {
    yield* ruledPods(evidence, 'secret-variables', ({ spec }) =>
      containersOf(spec).flatMap(({ name, field }) => {
        const variables = itemsIn(field, 'env').flatMap((item) => item.at('valueFrom', 'secretKeyRef') ?? []);
        const whole = itemsIn(field, 'envFrom').flatMap((item) => item.get('secretRef') ?? []);
        return [...variables, ...whole].map((at): Problem =>
          fails(`container ${name} has a Secret in its variables`, { at }),
        );
      }),
    );
  },
};
