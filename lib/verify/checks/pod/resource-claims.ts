import type { Check } from '../check';
import { fails } from '../../problem';
import { ruledPods } from './training-pods';

export const resourceClaims: Check = {
  id: 'pod/resource-claims',
  title: 'Training pods reach no device through dynamic resource allocation',
  why: 'A resource claim gets GPUs without the names that quotas and the other rules watch.',
  answers: ['T17'],
  control: 'no resourceClaims; quota 0 for claims and devices',
  fix: 'ask for devices in limits',
  *judge(evidence) {
    yield* ruledPods(evidence, 'resource-claims', ({ spec }) =>
      (spec.get('resourceClaims')?.items() ?? []).map((at) =>
        fails(`uses claim ${String(at.get('name')?.value)}`, { at }),
      ),
    );
  },
};
