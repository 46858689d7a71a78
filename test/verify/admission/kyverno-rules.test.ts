import fc from 'fast-check';
import { KYVERNO_CASES } from '../../../conformance/cases/kyverno';
import { objectOf, policyOf, type Answer, type KyvernoCase } from '../../../conformance/cases/kyverno/case';
import { kyvernoCase } from '../../../conformance/cases/kyverno/generated';
import { Admission } from '../../../lib/verify/admission/admission';
import {
  admissionRequest,
  type AdmissionRequest,
  type Manifest,
} from '../../../lib/verify/admission/admission-request';
import type { Ruling } from '../../../lib/verify/admission/admission-policy';
import { PatternRule } from '../../../lib/verify/admission/kyverno/pattern-rule';
import { inputsOfObjects } from '../inputs-of';

const RULING: Readonly<Record<Answer, Ruling>> = {
  pass: 'holds',
  skip: 'holds',
  fail: 'refuses',
  // It blocks the request or lets it pass, as the failure policy says.
  error: 'unknown',
};

const written = (object: object): AdmissionRequest =>
  admissionRequest({ operation: 'CREATE', object: object as Manifest });
const rulingOf = (one: Pick<KyvernoCase, 'rule' | 'object'>): Ruling =>
  new PatternRule(one.rule).ruling(written(objectOf(one, 'widget')));

// The cases' answers are those of the real Kyverno (`npm run conformance -- kyverno-rules`).
describe('rules of Kyverno in patterns and conditions', () => {
  test('say of each object what Kyverno says', () => {
    const wrong = KYVERNO_CASES.flatMap((one) => {
      const said = rulingOf(one);
      return said === RULING[one.answer] ? [] : [`${one.title}: ${said}, not ${RULING[one.answer]}`];
    });
    expect(wrong).toEqual([]);
    expect(new Set(KYVERNO_CASES.map(({ answer }) => answer)).size).toBe(4);
  });

  test('never throw, whatever they and their object hold', () => {
    fc.assert(fc.property(kyvernoCase, (one) => RULINGS.has(rulingOf(one))));
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue()), (part, object) =>
        ['pattern', 'anyPattern', 'deny', 'foreach'].every((key) =>
          RULINGS.has(rulingOf({ rule: { validate: { [key]: part }, preconditions: part }, object })),
        ),
      ),
    );
  });
});

const RULINGS: ReadonlySet<string> = new Set(Object.values(RULING));

/** What a policy says of a pod, and of what makes one. */
function said(validate: object, object: object, more: object = {}, annotations: object = {}): string {
  const policy = {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name: 'theirs', annotations },
    spec: {
      validationFailureAction: 'Enforce',
      rules: [{ name: 'rule', match: { any: [{ resources: { kinds: ['Pod'] } }] }, validate, ...more }],
    },
  };
  const { refusals, perhaps } = new Admission(inputsOfObjects(policy), { rule: 'rule' }, 'kyverno').ask(
    written(object),
  );
  return refusals.length > 0 ? 'refused' : perhaps.length > 0 ? 'perhaps' : 'allowed';
}

const ON_NODE = { hostNetwork: true, containers: [{ name: 'main', image: 'main' }] };
const pod = (spec: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'n' },
  spec,
});
const job = (spec: object): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'j', namespace: 'n' },
  spec: { template: { spec } },
});
const OFF_NODE = { pattern: { spec: { '=(hostNetwork)': false } } };

describe('a rule about pods', () => {
  test('is one about what makes them, where Kyverno writes it so', () => {
    expect(said(OFF_NODE, pod(ON_NODE))).toBe('refused');
    expect(said(OFF_NODE, job(ON_NODE))).toBe('refused');
    expect(said(OFF_NODE, job({ ...ON_NODE, hostNetwork: false }))).toBe('allowed');
    const cronJob = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'c' },
      spec: { jobTemplate: job(ON_NODE) },
    };
    expect(said(OFF_NODE, cronJob)).toBe('refused');
    const deny = { key: '{{ request.object.spec.hostNetwork || `false` }}', operator: 'Equals', value: true };
    expect(said({ deny: { conditions: { any: [deny] } } }, job(ON_NODE))).toBe('refused');
  });

  test('is not, where the policy says so, or picks pods by name', () => {
    const key = 'pod-policies.kyverno.io/autogen-controllers';
    expect(said(OFF_NODE, job(ON_NODE), {}, { [key]: 'none' })).toBe('allowed');
    expect(said(OFF_NODE, job(ON_NODE), {}, { [key]: 'Deployment' })).toBe('allowed');
    expect(said(OFF_NODE, job(ON_NODE), {}, { [key]: 'Deployment,Job' })).toBe('refused');
    const exclude = { any: [{ resources: { names: ['x'] } }] };
    expect(said(OFF_NODE, job(ON_NODE), { exclude })).toBe('allowed');
  });

  test('is not known where Kyverno would not replace what it reads', () => {
    const quoted = { key: '{{ request."object".spec.hostNetwork || `false` }}', operator: 'Equals', value: true };
    expect(said({ deny: { conditions: { any: [quoted] } } }, job(ON_NODE))).toBe('perhaps');
  });
});

describe('a rule that holds pods to Pod Security', () => {
  const ofLevel = (level: string, version: string, more: object = {}): object => ({
    podSecurity: { level, version, ...more },
  });
  const plain = { containers: [{ name: 'main', image: 'main' }] };

  test('refuses what the level forbids, of what makes pods as well', () => {
    expect(said(ofLevel('baseline', 'latest'), pod(ON_NODE))).toBe('refused');
    expect(said(ofLevel('baseline', 'latest'), job(ON_NODE))).toBe('refused');
    expect(said(ofLevel('baseline', 'latest'), job(plain))).toBe('allowed');
    expect(said(ofLevel('restricted', 'v1.30'), pod(plain))).toBe('refused');
    expect(said(ofLevel('privileged', 'latest'), pod(ON_NODE))).toBe('allowed');
  });

  test('refuses hosts in probes by the rules of any version', () => {
    const probed = {
      containers: [{ ...plain.containers[0], livenessProbe: { httpGet: { host: '10.0.0.1', port: 80 } } }],
    };
    expect(said(ofLevel('baseline', 'v1.24'), pod(probed))).toBe('refused');
  });

  test('leaves open what its exclusions, or a user namespace, may let pass', () => {
    const exclude = [{ controlName: 'Host Namespaces' }];
    expect(said(ofLevel('baseline', 'latest', { exclude }), pod(ON_NODE))).toBe('perhaps');
    expect(said(ofLevel('baseline', 'latest', { exclude }), pod(plain))).toBe('allowed');
    expect(said(ofLevel('baseline', 'latest'), pod({ ...plain, hostUsers: false }))).toBe('perhaps');
    expect(said(ofLevel('strict', 'latest'), pod(plain))).toBe('perhaps');
  });

  test('is asked where its preconditions hold', () => {
    const where = (value: string): string => {
      const condition = { key: '{{ request.operation }}', operator: 'Equals', value };
      return said(ofLevel('baseline', 'latest'), pod(ON_NODE), { preconditions: { all: [condition] } });
    };
    expect([where('CREATE'), where('UPDATE')]).toEqual(['refused', 'allowed']);
  });
});

test('what hangs on a default of the API server is not known', () => {
  const always = { pattern: { spec: { containers: [{ imagePullPolicy: 'Always' }] } } };
  expect(said(always, pod({ containers: [{ name: 'main', image: 'main:latest' }] }))).toBe('perhaps');
  expect(said(always, pod({ containers: [{ name: 'main', image: 'main', imagePullPolicy: 'Never' }] }))).toBe(
    'refused',
  );
});

test('what a rule forgives it lets be changed', () => {
  const change = (allowExistingViolations: boolean): string => {
    const one = { ...KYVERNO_CASES[0], rule: { validate: { allowExistingViolations, pattern: { data: { a: 'x' } } } } };
    const admission = new Admission(inputsOfObjects(policyOf(one, 'widget')), { rule: 'rule' }, 'kyverno');
    const object = objectOf({ object: { data: { a: 'y' } } }, 'widget') as Manifest;
    return admission.ask(admissionRequest({ operation: 'UPDATE', object })).refusals.length > 0 ? 'refused' : 'allowed';
  };
  expect([change(true), change(false)]).toEqual(['allowed', 'refused']);
});
