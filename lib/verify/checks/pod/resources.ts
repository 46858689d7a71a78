import { isDevice } from '../../workload/device-request';
import { containersOf } from '../../workload/containers';
import { quantityOf } from '../../workload/quantity';
import type { Field } from '../../input/field';
import type { Check } from '../check';
import { fails, type Problem } from '../../problem';
import { ruledPods } from '../training-pods';

export const resources: Check = {
  id: 'pod/resources',
  title: 'Every container of a training pod has limits for processors and memory, and requests as much',
  why: 'A container without limits takes the node from the rank beside it; one that asks for less is the first to be killed.',
  stops: ['A1'],
  control: 'resources of every container, init containers included: requests equal limits',
  fix: 'set limits for cpu and memory, and leave requests out or make them equal',
  *judge(evidence) {
    yield* ruledPods(evidence, 'container-resources', function* ({ spec }) {
      for (const { kind, name, field } of containersOf(spec)) {
        // The API refuses resources of debug containers.
        if (kind !== 'ephemeralContainers') yield* containerProblems(name, field);
      }
    });
  },
};

function* containerProblems(name: string, container: Field): Generator<Problem> {
  const given = container.get('resources');
  for (const resource of ['cpu', 'memory']) {
    const limit = given?.get('limits')?.get(resource);
    const request = given?.get('requests')?.get(resource);
    const most = quantityOf(limit?.value);
    if (most === undefined || most <= 0) {
      yield fails(`container ${name} has no ${resource} limit`, { at: limit ?? given ?? container });
    } else if (request !== undefined && quantityOf(request.value) !== most) {
      yield fails(`container ${name} requests other ${resource} than its limit`, { at: request });
    }
  }
  for (const [resource, request] of given?.get('requests')?.entries() ?? []) {
    const limit = given?.get('limits')?.get(resource);
    if (isDevice(resource) && quantityOf(limit?.value) !== quantityOf(request.value))
      yield fails(`container ${name} requests other ${resource} than its limit; the API refuses that`, { at: request });
  }
}
