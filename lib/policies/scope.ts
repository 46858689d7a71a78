import { engineNamespace } from '../model/policies/engine-namespace';
import { operatorNamespaces } from '../model/component/operator-namespaces';
import { NAMESPACE_NAME_LABEL, type Platform } from '../model';

/**
 * Where a rule judges.
 *
 * `projects`: namespaces with the label of training, which only the platform may set.
 * `everywhere`: all namespaces but those of the components, whose agents must run on training nodes.
 * `elsewhere`: the same without the projects.
 * `elsewhere-without-gpus`: the same without the namespaces that may ask for GPUs.
 * `policy-engine`: the namespace of Kyverno.
 * `cluster`: no namespace decides.
 */
export type Scope = 'projects' | 'everywhere' | 'elsewhere' | 'elsewhere-without-gpus' | 'policy-engine' | 'cluster';

/** A Kubernetes label selector. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn';
    readonly values: readonly string[];
  }[];
}

/** The namespaces of a scope; undefined where every object of the cluster is judged. */
export function namespacesOf(platform: Platform, scope: Scope): LabelSelector | undefined {
  const { keys, policies } = platform;
  const training = { key: keys.tier, operator: 'NotIn' as const, values: ['training'] };
  // By the names that nobody can forge, not by a label.
  const without = (names: readonly string[]) => ({
    key: NAMESPACE_NAME_LABEL,
    operator: 'NotIn' as const,
    values: [...new Set([...operatorNamespaces(platform), ...names])].sort(),
  });
  switch (scope) {
    case 'projects':
      return { matchLabels: { [keys.tier]: 'training' } };
    case 'everywhere':
      return { matchExpressions: [without([])] };
    case 'elsewhere':
      return { matchExpressions: [training, without([])] };
    case 'elsewhere-without-gpus':
      return { matchExpressions: [training, without(policies.gpuNamespaces)] };
    case 'policy-engine':
      return { matchLabels: { [NAMESPACE_NAME_LABEL]: engineNamespace(platform) } };
    case 'cluster':
      return undefined;
    default: {
      const never: never = scope;
      return never;
    }
  }
}
