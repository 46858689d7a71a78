import {
  admissionRequest,
  type AdmissionRequest,
  type Manifest,
} from '../../../../lib/verify/admission/admission-request';

type Texts = Readonly<Record<string, string>>;

/** Namespaces of the objects, with their labels. */
export const NAMESPACES = { 'team-a': { tier: 'x', 'a/b': 'one' }, 'team-b': {} } satisfies Readonly<
  Record<string, Texts>
>;

const CONTAINERS = { containers: [{ name: 'main', image: 'main' }] };
const TEMPLATE = { template: { metadata: { labels: { app: 'inner' } }, spec: CONTAINERS } };
const LABELS = { app: 'web', 'a/b': 'one' };
const in_ = (namespace: keyof typeof NAMESPACES, name: string, more: object = {}): Manifest['metadata'] => ({
  name,
  namespace,
  ...more,
});
const maker = (apiVersion: string, kind: string): Manifest => ({
  apiVersion,
  kind,
  metadata: in_('team-a', 'web', { labels: LABELS }),
  spec: kind === 'CronJob' ? { schedule: '0 0 * * *', jobTemplate: { spec: TEMPLATE } } : TEMPLATE,
});

/** What rules are asked about. No two of them have the same kind, namespace and name. */
export const OBJECTS = {
  pod: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: in_('team-a', 'web', { labels: LABELS, annotations: { 'a/owner': 'one', note: '' } }),
    spec: CONTAINERS,
  },
  otherPod: { apiVersion: 'v1', kind: 'Pod', metadata: in_('team-b', 'store'), spec: CONTAINERS },
  unnamedPod: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'run-', namespace: 'team-b', labels: { app: 'run' } },
    spec: CONTAINERS,
  },
  deployment: maker('apps/v1', 'Deployment'),
  statefulSet: maker('apps/v1', 'StatefulSet'),
  replicationController: maker('v1', 'ReplicationController'),
  job: maker('batch/v1', 'Job'),
  cronJob: maker('batch/v1', 'CronJob'),
  otherJob: { ...maker('batch.volcano.sh/v1alpha1', 'Job'), metadata: in_('team-a', 'volcano') },
  widget: { apiVersion: 'example.com/v1beta1', kind: 'Widget', metadata: in_('team-b', 'web') },
  namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a', labels: NAMESPACES['team-a'] } },
  role: {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'web', labels: { app: 'web' } },
    rules: [],
  },
} satisfies Readonly<Record<string, Manifest>>;

export type Named = keyof typeof OBJECTS;
export const NAMED = Object.keys(OBJECTS) as readonly Named[];

export const OPERATIONS = ['CREATE', 'UPDATE', 'DELETE'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Who is asked about: what has no name yet is only made. */
export const askedOf = (operation: Operation): readonly Named[] =>
  operation === 'CREATE' ? NAMED : NAMED.filter((named) => named !== 'unnamedPod');

/** A policy that refuses whatever its rules mean, and what is excepted from it. */
export interface Meaning {
  /** `match`, `exclude` and what else is no demand, of each rule. */
  readonly rules: readonly object[];
  readonly annotations?: Texts;
  /** Each without the policy that it is about. */
  readonly exceptions?: readonly { readonly ruleNames: readonly string[]; readonly [key: string]: unknown }[];
}

/** Whom a policy means. */
export interface MeaningCase extends Meaning {
  readonly title: string;
  /** @default CREATE */
  readonly operation?: Operation;
  /** All that Kyverno refuses (suite `kyverno-rules`); the other objects it lets in. */
  readonly means: readonly Named[];
  /** Of whom the verifier is not sure, since who writes them may change before what they are meant by. @default - of nobody */
  readonly unsure?: readonly Named[];
}

/** The policy by a name. What breaks it already is not forgiven, so that it can be asked about changes. */
export function meaningPolicy({ rules, annotations = {} }: Meaning, name: string): object {
  return {
    apiVersion: 'kyverno.io/v1',
    kind: 'ClusterPolicy',
    metadata: { name, annotations },
    spec: {
      validationFailureAction: 'Enforce',
      background: false,
      rules: rules.map((rule, at) => ({
        name: `rule-${at}`,
        ...('mutate' in rule || 'generate' in rule ? {} : { validate: REFUSING }),
        ...rule,
      })),
    },
  };
}

const REFUSING = { message: 'refused', allowExistingViolations: false, deny: {} };

/** What is excepted from the policy of a name. */
export function exceptionsOf({ exceptions = [] }: Meaning, policyName: string): readonly object[] {
  return exceptions.map(({ ruleNames, ...spec }, at) => ({
    apiVersion: 'kyverno.io/v2',
    kind: 'PolicyException',
    metadata: { name: `${policyName}-${at}`, namespace: 'team-a' },
    spec: { exceptions: [{ policyName, ruleNames }], ...spec },
  }));
}

/** The request about an object; a change of it changes nothing. */
export function requestAbout(named: Named, operation: Operation): AdmissionRequest {
  const object: Manifest = OBJECTS[named];
  const { namespace, labels } = object.metadata as {
    readonly namespace?: keyof typeof NAMESPACES;
    readonly labels?: Texts;
  };
  const own = object.kind === 'Namespace' ? labels : undefined;
  const given: Texts | undefined = own ?? (namespace === undefined ? undefined : NAMESPACES[namespace]);
  return admissionRequest({
    operation,
    object,
    namespaceLabels: given === undefined ? undefined : new Map(Object.entries(given)),
  });
}
