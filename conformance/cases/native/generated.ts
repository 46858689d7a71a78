import fc from 'fast-check';

/** What a policy of the API server says of whom it judges, and what its binding narrows. */
export interface Matching {
  readonly matchConstraints: object;
  readonly matchResources?: object;
}

const one = <T>(...values: readonly [T, ...T[]]): fc.Arbitrary<T[]> =>
  fc.constantFrom(...values).map((value) => [value]);
const some = <T>(...values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1 });
const perhaps = <T>(weight: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 1, arbitrary }, { weight, arbitrary: fc.constant(undefined) });
/** Fields that are undefined are none. */
const recordOf = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> =>
  fc.record(fields).map((made) => JSON.parse(JSON.stringify(made)) as object);

const rule = recordOf({
  apiGroups: fc.oneof(one('*', '', '', 'apps'), some('', 'apps', 'rbac.authorization.k8s.io')),
  apiVersions: fc.oneof(
    { weight: 4, arbitrary: one('*', 'v1') },
    { weight: 1, arbitrary: some('v1', 'v1beta1', 'v2') },
  ),
  operations: fc.oneof(one('*'), some('CREATE', 'UPDATE', 'DELETE', 'CONNECT')),
  resources: fc.oneof(
    one('*', '*/*', 'pods/*', '*/status', '*/scale', 'pods/ephemeralcontainers', 'deployments/scale', 'pods/exec'),
    some('pods', 'configmaps', 'deployments', 'namespaces', 'clusterroles', 'pods/status'),
  ),
  scope: perhaps(2, fc.constantFrom('*', 'Namespaced', 'Cluster')),
  resourceNames: perhaps(4, some('web', 'team-a', 'other')),
});
const rules = fc.array(rule, { minLength: 1, maxLength: 2 });

const values = (operator: string): fc.Arbitrary<object> =>
  fc
    .record({ key: fc.constantFrom('tier', 'app', 'kubernetes.io/metadata.name'), values: some('x', 'web', 'team-a') })
    .map((made) => ({ ...made, operator }));
const bare = (operator: string): fc.Arbitrary<object> =>
  fc.constantFrom('tier', 'app').map((key) => ({ key, operator }));
const selector = fc.oneof(
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 2, arbitrary: fc.constantFrom({ matchLabels: { tier: 'x' } }, { matchLabels: { app: 'web' } }) },
  {
    weight: 4,
    arbitrary: fc
      .oneof(values('In'), values('NotIn'), bare('Exists'), bare('DoesNotExist'))
      .map((requirement) => ({ matchExpressions: [requirement] })),
  },
);

/** Policies of every form of constraint, half of them narrowed by their binding. */
export const matching: fc.Arbitrary<Matching> = fc.record(
  {
    matchConstraints: recordOf({
      resourceRules: rules,
      excludeResourceRules: perhaps(3, rules),
      namespaceSelector: perhaps(2, selector),
      objectSelector: perhaps(4, selector),
      matchPolicy: perhaps(3, fc.constantFrom('Exact', 'Equivalent')),
    }),
    matchResources: recordOf({
      resourceRules: perhaps(1, rules),
      excludeResourceRules: perhaps(3, rules),
      namespaceSelector: perhaps(2, selector),
      objectSelector: perhaps(4, selector),
    }),
  },
  { requiredKeys: ['matchConstraints'] },
);
