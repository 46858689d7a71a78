import type { Asked } from './asked';

interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** An unset selector selects everything. Requests outside namespaces are never left out by one. */
function selects(selector: LabelSelector | undefined, labels: Asked['labels']): boolean {
  if (selector === undefined || labels === undefined) return true;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const isIn = labels[key] !== undefined && values.includes(labels[key]);
      if (operator === 'In') return isIn;
      if (operator === 'NotIn') return !isIn;
      throw new Error(`a selector with operator ${operator}`);
    })
  );
}

/** `matchConstraints` of ValidatingAdmissionPolicy and of policies.kyverno.io. */
export interface MatchConstraints {
  readonly namespaceSelector?: LabelSelector;
  readonly resourceRules: readonly {
    readonly apiGroups: readonly string[];
    readonly apiVersions: readonly string[];
    readonly operations: readonly string[];
    readonly resources: readonly string[];
  }[];
}

export function isConstrained({ namespaceSelector, resourceRules }: MatchConstraints, asked: Asked): boolean {
  const { operation, group, version, resource, subresource } = asked;
  const path = subresource === undefined ? resource : `${resource}/${subresource}`;
  const has = (list: readonly string[], one: string): boolean => list.includes('*') || list.includes(one);
  return (
    selects(namespaceSelector, asked.labels) &&
    resourceRules.some(
      (rule) =>
        has(rule.apiGroups, group) &&
        has(rule.apiVersions, version) &&
        has(rule.operations, operation) &&
        rule.resources.includes(path),
    )
  );
}

/** `match` of kyverno.io: by kinds. No operation named would mean all of them. */
export interface KyvernoMatch {
  readonly any: readonly {
    readonly resources: {
      readonly kinds: readonly string[];
      readonly operations?: readonly string[];
      readonly namespaceSelector?: LabelSelector;
      readonly namespaces?: readonly string[];
      readonly names?: readonly string[];
    };
  }[];
}

export function isMatched({ any }: KyvernoMatch, asked: Asked): boolean {
  return any.some(
    ({ resources: { kinds, operations, namespaceSelector, namespaces, names } }) =>
      kinds.some((kind) => isKind(kind, asked)) &&
      (operations === undefined || operations.includes(asked.operation)) &&
      selects(namespaceSelector, asked.labels) &&
      (namespaces === undefined || namespaces.includes(asked.namespace ?? '')) &&
      (names === undefined || names.some((name) => isGlob(name, asked.name))),
  );
}

/** `group/version/Kind/subresource`, the group left out for the core. */
function isKind(text: string, { group, version, kind, subresource }: Asked): boolean {
  const parts = text.split('/');
  const at = parts.findIndex((part) => /^[A-Z]/.test(part));
  const [ofVersion = '', ofGroup = ''] = parts.slice(0, at).reverse();
  if (parts[at] !== kind || ofGroup !== group || !['*', version].includes(ofVersion)) return false;
  const part = parts[at + 1];
  // Kyverno hears of debug containers with every rule for pods (pkg/controllers/webhook/utils_webhook.go).
  return part === subresource || (part === undefined && kind === 'Pod' && subresource === 'ephemeralcontainers');
}

const isGlob = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
