import fc from 'fast-check';
import type { Meaning } from './case';

const some = <T>(one: fc.Arbitrary<T>, maxLength = 2): fc.Arbitrary<T[]> =>
  fc.uniqueArray(one, { minLength: 1, maxLength });

const kind = fc.constantFrom(
  ...['*', 'Pod', 'Pod', 'Pod', 'v1/Pod', '*/Pod', 'P*', 'Pod/exec', 'Deployment', 'apps/v1/Deployment', 'apps/v1/*'],
  ...['*Set', 'Job', 'batch/v1/Job', '*/*/Job', 'CronJob', 'Widget', 'Namespace', 'ClusterRole', 'v1/*'],
);
const name = fc.constantFrom('web', 'w*', 'run-*', 'run-', '?????', '*', 'team-?');
const namespace = fc.constantFrom('team-a', 'team-*', '*', '?*', 'none');
const labels = fc.constantFrom<object>(
  { matchLabels: { app: 'web' } },
  { matchLabels: { app: 'w*', '*/b': '*' } },
  { matchLabels: { '*': '*' } },
  { matchLabels: { tier: 'x' } },
  { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] },
  { matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] },
  { matchExpressions: [{ key: 'tier', operator: 'In', values: ['x', 'y'] }], matchLabels: { 'a/b': '?ne' } },
  {},
);
const annotations = fc.constantFrom<object>({ 'a/owner': 'one' }, { '*/owner': 'o*', note: '*' }, { '*': '?*' });
const operation = fc.constantFrom('CREATE', 'UPDATE', 'DELETE');

const filterOf = (requiredKeys: ['kinds'] | []): fc.Arbitrary<object> =>
  fc
    .record(
      {
        kinds: some(kind, 3),
        names: fc.oneof({ weight: 1, arbitrary: some(name) }, { weight: 3, arbitrary: fc.constant(undefined) }),
        namespaces: fc.oneof(
          { weight: 1, arbitrary: some(namespace) },
          { weight: 2, arbitrary: fc.constant(undefined) },
        ),
        namespaceSelector: fc.oneof({ weight: 1, arbitrary: labels }, { weight: 2, arbitrary: fc.constant(undefined) }),
        selector: fc.oneof({ weight: 1, arbitrary: labels }, { weight: 5, arbitrary: fc.constant(undefined) }),
        annotations: fc.oneof({ weight: 1, arbitrary: annotations }, { weight: 7, arbitrary: fc.constant(undefined) }),
        operations: fc.oneof(
          { weight: 1, arbitrary: some(operation) },
          { weight: 3, arbitrary: fc.constant(undefined) },
        ),
      },
      { requiredKeys },
    )
    .map((resources) => Object.fromEntries(Object.entries(resources).filter(([, value]) => value !== undefined)))
    // Kyverno takes no filter that says nothing.
    .filter((resources) => Object.keys(resources).length > 0);

const blockOf = (filter: fc.Arbitrary<object>): fc.Arbitrary<object> => {
  const filters = some(filter.map((resources) => ({ resources })));
  return fc.oneof(
    { weight: 3, arbitrary: filters.map((any) => ({ any })) },
    { weight: 1, arbitrary: filters.map((all) => ({ all })) },
  );
};

const rule = fc.record(
  { match: blockOf(filterOf(['kinds'])), exclude: blockOf(filterOf([])) },
  { requiredKeys: ['match'] },
);
const exception = fc.record({
  ruleNames: some(fc.constantFrom('*', 'rule-0', 'rule-?', 'autogen-*', 'autogen-rule-0', 'autogen-cronjob-*')),
  match: blockOf(filterOf([])),
});
const controllers = fc.constantFrom('none', 'Deployment', 'Deployment,CronJob', 'Job, Deployment', 'StatefulSet,Job');

/** Policies of one rule or two, some with exceptions. */
export const meaning: fc.Arbitrary<Meaning> = fc.record(
  {
    rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
    annotations: controllers.map((said) => ({ 'pod-policies.kyverno.io/autogen-controllers': said })),
    exceptions: fc.array(exception, { minLength: 1, maxLength: 2 }),
  },
  { requiredKeys: ['rules'] },
);
