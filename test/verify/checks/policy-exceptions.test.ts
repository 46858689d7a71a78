import { App } from 'cdk8s';
import { platform } from '../../../examples/document-1/platform';
import type { Dialect, Platform, PolicyExceptionProps } from '../../../lib';
import { PlatformIsolation } from '../../../lib/kubernetes';
import { QUEUE_LABEL } from '../../../lib/model/project/queue';
import { RULE_IDS, isRuleId, isWorkRuleId, type WorkRuleId } from '../../../lib/model/policies';
import { synthesize } from '../../../lib/testing';
import type { Finding } from '../../../lib/verify/verdict/verdict';
import { exampleObjects, judged, judgedBy, object, podOf, type JudgeOptions, type Loose } from './example';

const reason = 'the vendor mends it in the next release';
const inProject = (rule: WorkRuleId, more: Partial<PolicyExceptionProps> = {}): PolicyExceptionProps => ({
  rule,
  project: 'alpha',
  names: ['pretrain'],
  reason,
  owner: 'ml-platform@example.com',
  expires: '2027-06-30',
  ...more,
});
const inNamespace = (
  rule: WorkRuleId,
  namespace: string,
  { project: _, ...more }: Partial<PolicyExceptionProps> = {},
): PolicyExceptionProps => {
  const { project: _project, ...rest } = inProject(rule, more);
  return { ...rest, namespace };
};

const TIER = 'training-isolation/tier';

const excepting = (...exceptions: PolicyExceptionProps[]): Platform => ({
  ...platform,
  policies: { ...platform.policies, exceptions },
});

/** The example has no queue, which one rule is about. */
const asksFor = (rule: WorkRuleId, described: Platform): Platform =>
  rule === 'queue-label' ? { ...described, policies: { ...described.policies, queue: 'training' } } : described;

function findings(objects: Loose[], check: string, options: JudgeOptions): readonly Finding[] {
  return judgedBy(check, objects, { at: '2027-06-30', ...options }).findings;
}

const trainer = (objects: Loose[]): Loose => podOf(objects).spec.containers[0];
const stranger = (objects: Loose[], spec: object): void =>
  void objects.push({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'pretrain', namespace: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'web' }], ...spec },
      },
    },
  });

const byTag = (objects: Loose[]): void => (trainer(objects).image = trainer(objects).image.replace(/@.*/, ':latest'));

/** For each rule that work can be excepted from: how a workload breaks it and which checks say so, or why none does. */
const BROKEN: Readonly<Record<WorkRuleId, readonly [checks: readonly string[], (objects: Loose[]) => void] | string>> =
  {
    'training-nodes': [
      ['placement/training-stays', 'placement/lands'],
      (o) => {
        podOf(o).spec.nodeSelector = { purpose: 'production' };
        podOf(o).spec.tolerations = [];
      },
    ],
    'pod-security': [['pod/security'], (o) => (trainer(o).securityContext.privileged = true)],
    'container-resources': [['pod/resources'], (o) => delete trainer(o).resources.limits.memory],
    'gpu-share': [
      ['pod/gpus'],
      (o) => {
        delete trainer(o).resources.limits['nvidia.com/gpu'];
        delete trainer(o).resources.requests['nvidia.com/gpu'];
      },
    ],
    'service-account': [
      ['pod/service-account', 'pod/account-token'],
      (o) => {
        podOf(o).spec.serviceAccountName = 'another';
        podOf(o).spec.automountServiceAccountToken = true;
      },
    ],
    'own-volumes': [
      ['pod/volumes'],
      (o) => podOf(o).spec.volumes.push({ name: 'nfs', nfs: { server: '10.0.0.1', path: '/' } }),
    ],
    'image-digest': [['pod/image-digest'], byTag],
    'image-registry': [['pod/own-images'], (o) => (trainer(o).image = trainer(o).image.replace(/^[^/]*/, 'docker.io'))],
    'image-signature': 'signatures are in a registry',
    'device-access': [
      ['pod/devices'],
      (o) => (trainer(o).env = [...(trainer(o).env ?? []), { name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' }]),
    ],
    'secret-variables': [
      ['secrets/environment'],
      (o) => (trainer(o).envFrom = [{ secretRef: { name: 'everything' } }]),
    ],
    'read-only-root': [['pod/read-only-root'], (o) => (trainer(o).securityContext.readOnlyRootFilesystem = false)],
    'runtime-class': [['pod/runtime-class'], (o) => (podOf(o).spec.runtimeClassName = 'kata')],
    'priority-class': [['pod/references'], (o) => delete podOf(o).spec.priorityClassName],
    'resource-claims': [
      ['pod/resource-claims'],
      (o) => (podOf(o).spec.resourceClaims = [{ name: 'gpu', resourceClaimName: 'gpu' }]),
    ],
    'owned-pods': [
      ['pod/owned'],
      (o) =>
        o.push({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { ...podOf(o).metadata, name: 'pretrain-debug', namespace: 'ml-alpha' },
          spec: podOf(o).spec,
        }),
    ],
    'queue-label': [
      ['pod/queue'],
      (o) => {
        for (const { kind, metadata } of o)
          if (kind === 'Job' && metadata.namespace !== 'ml-alpha') metadata.labels[QUEUE_LABEL] = 'training';
      },
    ],
    'node-name': [['pod/node-name'], (o) => (podOf(o).spec.nodeName = 'alpha-node')],
    'training-taint': [['placement/others-stay-out'], (o) => stranger(o, { tolerations: [{ operator: 'Exists' }] })],
    'node-selection':
      'who selects a training node lands there only if it tolerates the taint, which is the rule on the taint',
    'gpu-requests': 'a namespace whose pods ask for GPUs is judged as training, whatever the description says',
  };

const RULES = Object.keys(RULE_IDS).filter((id): id is WorkRuleId => isRuleId(id) && isWorkRuleId(id));
const CASES = RULES.flatMap((rule) => {
  const broken = BROKEN[rule];
  return typeof broken === 'string' ? [] : broken[0].map((check) => [rule, check, broken[1]] as const);
});

describe('an exception of the description', () => {
  const exceptionOf = (rule: WorkRuleId, more: Partial<PolicyExceptionProps> = {}): PolicyExceptionProps =>
    RULE_IDS[rule] === 'project'
      ? inProject(rule, more)
      : inNamespace(rule, rule === 'node-name' ? 'ml-alpha' : 'web', more);

  test.each(CASES)(
    'of rule %s accepts what %s finds, for the work that it names and until its last day',
    (rule, check, change) => {
      const objects = exampleObjects();
      change(objects);
      const judgedBy = (described: PolicyExceptionProps[], at = '2027-06-30'): readonly Finding[] =>
        findings(objects, check, { platform: asksFor(rule, excepting(...described)), at });
      const found = judgedBy([]);
      expect(found.map(({ status }) => status)).toContain('fail');
      expect(found.some(({ resource }) => /\/pretrain(-debug)?$/.test(resource))).toBe(true);
      const accepted = judgedBy([exceptionOf(rule)]);
      expect(accepted.map(({ message }) => message)).toEqual(found.map(({ message }) => message));
      expect(accepted.every((one) => one.status === 'accepted' && one.accepted === `${reason} (description)`)).toBe(
        true,
      );
      expect(judgedBy([exceptionOf(rule, { names: ['pretrai'] })])).toEqual(found);
      const late = judgedBy([exceptionOf(rule)], '2027-07-01');
      expect(late.map(({ status, message }) => [status, message])).toEqual(
        found.map(({ message }) => ['fail', `${message}; the exception of the description ran out on 2027-06-30`]),
      );
    },
  );

  test('accepts nothing as long as no day is given: the finding asks for it', () => {
    const objects = exampleObjects();
    byTag(objects);
    const { findings } = judgedBy('pod/image-digest', objects, { platform: excepting(inProject('image-digest')) });
    expect(findings.map(({ status, message }) => [status, message])).toEqual([
      ['fail', expect.stringMatching(/; an exception of the description has a last day: say .+ \(at\)$/)],
    ]);
  });

  test.each([
    inProject('image-digest', { project: 'beta' }),
    inProject('image-registry'),
    inNamespace('node-name', 'ml-alpha'),
  ])('of another project or rule accepts nothing: %p', (other) => {
    const objects = exampleObjects();
    byTag(objects);
    const found = findings(objects, 'pod/image-digest', { platform: excepting(other) });
    expect(found.map(({ status }) => status)).toEqual(['fail']);
  });

  test('of one job says nothing of another in the same namespace', () => {
    const objects = exampleObjects();
    byTag(objects);
    const other = structuredClone(object(objects, 'Job', 'pretrain'));
    other.metadata.name = 'other';
    objects.push(other);
    const found = findings(objects, 'pod/image-digest', { platform: excepting(inProject('image-digest')) });
    expect(found.map(({ resource, status }) => [resource, status])).toEqual([
      ['Job/pretrain', 'accepted'],
      ['Job/other', 'fail'],
    ]);
  });

  test('counts by the name of the object, not by the owner that a file claims for it', () => {
    const objects = exampleObjects();
    const { metadata, spec } = structuredClone(podOf(objects));
    spec.containers[0].image = 'registry.example.com/miner:latest';
    const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'pretrain', uid: '1', controller: true }];
    objects.push({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, name: 'miner', namespace: 'ml-alpha', ownerReferences },
      spec,
    });
    const found = findings(objects, 'pod/image-digest', { platform: excepting(inProject('image-digest')) });
    expect(found).toEqual([expect.objectContaining({ resource: 'Job/pretrain', status: 'fail' })]);
  });

  test('is none as an annotation of the job', () => {
    const objects = exampleObjects();
    byTag(objects);
    object(objects, 'Job', 'pretrain').metadata.annotations = {
      'training-isolation/accepted-risk': JSON.stringify({ 'mutable-image': reason }),
      'training-isolation/exceptions': JSON.stringify([inProject('image-digest')]),
    };
    expect(findings(objects, 'pod/image-digest', {})).toEqual([
      expect.objectContaining({ status: 'fail', claimed: reason }),
    ]);
  });
});

describe('exceptions in the policies', () => {
  /** The example with policies in one dialect, written for a description. */
  function objectsFor(described: Platform, dialect: Dialect): Loose[] {
    const app = new App();
    new PlatformIsolation(app, 'platform', {
      platform: { ...described, policies: { ...described.policies, dialects: [dialect] } },
    });
    const judges = (kind: string): boolean =>
      /(Policy|PolicyBinding|PolicyException)$/.test(kind) && kind !== 'NetworkPolicy';
    return [
      ...exampleObjects().filter(({ kind }) => !judges(kind)),
      ...(structuredClone(synthesize(app)) as Loose[]).filter(({ kind }) => judges(kind)),
    ];
  }
  const admission = (objects: Loose[], described: Platform, at = '2027-06-30') =>
    judged(objects, { platform: described, families: ['admission'], at }).results.filter(
      ({ status }) => status !== 'pass' && status !== 'not-applicable',
    );
  const statuses = (...given: Parameters<typeof admission>): string[] =>
    admission(...given).map(({ check, status }) => `${check.id} ${status}`);
  const tagged = (objects: Loose[]): Loose[] => {
    byTag(objects);
    return objects;
  };

  describe.each<Dialect>(['kyverno', 'kyverno-cel', 'vap'])('of dialect %s', (dialect) => {
    test('are accepted where the description names them, let the job start, and run out with it', () => {
      const described = excepting(inProject('image-digest'), inNamespace('node-name', 'web'));
      const objects = tagged(objectsFor(described, dialect));
      expect(statuses(objects, described)).toEqual(['admission/exceptions accepted']);
      expect(statuses(objects, described, '2027-07-01')).toEqual(['admission/exceptions fail']);
    });

    test('are holes where it names another job, or nothing', () => {
      const objects = objectsFor(excepting(inProject('image-digest')), dialect);
      for (const other of [excepting(inProject('image-digest', { names: ['finetune'] })), platform])
        expect(statuses(objects, other)).toEqual(['admission/exceptions fail']);
    });

    test('of all work of a project open its guard, as described and for that project alone', () => {
      const { names: _, ...whole } = inProject('image-digest');
      const described = excepting(whole);
      const objects = objectsFor(described, dialect);
      expect(statuses(objects, described)).toEqual(['admission/images accepted', 'admission/exceptions accepted']);
      expect(statuses(objects, excepting({ ...whole, project: 'beta' }))).toEqual([
        'admission/images fail',
        'admission/exceptions fail',
      ]);
    });
  });

  test('a guard that is missing everywhere is accepted for the excepted project only', () => {
    const { names: _, ...whole } = inProject('own-volumes');
    const objects = objectsFor(platform, 'vap').filter(({ metadata }) => metadata.name !== 'ml-own-volumes');
    const [guard] = admission(objects, excepting(whole)).filter(({ check }) => check.id === 'admission/own-volumes');
    expect(guard?.findings.map(({ resource, status }) => [resource, status])).toEqual([
      ['Namespace/ml-alpha', 'accepted'],
      ['Namespace/ml-beta', 'fail'],
    ]);
  });

  test.each<[string, (objects: Loose[]) => void]>([
    ['a wider name', (o) => (match(o).names = ['pretrain', 'pretrain*'])],
    ['every name', (o) => delete match(o).names],
    ['another namespace beside', (o) => match(o).namespaces.push('ml-beta')],
    ['a pattern of namespaces', (o) => (match(o).namespaces = ['ml-*'])],
    ['no namespace', (o) => delete match(o).namespaces],
    ['every namespace', (o) => (match(o).namespaces = ['*'])],
    [
      'the label that all projects have',
      (o) => {
        delete match(o).namespaces;
        const { labels } = object(o, 'Namespace', 'ml-alpha').metadata;
        const matchLabels = { [TIER]: labels[TIER] };
        match(o).namespaceSelector = { matchLabels };
      },
    ],
    [
      'a label of another project',
      (o) => {
        delete match(o).namespaces;
        object(o, 'Namespace', 'ml-beta').metadata.labels.wave = '2';
        match(o).namespaceSelector = { matchLabels: { wave: '2' } };
      },
    ],
    [
      'another policy beside',
      (o) => exceptionOf(o).spec.exceptions.push({ policyName: 'ml-own-volumes', ruleNames: ['*'] }),
    ],
  ])('an exception that is described is a hole with %s', (_, change) => {
    const described = excepting(inProject('image-digest'));
    const objects = objectsFor(described, 'kyverno');
    change(objects);
    expect(statuses(objects, described)).toContain('admission/exceptions fail');
  });

  test('an exception that is described says its project by a label as well', () => {
    const described = excepting(inProject('image-digest'));
    const objects = objectsFor(described, 'kyverno');
    delete match(objects).namespaces;
    match(objects).namespaceSelector = { matchLabels: { 'training-isolation/project': 'alpha' } };
    expect(statuses(objects, described)).toEqual(['admission/exceptions accepted']);
  });

  test('a rule that excludes work on its own is a hole', () => {
    const objects = objectsFor(platform, 'kyverno');
    object(objects, 'ClusterPolicy', 'ml-image-digest').spec.rules[0].exclude = {
      any: [{ resources: { namespaces: ['ml-alpha'], names: ['legacy-*'] } }],
    };
    expect(admission(objects, platform).map(({ findings: found }) => found.map(({ message }) => message))).toEqual([
      ['excepts ml-alpha/legacy-x from rule image-digest, and no description names it'],
    ]);
  });

  const exceptionOf = (objects: Loose[]): Loose => objects.find(({ kind }) => kind === 'PolicyException');
  const match = (objects: Loose[]): Loose => exceptionOf(objects).spec.match.any[0].resources;
});

describe('an exception to a policy of somebody else', () => {
  const policy = (name: string): Loose => ({
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name },
    spec: {
      rules: [
        {
          name: 'latest',
          match: { any: [{ resources: { kinds: ['Pod'], namespaces: ['web'] } }] },
          validate: { failureAction: 'Audit', pattern: { spec: { containers: [{ image: '!*:latest' }] } } },
        },
      ],
    },
  });
  const exception = (policyName: string, ...namespaces: string[]): Loose => ({
    apiVersion: 'kyverno.io/v2',
    kind: 'PolicyException',
    metadata: { name: 'x', namespace: 'kyverno' },
    spec: {
      exceptions: [{ policyName, ruleNames: ['*'] }],
      match: { any: [{ resources: { kinds: ['Pod'], namespaces } }] },
    },
  });
  const found = (...objects: Loose[]): readonly string[] =>
    judgedBy('admission/exceptions', [...exampleObjects(), ...objects]).findings.map(({ message }) => message);

  test('is theirs', () => {
    expect(found(policy('no-latest'), exception('no-latest', 'web'))).toEqual([]);
    expect(found(policy('no-latest'), exception('no-*', 'web'))).toEqual([]);
  });

  test('is of nobody where the policy is not in the files, and of the platform by a pattern that means its policies', () => {
    expect(found(exception('no-latest', 'web'))).toEqual([
      'excepts work from policy no-latest, which is not in the files',
    ]);
    expect(found(exception('ml-project-guards', 'web'))).toEqual([
      'excepts work from policy ml-project-guards, whose rule has no exceptions',
    ]);
    for (const name of ['*', 'ml-image-*'])
      expect(found(policy('no-latest'), exception(name, 'web'))).toEqual([
        expect.stringMatching(/^excepts work from every policy that is called like .*, ml-.* among them$/),
      ]);
  });

  test('is asked where such a policy refuses what projects may not have', () => {
    const objects = exampleObjects();
    delete object(objects, 'ClusterPolicy', 'ml-image-digest').metadata.labels;
    const status = (...more: Loose[]): string => judgedBy('admission/images', [...objects, ...more]).status;
    expect([status(), status(exception('ml-image-digest', 'ml-alpha'))]).toEqual(['pass', 'fail']);
  });
});
