import { definePlatform, type PlatformProps } from '../../../../lib';
import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import { ROLE_ANNOTATION } from '../../../../lib/model/project/service-account';
import { synthesizeAll } from '../../../kubernetes/document-1';
import { platformProps } from '../../../platform-props';
import { exampleObjects, judged, judgedBy, object, podOf, result, turned, type Loose } from '../example';
import { judgedPlan, withPlan, type LoosePlan } from '../planned-example';

withPlan();

/** Names the account of a pod by the field that `serviceAccountName` once was. */
function byOlderName(template: Loose, account?: string): void {
  template.spec.serviceAccount = account ?? template.spec.serviceAccountName;
  delete template.spec.serviceAccountName;
}

const account = (name: string, more: object = {}): Loose => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: 'ml-alpha' },
  ...more,
});

/** An agent on every node, whose pods run as an account of that name. */
function agent(spec: object): Loose {
  const labels = { app: 'agent' };
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent', namespace: 'agents' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { ...spec, tolerations: [{ operator: 'Exists' }], containers: [{ name: 'agent', image: 'agent' }] },
      },
    },
  };
}

/** A role that an account of the agents takes, and that may do everything with identities. */
function givesAgentRole(plan: LoosePlan): void {
  const role = plan.copy('Role', 'alpha-role', 'agent-role');
  role.inputs.name = 'agent';
  const policy = plan.copy('RolePolicy', 'alpha-role-storage', 'agent-role-identities');
  policy.inputs.role = 'agent';
  policy.inputs.policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }],
  });
  const association = plan.copy('PodIdentityAssociation', 'alpha', 'agent');
  association.inputs = { ...association.inputs, namespace: 'agents', serviceAccount: 'agent', roleArn: ROLE };
  for (const added of [role, policy, association]) added.propertyDependencies = {};
}
const ROLE = 'arn:aws:iam::111122223333:role/agent';

describe('serviceAccount, which the API server reads where serviceAccountName is empty, names the account of a pod', () => {
  test.each<[string, readonly string[], (objects: Loose[]) => void]>([
    ['that of its project is its own', [], (o) => byOlderName(podOf(o))],
    [
      'also beside an empty newer name',
      [],
      (o) => {
        byOlderName(podOf(o));
        podOf(o).spec.serviceAccountName = '';
      },
    ],
    [
      'the default account is nobody chose',
      ['pod/account-token', 'pod/service-account'],
      (o) => {
        o.push(account('default'));
        byOlderName(podOf(o), 'default');
      },
    ],
    [
      'the default account of the namespace is used by no pod that names another one',
      [],
      (o) => {
        o.push(account('default'));
        byOlderName(podOf(o));
      },
    ],
    [
      'another account is not that of the project, and not in the files',
      ['pod/service-account', 'pod/references'],
      (o) => byOlderName(podOf(o), 'another'),
    ],
    [
      'an account with rights is one of pods, whether it is in the files or not',
      ['pod/service-account', 'pod/references', 'authority/training-accounts', 'authority/secrets'],
      (o) => {
        byOlderName(podOf(o), 'another');
        o.push(...rights('ml-alpha', 'another'));
      },
    ],
    ['the newer name wins where both are there', [], (o) => (podOf(o).spec.serviceAccount = 'another')],
  ])('%s', (_, expected, change) => {
    expect([...turned((objects) => void change(objects))].sort()).toEqual([...expected].sort());
  });

  test('pods of two accounts have two identities', () => {
    const objects = exampleObjects();
    const job = structuredClone(object(objects, 'Job', 'pretrain'));
    job.metadata.name = 'second';
    byOlderName(job.spec.template, 'another');
    expect(judgedBy('authority/one-project', [...objects, job]).findings.map(({ message }) => message)).toEqual([
      'has several identities that any pod may take: another, train',
    ]);
  });

  test('admission is asked about the pod, and about the job, as the API server passes them on', () => {
    const objects = exampleObjects();
    byOlderName(podOf(objects));
    byOlderName(object(objects, 'Job', 'finetune').spec.template);
    const { results } = judged(objects, { families: ['admission'] });
    const earlier = judged(exampleObjects(), { families: ['admission'] }).results;
    expect(results.map(({ check, status }) => [check.id, status])).toEqual(
      earlier.map(({ check, status }) => [check.id, status]),
    );
    podOf(objects).spec.serviceAccount = 'another';
    expect(result(judged(objects, { families: ['admission'] }), 'admission/jobs-start').status).toBe('fail');
  });

  test.each([
    ['by the older name', { serviceAccount: 'agent' }, 'fail'],
    ['by the newer name', { serviceAccountName: 'agent' }, 'fail'],
    ['by both, of which the newer one wins', { serviceAccountName: 'agent', serviceAccount: 'other' }, 'fail'],
    [
      'by the older name only, beside another newer one',
      { serviceAccountName: 'other', serviceAccount: 'agent' },
      'pass',
    ],
  ])('agents of nodes are judged by the role and the rights of the account that they name %s', (_, spec, status) => {
    const verdict = judgedPlan((plan, objects) => {
      givesAgentRole(plan);
      objects.push(agent(spec), ...rights('agents', 'agent'));
    });
    expect(result(verdict, 'access/agent-roles').status).toBe(status);
    expect(result(verdict, 'authority/node-agents').status).toBe(status);
  });

  test('the role of a project is for the account that its pods name', () => {
    const status = (name?: string): string =>
      result(
        judgedPlan((_, objects) => byOlderName(podOf(objects), name)),
        'access/pods-get-roles',
      ).status;
    expect([status(), status('another')]).toEqual(['pass', 'fail']);
  });
});

describe('the role that an account names is held against the description, without any plan:', () => {
  const ROLES = 'arn:aws:iam::111122223333:role/training/ml';
  const found = (credentials: NonNullable<PlatformProps['aws']>['credentials'], change: (o: Loose[]) => void) => {
    const props = platformProps();
    const description: PlatformProps = { ...props, aws: { ...props.aws, credentials } as never };
    const objects = synthesizeAll(description) as Loose[];
    change(objects);
    const options = { platform: definePlatform(description) };
    return judgedBy('pod/service-account', objects, options).findings.map(
      ({ status, message }) => `${status}: ${message}`,
    );
  };
  const names = (arn: unknown) => (objects: Loose[]) =>
    void (object(objects, 'ServiceAccount', 'train', 'ml-alpha').metadata.annotations[ROLE_ANNOTATION] = arn);

  test.each<[string, string, unknown, readonly string[]]>([
    ['that of its project', 'irsa', `${ROLES}/ml-alpha`, []],
    ['that of another', 'irsa', `${ROLES}/ml-beta`, ['fail: names role ARN, and that of its project is OWN']],
    [
      'one of another account',
      'irsa',
      `${ROLES.replace('111122223333', '999988887777')}/ml-alpha`,
      ['fail: names role ARN, and that of its project is OWN'],
    ],
    ['none', 'irsa', undefined, ['fail: names no role: its pods get none']],
    ['one that is not known yet', 'irsa', UNKNOWN_TEXT, ['unknown: the role that it names is not known in the plan']],
    ['none, beside Pod Identity', 'pod-identity', undefined, []],
    [
      'that of its project, beside Pod Identity',
      'pod-identity',
      `${ROLES}/ml-alpha`,
      ['fail: names role ARN, and the description gives it one by an association'],
    ],
  ])('%s', (_, kind, arn, expected) => {
    const messages = found(kind === 'irsa' ? { kind } : 'pod-identity', names(arn));
    expect(messages).toEqual(
      expected.map((text) => text.replace('ARN', String(arn)).replace('OWN', `${ROLES}/ml-alpha`)),
    );
  });

  test('an account beside training may name a role of its own, and none of training', () => {
    const beside = (arn: string) => (objects: Loose[]) =>
      void objects.push(
        account('beside', {
          metadata: { name: 'beside', namespace: 'ml-alpha', annotations: { [ROLE_ANNOTATION]: arn } },
        }),
      );
    expect(found('pod-identity', beside('arn:aws:iam::111122223333:role/secrets'))).toEqual([]);
    expect(found('pod-identity', beside(`${ROLES}/ml-beta`))).toEqual([
      'fail: names the role that training of project beta has',
    ]);
  });
});

test('without a description the accounts of two projects may not name one role', () => {
  const found = (other: string): readonly string[] => {
    const objects = exampleObjects();
    const named = (name: string, role: string): void =>
      void (object(objects, 'ServiceAccount', 'train', name).metadata.annotations = {
        [ROLE_ANNOTATION]: role,
      });
    named('ml-alpha', ROLE);
    named('ml-beta', other);
    return judgedBy('pod/service-account', objects, { platform: undefined }).findings.map(({ message }) => message);
  };
  expect(found(`${ROLE}-beta`)).toEqual([]);
  expect(found(ROLE)).toEqual([
    `names ${ROLE}, as ml-beta/train of another project does`,
    `names ${ROLE}, as ml-alpha/train of another project does`,
  ]);
});

/** A binding of an account to a role that reads Secrets. */
function rights(namespace: string, name: string): Loose[] {
  const apiGroup = 'rbac.authorization.k8s.io';
  return [
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRole',
      metadata: { name: 'extra' },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }],
    },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'extra' },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
      roleRef: { apiGroup, kind: 'ClusterRole', name: 'extra' },
    },
  ];
}
