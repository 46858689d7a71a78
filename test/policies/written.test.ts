/** What holds for every policy that is written, whatever it judges. */
import { definePlatform, type Dialect, type Platform } from '../../lib';
import { DIALECTS } from '../../lib/model/policies';
import { admissionPolicies, commentOn, RULES, type PolicyObject } from '../../lib/policies';
import { GUARDED_KINDS } from '../../lib/model/policies/guarded-kinds';
import { POD_MAKERS, isAlwaysThere, POD } from '../../lib/policies/judged';
import { reads, everyNode } from '../../lib/policies/predicate/node';
import type { ExpressionRule } from '../../lib/policies/rule';
import { platform as wide } from '../../conformance/cases/admission/platform';
import { platform as onPremises } from '../../examples/on-premises/platform';
import { platformProps } from '../platform-props';
import { validatorOf } from '../validator-of';
import { signed } from './signed';

const small = definePlatform(platformProps());
const PLATFORMS: readonly (readonly [string, Platform])[] = [
  ['small', small],
  ['with everything that a rule asks for', wide],
  ['with signatures', signed],
  ['off AWS', onPremises],
];

interface Spec {
  readonly failurePolicy?: string;
  readonly validationActions?: readonly string[];
  readonly matchConstraints?: { readonly resourceRules: readonly { readonly operations: readonly string[] }[] };
  readonly webhookConfiguration?: { readonly failurePolicy?: string; readonly timeoutSeconds?: number };
  readonly rules?: readonly {
    readonly name: string;
    readonly match: { readonly any: readonly { readonly resources: { readonly operations?: readonly string[] } }[] };
    readonly validate?: { readonly failureAction?: string };
    readonly verifyImages?: readonly { readonly failureAction?: string }[];
  }[];
}

const specOf = ({ spec }: PolicyObject): Spec => spec as Spec;
const isPolicy = ({ kind }: PolicyObject): boolean => /Policy$/.test(kind);

describe.each(DIALECTS)('in the dialect %s', (dialect) => {
  describe.each(PLATFORMS)('a platform that is %s', (_name, platform) => {
    const objects = admissionPolicies(platform, { dialects: [dialect] });

    test('every object fits its schema, with unknown fields forbidden', () => {
      const wrong = objects.flatMap((object) => {
        const { kind, metadata } = object;
        const validate = validatorOf(object);
        return validate(object) ? [] : [[kind, metadata.name, validate.errors]];
      });
      expect(wrong).toEqual([]);
      expect(objects.length).toBeGreaterThan(30);
    });

    test('no two objects of a kind have one name, and no name is too long', () => {
      const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => name.length > 80)).toEqual([]);
    });

    test('operations, failure policy and action are said: what is left out would mean everything, or nothing', () => {
      const loose = objects.filter(isPolicy).filter((object) => !isExplicit(specOf(object)));
      expect(loose.map(({ metadata }) => metadata.name)).toEqual([]);
    });

    test('no text is one that Kyverno would fill in, and every expression is closed', () => {
      const text = JSON.stringify(objects);
      expect(text).not.toContain('{{');
      expect(text).not.toMatch(/undefined|\[object/);
    });
  });

  test('in mode audit nothing is refused and everything is said', () => {
    const audited = admissionPolicies(wide, { dialects: [dialect], mode: 'audit' });
    const text = JSON.stringify(audited);
    expect(text).not.toMatch(/"Deny"|"Enforce"/);
    expect(text).toMatch(/"Warn"|"emitWarning":true/);
    const strict = admissionPolicies(wide, { dialects: [dialect], mode: 'enforce' });
    expect(audited.map(({ metadata }) => metadata.name)).toEqual(strict.map(({ metadata }) => metadata.name));
  });

  test('the deletion of a pod or of what makes pods is never asked about', () => {
    const resources = new Set([POD, ...POD_MAKERS].map(({ resource }) => resource));
    const judging = RULES.filter(({ judges }) =>
      judges.some(
        ({ kinds, operations }) =>
          operations.includes('DELETE') &&
          kinds.some(({ group, resource }) => resources.has(resource) && group !== '' && group !== 'apps'),
      ),
    );
    expect(judging).toEqual([]);
  });

  test('single rules can be written alone, and are the same as among all', () => {
    const all = admissionPolicies(wide, { dialects: [dialect] });
    const alone = RULES.map(({ id }) => admissionPolicies(wide, { dialects: [dialect], rules: [id] }));
    expect(alone).toEqual(RULES.map(({ id }) => all.filter(({ metadata }) => metadata.labels[wide.keys.rule] === id)));
    expect(alone.flat()).toHaveLength(all.length);
  });
});

function isExplicit({
  failurePolicy,
  validationActions,
  matchConstraints,
  webhookConfiguration,
  rules,
}: Spec): boolean {
  if (rules !== undefined) {
    return (
      webhookConfiguration?.failurePolicy === 'Fail' &&
      (webhookConfiguration.timeoutSeconds ?? 0) > 0 &&
      rules.every(
        ({ match, validate, verifyImages }) =>
          match.any.every(({ resources }) => (resources.operations?.length ?? 0) > 0) &&
          [validate, ...(verifyImages ?? [])].some((action) => action?.failureAction === 'Enforce'),
      )
    );
  }
  return (
    failurePolicy === 'Fail' &&
    (matchConstraints?.resourceRules ?? []).every(({ operations }) => operations.length > 0) &&
    // Those of Kubernetes' own policies stand in the binding.
    (validationActions === undefined || validationActions.includes('Deny'))
  );
}

test('all dialects judge by the same expressions', () => {
  const compared = { 'kyverno-cel': 0, kyverno: 0 };
  for (const rule of RULES.filter((one): one is ExpressionRule => 'requires' in one && one.cannot === undefined)) {
    const native = expressionsOf('vap', rule);
    for (const dialect of ['kyverno-cel', 'kyverno'] as const) {
      const expressions = expressionsOf(dialect, rule);
      const foreign = [...expressions].filter((expression) => !native.has(expression));
      compared[dialect] += expressions.size;
      // Where a policy judges fewer kinds than the native one, the pod is reached by a shorter way.
      expect([rule.id, foreign]).toEqual([rule.id, []]);
    }
  }
  expect(Math.min(...Object.values(compared))).toBeGreaterThan(RULES.length);
});

function expressionsOf(dialect: Dialect, { id }: ExpressionRule): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { expression, message } = value as { expression?: string; message?: string };
    if (expression !== undefined && message !== undefined) found.add(expression);
    Object.values(value).forEach(visit);
  };
  admissionPolicies(wide, { dialects: [dialect], rules: [id] })
    .filter(({ apiVersion }) => (dialect === 'vap') === apiVersion.startsWith('admissionregistration.'))
    .forEach(({ spec }) => visit(spec));
  return found;
}

test('every native policy has the one binding without which it does nothing', () => {
  const objects = admissionPolicies(wide, { dialects: ['vap'] });
  const named = (kind: string): string[] =>
    objects.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
  expect(named('ValidatingAdmissionPolicyBinding')).toEqual(named('ValidatingAdmissionPolicy'));
  for (const { kind, metadata, spec } of objects)
    if (kind === 'ValidatingAdmissionPolicyBinding')
      expect((spec as { policyName: string }).policyName).toBe(metadata.name);
});

describe('guards', () => {
  test.each(DIALECTS)('are native policies too where the dialect is %s, once', (dialect) => {
    const names = admissionPolicies(wide, { dialects: [dialect] })
      .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
      .map(({ metadata }) => metadata.labels[wide.keys.rule]);
    const guards = RULES.filter(({ guard }) => guard === true).map(({ id }) => id);
    expect(guards.length).toBeGreaterThan(8);
    expect(guards.filter((id) => names.filter((name) => name === id).length !== 1)).toEqual([]);
  });

  test('cover every kind of the table, by creation, change and deletion', () => {
    const rules = admissionPolicies(wide, { dialects: ['vap'] }).flatMap(
      ({ spec }) =>
        (
          spec as {
            matchConstraints?: {
              resourceRules: readonly { apiGroups: string[]; resources: string[]; operations: string[] }[];
            };
          }
        ).matchConstraints?.resourceRules ?? [],
    );
    const missing = GUARDED_KINDS.filter(({ group, resource, subresource, writers }) => {
      const path = subresource === undefined ? resource : `${resource}/${subresource}`;
      // Subresources are only changed; of what controllers write, less is safer.
      const wanted = [
        ...(subresource === undefined ? ['CREATE'] : []),
        'UPDATE',
        ...(writers === 'platform' || resource === 'policyendpoints' ? ['DELETE'] : []),
      ];
      return !wanted.every((operation) =>
        rules.some(
          ({ apiGroups, resources, operations }) =>
            apiGroups.includes(group) && resources.includes(path) && operations.includes(operation),
        ),
      );
    });
    expect(missing).toEqual([]);
    expect(GUARDED_KINDS.length).toBeGreaterThan(60);
  });

  test('name no kind twice in one place', () => {
    const keys = GUARDED_KINDS.map(({ group, resource, subresource, where }) =>
      [group, resource, subresource, where].join('/'),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });
});

test('a policy of kyverno.io names no kind that may not be installed: Kyverno would ask for it with every request', () => {
  const kinds = admissionPolicies(wide, { dialects: ['kyverno'] }).flatMap(
    ({ spec }) =>
      specOf({ spec } as PolicyObject).rules?.flatMap(({ match }) =>
        match.any.flatMap(({ resources }) => (resources as unknown as { kinds: string[] }).kinds),
      ) ?? [],
  );
  const foreign = kinds.filter((kind) => {
    const parts = kind.split('/');
    const group = /^v\d|^\*$/.test(parts[0] ?? '') ? '' : (parts[0] ?? '');
    return !isAlwaysThere({ group, version: '', resource: '', kind: '' });
  });
  expect(foreign).toEqual([]);
  expect(kinds.length).toBeGreaterThan(100);
});

test('a rule is asked about debug containers if and only if it looks at them', () => {
  for (const rule of RULES.filter((one): one is ExpressionRule => 'requires' in one)) {
    const isAsked = rule.judges.some(({ kinds }) =>
      kinds.some(({ resource, subresource }) => resource === 'pods' && subresource === 'ephemeralcontainers'),
    );
    const looks = rule
      .requires(wide)
      .some(({ holds }) =>
        everyNode(holds.node).some((node) => 'path' in node && node.path.includes('ephemeralContainers')),
      );
    // Who may add one is no question of what it is.
    if (rule.id !== 'pod-access') expect([rule.id, isAsked]).toEqual([rule.id, looks]);
  }
});

test('a rule that is asked about changes of pods lets unchanged ones pass', () => {
  for (const rule of RULES.filter((one): one is ExpressionRule => 'requires' in one)) {
    const isAsked = rule.judges.some(({ kinds, operations }) => kinds.includes(POD) && operations.includes('UPDATE'));
    if (isAsked)
      expect([rule.id, rule.unchanged !== undefined && reads(rule.unchanged.node, 'old-pod-spec')]).toEqual([
        rule.id,
        true,
      ]);
  }
});

test('what is deprecated says so above it, and only that', () => {
  const commented = (dialect: Dialect): boolean[] =>
    admissionPolicies(wide, { dialects: [dialect] })
      .filter(({ apiVersion }) => !apiVersion.startsWith('admissionregistration.'))
      .map((object) => commentOn(object) !== undefined);
  expect(new Set(commented('kyverno'))).toEqual(new Set([true]));
  expect(new Set(commented('kyverno-cel'))).toEqual(new Set([false]));
});

test('two dialects beside each other are each written whole, and the native guards once', () => {
  const both = admissionPolicies(wide, { dialects: ['kyverno', 'kyverno-cel'] });
  for (const dialect of ['kyverno', 'kyverno-cel'] as const) {
    const keys = new Set(both.map(({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.name}`));
    const missing = admissionPolicies(wide, { dialects: [dialect] }).filter(
      ({ apiVersion, kind, metadata }) => !keys.has(`${apiVersion} ${kind} ${metadata.name}`),
    );
    expect(missing).toEqual([]);
  }
  const native = both.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name);
  expect(new Set(native).size).toBe(native.length);
});

test('the names of all policies stay: exceptions, reports and alerts refer to them', () => {
  const names = Object.fromEntries(
    DIALECTS.map((dialect) => [
      dialect,
      admissionPolicies(wide, { dialects: [dialect] })
        .filter(isPolicy)
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort(),
    ]),
  );
  expect(names).toMatchSnapshot();
});
