import { ADMIN_ACCESS_LABEL } from '../../../model/kubernetes/label-keys';
import type { Evidence } from '../../evidence';
import { itemsIn } from '../../input/field';
import { namespaceSubject } from '../../scope/training-scope';
import { containersOf, type Container } from '../../workload/containers';
import { isDevice } from '../../workload/device-request';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { ruledPods } from '../training-pods';

export const resourceClaims: Check = {
  id: 'pod/resource-claims',
  title: 'Training pods reach no device through dynamic resource allocation',
  why: 'A resource claim gets GPUs without the names that quotas and the other rules watch.',
  stops: ['T17'],
  control: 'no resourceClaims, no names of device classes among resources; quota 0 for claims and devices',
  fix: 'ask for devices in limits',
  *judge(evidence) {
    const names = extendedNames(evidence);
    yield* ruledPods(evidence, 'resource-claims', ({ spec }) => [
      ...itemsIn(spec, 'resourceClaims').map((at) => fails(`uses claim ${String(at.get('name')?.value)}`, { at })),
      ...containersOf(spec).flatMap((container) => extendedProblems(container, names)),
    ]);
    for (const namespace of evidence.scope.namespaces) {
      const problems = ADMIN_ACCESS.filter((label) => namespace.labels.get(label) === 'true').map((label) =>
        fails(`has label ${label}: its claims may have devices that others use`, {
          at: namespace.object?.field.at('metadata', 'labels'),
        }),
      );
      if (problems.length > 0) yield { subject: namespaceSubject(namespace), problems };
    }
  },
};

/** https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/#admin-access */
const ADMIN_ACCESS = [ADMIN_ACCESS_LABEL, 'resource.k8s.io/admin-access'];

/** Every class has a name under this one by which containers ask for its devices without a claim (https://kep.k8s.io/5004). */
const CLASS_PREFIX = 'deviceclass.resource.kubernetes.io/';

/** Names that classes give their devices beside that, which no quota has: those of device plugins have quotas. */
function extendedNames({ objects }: Evidence): ReadonlySet<unknown> {
  const given = objects
    .ofKind('resource.k8s.io', 'DeviceClass')
    .map(({ field }) => field.at('spec', 'extendedResourceName')?.value);
  return new Set(given.filter((name) => typeof name === 'string' && !isDevice(name)));
}

function extendedProblems({ name, field }: Container, names: ReadonlySet<unknown>): readonly Problem[] {
  const lists = ['limits', 'requests'].map((list) => field.at('resources', list)?.entries() ?? []);
  const asked = new Map(lists.flat().filter(([key]) => key.startsWith(CLASS_PREFIX) || names.has(key)));
  return [...asked].map(([key, at]) => fails(`container ${name} gets devices of a class as ${key}`, { at }));
}
