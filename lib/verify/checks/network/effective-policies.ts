import { counted } from '../../../model/counted';
import { matches } from '../../labels/selector';
import type { Check } from '../check';
import { fails, objectSubject } from '../../problem';

export const effectivePolicies: Check = {
  id: 'network/effective-policies',
  title: 'Every policy of a project selects pods that exist',
  why: 'A policy for a label that no pod carries protects nothing and allows nothing; everybody believes it does.',
  stops: ['A1'],
  control: 'selectors and pod labels from one constant',
  fix: 'correct the podSelector, or label the pods',
  *judge({ scope, network }) {
    for (const { name, workloads } of scope.namespaces) {
      if (workloads.length === 0) continue;
      for (const { object, pods } of network.policies.byNamespace.get(name) ?? []) {
        const selects = workloads.some(({ labels }) => matches(pods, labels) !== 'no');
        const wanted = pods.requirements.map(({ key, operator, values }) => `${key} ${operator} ${values.join(',')}`);
        const at = object.field.at('spec', 'podSelector');
        const problems = selects
          ? []
          : [
              fails(
                `selects none of the ${counted(workloads.length, 'workload', 'workloads')} of ${name}: ${wanted.join(' and ')}`,
                { at },
              ),
            ];
        yield { subject: objectSubject(object), problems };
      }
    }
  },
};
