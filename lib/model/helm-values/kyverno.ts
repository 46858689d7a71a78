import { engineNamespace } from '../policies/engine-namespace';
import type { ChartRenderer } from './chart-values';

/** https://github.com/kyverno/kyverno/blob/main/charts/kyverno/values.yaml: no exceptions by default. */
export const kyverno: ChartRenderer = ({ components, policies }) => {
  const namespace = engineNamespace({ components });
  return {
    chart: 'kyverno',
    repository: 'https://kyverno.github.io/kyverno',
    namespace,
    about: [
      'Three replicas: while Kyverno is down, its policies refuse what they cannot ask about.',
      'Exceptions are read from its own namespace alone, and only where the description has some.',
    ],
    values: {
      admissionController: { replicas: 3 },
      features: {
        policyExceptions: { enabled: policies.exceptions.length > 0, namespace },
      },
    },
  };
};
