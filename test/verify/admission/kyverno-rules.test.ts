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

  test.each(['__proto__', 'constructor', 'toString'])('know no operator %s', (operator) => {
    const conditions = { all: [{ key: 'a', operator, value: 'a' }] };
    expect(rulingOf({ rule: { validate: { deny: { conditions } } }, object: {} })).toBe('unknown');
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
  const { refusing, perhaps } = new Admission(inputsOfObjects(policy), { rule: 'rule' }, 'kyverno').ask(
    written(object),
  );
  return refusing.length > 0 ? 'refused' : perhaps.length > 0 ? 'perhaps' : 'allowed';
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
  expect(said(always, job({ containers: [{ name: 'main', image: 'main:latest' }] }))).toBe('perhaps');
  const never = { containers: [{ name: 'main', image: 'main', imagePullPolicy: 'Never' }] };
  expect(said(always, pod(never))).toBe('refused');
  expect(said(always, job(never))).toBe('refused');
});

test('an account counts under both names of its field', () => {
  const notDefault = { pattern: { spec: { serviceAccountName: '!default' } } };
  expect(said(notDefault, pod({ containers: [], serviceAccount: 'train' }))).toBe('perhaps');
  expect(said(notDefault, pod({ containers: [] }))).toBe('refused');
});

test('what a rule forgives it lets be changed', () => {
  const change = (allowExistingViolations: boolean): string => {
    const one = { ...KYVERNO_CASES[0], rule: { validate: { allowExistingViolations, pattern: { data: { a: 'x' } } } } };
    const admission = new Admission(inputsOfObjects(policyOf(one, 'widget')), { rule: 'rule' }, 'kyverno');
    const object = objectOf({ object: { data: { a: 'y' } } }, 'widget') as Manifest;
    return admission.ask(admissionRequest({ operation: 'UPDATE', object })).refusing.length > 0 ? 'refused' : 'allowed';
  };
  expect([change(true), change(false)]).toEqual(['allowed', 'refused']);
});

const refusingAll = { deny: {} };
const only = (...resources: readonly object[]): object => ({ any: resources.map((one) => ({ resources: one })) });

/** What a policy says of something that is written in its cluster. */
function answerTo(policy: object, object: Manifest, exceptions: readonly object[] = []): string {
  const admission = new Admission(inputsOfObjects(policy, ...exceptions), { rule: 'rule' }, 'kyverno');
  const { kind, metadata } = object;
  const own = kind === 'Namespace' ? Object.entries(metadata['labels'] ?? {}) : [];
  const namespaceLabels = kind === 'ClusterRole' ? undefined : new Map<string, string>(own);
  const { refusing, perhaps } = admission.ask(admissionRequest({ operation: 'CREATE', object, namespaceLabels }));
  return refusing.length > 0 ? 'refused' : perhaps.length > 0 ? 'perhaps' : 'allowed';
}

const policyWith = (rules: readonly object[], spec: object = {}, kind = 'ClusterPolicy'): object => ({
  apiVersion: 'kyverno.io/v1',
  kind,
  metadata: { name: 'theirs', ...(kind === 'Policy' ? { namespace: 'n' } : {}) },
  spec: {
    validationFailureAction: 'Enforce',
    ...spec,
    rules: rules.map((rule, at) => ({ name: `rule-${at}`, validate: refusingAll, ...rule })),
  },
});
const ruleOn = (match: object, exclude?: object): object => policyWith([{ match, ...(exclude && { exclude }) }]);

// What each says was asked of Kyverno 1.19's command line as well.
describe('whom a rule of Kyverno means', () => {
  const namespace: Manifest = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'team', labels: { tier: 'x' } },
  };
  const role: Manifest = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'role' },
  };
  const bare = pod({ containers: [] }) as Manifest;
  const deployment = { ...(job({ containers: [] }) as Manifest), apiVersion: 'apps/v1', kind: 'Deployment' };
  const cronJob: Manifest = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'c', namespace: 'n' },
    spec: { jobTemplate: job({ containers: [] }) },
  };
  const tier = { matchLabels: { tier: 'x' } };
  const otherTier = { matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['x'] }] };

  test('counts a namespace as in itself, and no selector of namespaces means it', () => {
    const all = only({ kinds: ['Namespace'] });
    expect(answerTo(ruleOn(all, only({ namespaces: ['team'] })), namespace)).toBe('allowed');
    expect(answerTo(ruleOn(only({ kinds: ['Namespace'], namespaces: ['te*'] })), namespace)).toBe('refused');
    expect(answerTo(ruleOn(only({ kinds: ['Namespace'], namespaceSelector: tier })), namespace)).toBe('allowed');
    expect(answerTo(ruleOn(all, only({ namespaceSelector: tier })), namespace)).toBe('refused');
  });

  test('takes what is outside namespaces for something without labels of a namespace', () => {
    expect(answerTo(ruleOn(only({ kinds: ['ClusterRole'], namespaceSelector: tier })), role)).toBe('allowed');
    expect(answerTo(ruleOn(only({ kinds: ['ClusterRole'], namespaceSelector: otherTier })), role)).toBe('refused');
    const action = { action: 'Enforce', namespaceSelector: tier };
    const audits = { validationFailureAction: 'Audit', validationFailureActionOverrides: [action] };
    expect(answerTo(policyWith([{ match: only({ kinds: ['ClusterRole'] }) }], audits), role)).toBe('allowed');
  });

  test.each([
    ['*/*', 'refused'],
    ['Pod/*', 'refused'],
    ['*/Pod', 'refused'],
    ['/v1/Pod', 'refused'],
    ['*/v1/Pod', 'allowed'],
    ['Pod.status', 'allowed'],
    ['pod', 'allowed'],
  ])('reads %s under kinds as Kyverno does', (kind, answer) => {
    expect(answerTo(ruleOn(only({ kinds: [kind] })), bare)).toBe(answer);
  });

  test.each(['*/*', '*/exec', 'Pod/exec', 'Pod.exec', 'v1/Pod/exec', '/v1/Pod/exec'])(
    'leaves out the connections that %s excludes',
    (kind) => {
      const policy = ruleOn(only({ kinds: ['Pod', 'Pod/exec'] }), only({ kinds: [kind] }));
      const admission = new Admission(inputsOfObjects(policy), { rule: 'rule' }, 'kyverno');
      const request = admissionRequest({ operation: 'CONNECT', object: bare, subresource: 'exec' });
      expect(admission.ask(request)).toEqual({ refusing: [], perhaps: [] });
    },
  );

  // What is connected by has no name: kyverno/kyverno, pkg/utils/admission/resource.go.
  test.each([
    ['p', false],
    ['*', true],
  ])('goes by the name of a connection, which has none: by %s', (name, isMeant) => {
    const policy = ruleOn(only({ kinds: ['Pod/exec'], names: [name] }));
    const admission = new Admission(inputsOfObjects(policy), { rule: 'rule' }, 'kyverno');
    const request = admissionRequest({ operation: 'CONNECT', object: bare, subresource: 'exec' });
    expect(admission.refuserOf({ request }) !== undefined).toBe(isMeant);
  });

  test('is nobody where a filter is empty', () => {
    expect(answerTo(ruleOn(only({ kinds: ['Pod'] }), only({})), bare)).toBe('refused');
    expect(answerTo(ruleOn(only({})), bare)).toBe('allowed');
  });

  test('goes by the beginning of a name that is still to come', () => {
    const unnamed = { ...bare, metadata: { generateName: 'g-', namespace: 'n' } };
    expect(answerTo(ruleOn(only({ kinds: ['Pod'] }), only({ names: ['g-*'] })), unnamed)).toBe('allowed');
  });

  test('is what makes pods only where a kind of these stands alone, and of the groups of Kubernetes', () => {
    expect(answerTo(ruleOn(only({ kinds: ['Pod'] })), deployment)).toBe('refused');
    expect(answerTo(ruleOn(only({ kinds: ['v1/Pod'] })), deployment)).toBe('allowed');
    const volcano = { ...(job({ containers: [] }) as Manifest), apiVersion: 'batch.volcano.sh/v1alpha1' };
    expect(answerTo(ruleOn(only({ kinds: ['Pod'] })), volcano)).toBe('allowed');
  });

  test('is nothing that is excluded as it stands, and no CronJob where anything is', () => {
    const beside = (kind: string): object => only({ kinds: [kind] }, { kinds: ['Pod'], namespaces: ['elsewhere'] });
    const excluding = (kind: string): object => ruleOn(only({ kinds: ['Pod'] }), beside(kind));
    expect(answerTo(excluding('Deployment'), deployment)).toBe('allowed');
    expect(answerTo(excluding('StatefulSet'), deployment)).toBe('refused');
    expect(answerTo(excluding('Deployment'), cronJob)).toBe('allowed');
  });

  test('is not sure where one rule is enough, and Kyverno writes this one last', () => {
    const rules = [{ match: only({ kinds: ['Pod'] }) }, { match: only({ kinds: ['Deployment'] }) }];
    const lenient = rules.map((rule, at) => (at === 1 ? { ...rule, validate: { pattern: { metadata: {} } } } : rule));
    expect(answerTo(policyWith(lenient, { applyRules: 'One' }), deployment)).toBe('perhaps');
    expect(answerTo(policyWith(lenient), deployment)).toBe('refused');
  });

  test('is not sure where a rule has the name of one that Kyverno writes', () => {
    expect(answerTo(policyWith([{ name: 'autogen-x', match: only({ kinds: ['Pod'] }) }]), bare)).toBe('perhaps');
  });
});

/** What a policy says of a change. */
function answerToChange(policy: object, was: Manifest, object: Manifest, subresource = ''): string {
  const admission = new Admission(inputsOfObjects(policy), { rule: 'rule' }, 'kyverno');
  const request = admissionRequest({ operation: 'UPDATE', was, object, subresource, namespaceLabels: new Map() });
  const { refusing, perhaps } = admission.ask(request);
  return refusing.length > 0 ? 'refused' : perhaps.length > 0 ? 'perhaps' : 'allowed';
}

describe('a change of something', () => {
  const marked = (marks: object): Manifest => {
    const { metadata, ...rest } = pod({ containers: [] }) as Manifest;
    return { ...rest, metadata: { ...metadata, ...marks } } as Manifest;
  };

  // kyverno/kyverno, pkg/engine/engine.go, `matches`
  test.each([
    ['labels', { selector: { matchLabels: { guarded: 'true' } } }],
    ['annotations', { annotations: { guarded: 'true' } }],
  ])('is meant by the %s that it makes, and never those before', (what, by) => {
    const policy = policyWith([
      { match: only({ kinds: ['Pod'], ...by }), validate: { ...refusingAll, allowExistingViolations: false } },
    ]);
    const [guarded, open] = [marked({ [what]: { guarded: 'true' } }), marked({})];
    expect(answerToChange(policy, guarded, open)).toBe('allowed');
    expect(answerToChange(policy, open, guarded)).toBe('perhaps');
  });

  test('of a part of a pod is not forgiven by a rule about that part, which never meant the whole', () => {
    const bare = pod({ containers: [] }) as Manifest;
    const ofPart = (kind: string): object => policyWith([{ match: only({ kinds: [kind] }) }]);
    expect(answerToChange(ofPart('Pod/ephemeralcontainers'), bare, bare, 'ephemeralcontainers')).toBe('refused');
    expect(answerToChange(ofPart('Pod'), bare, bare, 'ephemeralcontainers')).toBe('allowed');
  });

  test('of debug containers is told to a rule about another part only beside one about pods, of the same policy', () => {
    const bare = pod({ containers: [] }) as Manifest;
    const ofStatus = { match: only({ kinds: ['v1/Pod/status'] }) };
    const answer = (...rules: object[]): string => answerToChange(policyWith(rules), bare, bare, 'ephemeralcontainers');
    expect(answer(ofStatus)).toBe('allowed');
    const ofPods = { match: only({ kinds: ['Pod'] }), exclude: only({ operations: ['UPDATE'] }) };
    expect(answer(ofStatus, ofPods)).toBe('refused');
  });
});

describe('an exception of Kyverno', () => {
  const bare = pod({ containers: [] }) as Manifest;
  const excepting = (policyName: string, ruleNames: readonly string[], resources: object, more = {}): object => ({
    apiVersion: 'kyverno.io/v2',
    kind: 'PolicyException',
    metadata: { name: 'theirs', namespace: 'n' },
    spec: { exceptions: [{ policyName, ruleNames }], match: only(resources), ...more },
  });
  const pods = only({ kinds: ['Pod'] });
  const ofPods = { kinds: ['Pod'] };

  test('names rules by patterns', () => {
    const policy = policyWith([{ match: pods }]);
    expect(answerTo(policy, bare, [excepting('theirs', ['rule-*'], ofPods)])).toBe('allowed');
    expect(answerTo(policy, bare, [excepting('theirs', ['other-*'], ofPods)])).toBe('refused');
  });

  test('names a policy of a namespace with it', () => {
    const policy = policyWith([{ match: pods }], {}, 'Policy');
    expect(answerTo(policy, bare, [excepting('n/theirs', ['*'], ofPods)])).toBe('allowed');
    expect(answerTo(policy, bare, [excepting('theirs', ['*'], ofPods)])).toBe('refused');
  });

  test('means namespaces whatever it selects', () => {
    const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } };
    const selected = { kinds: ['Namespace'], namespaceSelector: { matchLabels: { tier: 'x' } } };
    const policy = ruleOn(only({ kinds: ['Namespace'] }));
    expect(answerTo(policy, namespace, [excepting('theirs', ['*'], selected)])).toBe('allowed');
  });

  test('to a rule about Pod Security leaves the controls that it does not name', () => {
    const level = { podSecurity: { level: 'baseline', version: 'latest' } };
    const policy = policyWith([{ match: pods, validate: level }]);
    const podSecurity = [{ controlName: 'Host Ports' }];
    const onNode = pod(ON_NODE) as Manifest;
    expect(answerTo(policy, onNode, [excepting('theirs', ['*'], ofPods, { podSecurity })])).toBe('perhaps');
    expect(answerTo(policy, onNode, [excepting('theirs', ['*'], ofPods)])).toBe('allowed');
    const other = policyWith([{ match: pods }]);
    expect(answerTo(other, onNode, [excepting('theirs', ['*'], ofPods, { podSecurity })])).toBe('allowed');
  });

  test('is not sure where it has conditions', () => {
    const conditions = { all: [{ key: 'a', operator: 'Equals', value: 'b' }] };
    const policy = policyWith([{ match: pods }]);
    expect(answerTo(policy, bare, [excepting('theirs', ['*'], ofPods, { conditions })])).toBe('perhaps');
  });
});

test('what a rule says of its own action comes before all overrides of its policy', () => {
  const match = only({ kinds: ['Pod'] });
  const spec = { validationFailureActionOverrides: [{ action: 'Enforce', namespaces: ['n'] }] };
  const audits = { match, validate: { ...refusingAll, failureAction: 'Audit' } };
  expect(answerTo(policyWith([audits], spec), pod({}) as Manifest)).toBe('allowed');
  expect(answerTo(policyWith([{ match }], spec), pod({}) as Manifest)).toBe('refused');
  const nowhere = {
    validationFailureAction: 'Audit',
    validationFailureActionOverrides: [{ action: 'Enforce', namespaces: [] }],
  };
  expect(answerTo(policyWith([{ match }], nowhere), pod({}) as Manifest)).toBe('allowed');
});

describe('a way past a rule that lies in what the author of an object chooses', () => {
  const OF_NODE = { key: '{{ request.object.spec.hostNetwork || `false` }}', operator: 'Equals', value: true };
  const BY_LABEL = "request.object.metadata.labels.skip || 'no'";
  const unless = (key: string, value: string): object => ({ all: [{ key, operator: 'NotEquals', value }] });
  const offNode = { deny: { conditions: { any: [OF_NODE] } } };

  /** The disguise in which a pod on the network of its node is let in. */
  function wayPast(rule: object): string | undefined {
    const policy = policyWith([{ match: only({ kinds: ['Pod'] }), validate: offNode, ...rule }]);
    const admission = new Admission(inputsOfObjects(policy), { rule: 'rule' }, 'kyverno');
    const request = written(pod(ON_NODE));
    expect(admission.refuserOf({ request })).toBeDefined();
    return admission.disguiseOf({ request })?.text;
  }

  test('is found where the rule reads a label', () => {
    expect(wayPast({ preconditions: unless(`{{ ${BY_LABEL} }}`, 'yes') })).toBe('with the label skip=yes');
  });

  test.each([
    ['a query', { jmesPath: BY_LABEL }],
    ['a value', { value: `{{ ${BY_LABEL} }}` }],
    ['a default', { jmesPath: 'request.object.spec.nothing', default: `{{ ${BY_LABEL} }}` }],
  ])('is found through a variable that comes from %s', (_, variable) => {
    const context = [{ name: 'skip', variable }];
    expect(wayPast({ context, preconditions: unless('{{ skip }}', 'yes') })).toBe('with the label skip=yes');
  });

  test('is found through a variable of another one, and of a loop', () => {
    const context = [
      { name: 'meta', variable: { jmesPath: 'request.object.metadata' } },
      { name: 'called', variable: { jmesPath: 'meta.name' } },
    ];
    expect(wayPast({ context, preconditions: unless('{{ called }}', 'debug') })).toBe('called debug');
    const foreach = [
      {
        list: 'request.object.spec.containers',
        context: [{ name: 'skip', variable: { jmesPath: BY_LABEL } }],
        deny: { conditions: unless('{{ skip }}', 'yes') },
      },
    ];
    expect(wayPast({ validate: { foreach } })).toBe('with the label skip=yes');
  });

  test('is found in the name of a container', () => {
    const foreach = [
      {
        list: 'request.object.spec.containers',
        preconditions: unless('{{ element.name }}', 'istio-proxy'),
        deny: { conditions: { any: [OF_NODE] } },
      },
    ];
    expect(wayPast({ validate: { foreach } })).toBe('with a container called istio-proxy');
    const signed = { spec: { containers: [{ '(name)': '!istio-proxy', image: 'r.io/*' }] } };
    expect(wayPast({ validate: { pattern: signed } })).toBe('with a container called istio-proxy');
    const expression = "object.spec.containers.all(c, c.name == 'istio-proxy' || c.image.startsWith('r.io/'))";
    expect(wayPast({ validate: { cel: { expressions: [{ expression }] } } })).toBe(
      'with a container called istio-proxy',
    );
  });

  test('is found where the rule leaves out what has an annotation', () => {
    const exclude = (...filters: readonly object[]): object => ({ exclude: only(...filters) });
    expect(wayPast(exclude({ annotations: { 'team/skip': 'y*' } }))).toBe('with the annotation team/skip=yx');
    const both = { annotations: { skip: 'yes' }, selector: { matchLabels: { tier: 'x' } }, names: ['debug-*'] };
    expect(wayPast(exclude(both))).toBe('called debug-x with the label tier=x and the annotation skip=yes');
  });

  test('is found in who owns an object', () => {
    const kinds = '{{ request.object.metadata.ownerReferences[].kind || `[]` }}';
    const preconditions = { all: [{ key: kinds, operator: 'AllNotIn', value: ['DaemonSet', 'Node'] }] };
    expect(wayPast({ preconditions })).toBe('owned by a DaemonSet');
    const expression = 'object.?metadata.ownerReferences.hasValue() || !object.spec.?hostNetwork.orValue(false)';
    expect(wayPast({ validate: { cel: { expressions: [{ expression }] } } })).toBe('owned by a ReplicaSet');
  });

  test('is found in texts of the spec of pods', () => {
    const key = "{{ request.object.spec.priorityClassName || '' }}";
    const preconditions = { all: [{ key, operator: 'NotEquals', value: 'system-*' }] };
    expect(wayPast({ preconditions })).toBe('with priorityClassName system-x');
    const anyPattern = [{ spec: { schedulerName: 'debug' } }, { spec: { hostNetwork: false } }];
    expect(wayPast({ validate: { anyPattern } })).toBe('with schedulerName debug');
    const expression =
      "object.spec.?serviceAccountName.orValue('') == 'debug' || !object.spec.?hostNetwork.orValue(false)";
    expect(wayPast({ validate: { cel: { expressions: [{ expression }] } } })).toBe('with serviceAccountName debug');
  });

  test('is none in what is wrong with the object', () => {
    const expression = "object.spec.schedulerName == 'mine'";
    const policy = policyWith([
      { match: only({ kinds: ['Pod'] }), validate: { cel: { expressions: [{ expression }] } } },
    ]);
    const admission = new Admission(inputsOfObjects(policy), { rule: 'rule' }, 'kyverno');
    const [request, harmless] = ['other', 'mine'].map((schedulerName) =>
      written(pod({ schedulerName, containers: [] })),
    );
    expect(admission.disguiseOf({ request: request as AdmissionRequest, harmless })).toBeUndefined();
    expect(admission.disguiseOf({ request: request as AdmissionRequest })?.text).toBe('with schedulerName mine');
  });

  test('is found where labels are gone over by their keys', () => {
    const key = '{{ request.object.metadata.labels.keys(@) || `[]` }}';
    const preconditions = { all: [{ key: 'skip', operator: 'AnyNotIn', value: key }] };
    expect(wayPast({ preconditions })).toBe('with the label skip=true');
  });
});

test('a rule that reads the whole object through a variable is not sure of templates', () => {
  const rule = {
    match: only({ kinds: ['Pod'] }),
    context: [{ name: 'whole', variable: { jmesPath: 'request.object' } }],
    validate: {
      deny: {
        conditions: { any: [{ key: '{{ whole.spec.hostNetwork || `false` }}', operator: 'Equals', value: true }] },
      },
    },
  };
  expect(answerTo(policyWith([rule]), pod(ON_NODE) as Manifest)).toBe('refused');
  expect(answerTo(policyWith([rule]), job(ON_NODE) as Manifest)).toBe('perhaps');
});
