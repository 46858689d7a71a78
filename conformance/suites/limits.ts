import fc from 'fast-check';
import { fitsLimits } from '../../lib/verify/checks/pod/fits-limits';
import { Evidence } from '../../lib/verify/evidence';
import { inputsOf } from '../../lib/verify/input/inputs';
import { wordsOf } from '../cases/admission/ask';
import { EngineFault } from '../engine-fault';
import { ApiClient } from '../rig/api-client';
import { withCluster } from '../rig/cluster';
import type { Kubectl, KubeObject } from '../rig/kubectl';
import { until } from '../rig/until';
import { askAll } from './question';
import type { Suite } from './suite';

/** One seed, so that every run asks the same. */
const CASES = 240;

/** A part of an object, with only some of its keys. */
const someOf = (parts: Readonly<Record<string, string>>): fc.Arbitrary<object> =>
  fc.subarray(Object.entries(parts)).map((entries) => Object.fromEntries(entries));

/** Bounds that the API server takes, whichever of them are left out. */
const limit = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('Container'),
      min: someOf({ cpu: '200m', memory: '128Mi' }),
      defaultRequest: someOf({ cpu: '500m', memory: '256Mi' }),
      default: someOf({ cpu: '1', memory: '512Mi' }),
      max: someOf({ cpu: '2', memory: '1Gi' }),
      maxLimitRequestRatio: someOf({ cpu: '4', memory: '3' }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('Pod'),
      min: someOf({ cpu: '1' }),
      max: someOf({ cpu: '3', memory: '1536Mi' }),
      maxLimitRequestRatio: someOf({ memory: '2' }),
    }),
  },
);

const priority = (operator: string, values?: readonly string[]): object => ({
  scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, ...(values && { values }) }] },
});
const amounts = fc.record(
  {
    pods: fc.constantFrom('0', '1', '5'),
    cpu: fc.constantFrom('1', '2'),
    'requests.memory': fc.constantFrom('256Mi', '1Gi'),
    'limits.cpu': fc.constantFrom('500m', '2', '3'),
    'limits.memory': fc.constantFrom('512Mi', '2Gi'),
    'requests.nvidia.com/gpu': fc.constantFrom('0', '4'),
    'count/configmaps': fc.constant('9'),
  },
  { requiredKeys: [] },
);
const quota = fc.oneof(
  { weight: 3, arbitrary: fc.record({ hard: amounts }) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom<object>(
        { scopes: ['Terminating'] },
        { scopes: ['NotTerminating'] },
        { scopes: ['NotBestEffort'] },
        priority('In', ['high']),
        priority('NotIn', ['high']),
        priority('Exists'),
        priority('DoesNotExist'),
      )
      .chain((scope) => amounts.map(({ 'count/configmaps': _, ...hard }) => ({ ...scope, hard }))),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('BestEffort', 'CrossNamespacePodAffinity')
      .map((scope) => ({ scopes: [scope], hard: { pods: '0' } })),
  },
);

/** What a container says of one resource; a request is never above the limit beside it. */
const said = (amountsUp: readonly string[]): fc.Arbitrary<readonly [string | undefined, string | undefined]> =>
  fc
    .tuple(fc.nat(amountsUp.length), fc.nat(amountsUp.length))
    .map(([a, b]) => [amountsUp[Math.min(a, b)], amountsUp[b]] as const)
    .chain(([low, high]) =>
      fc.constantFrom(
        [low, high] as const,
        [undefined, high] as const,
        [low, undefined] as const,
        [high, high] as const,
      ),
    );
const resources = fc
  .tuple(
    said(['100m', '300m', '1', '1500m', '3']),
    said(['64Mi', '256Mi', '768Mi', '2Gi']),
    fc.constantFrom(undefined, undefined, '2', '8'),
  )
  .map(([cpu, memory, gpu]) => ({
    requests: given({ cpu: cpu[0], memory: memory[0] }),
    limits: given({ cpu: cpu[1], memory: memory[1], 'nvidia.com/gpu': gpu }),
  }));
const container = resources.map((own) => ({ image: 'main', resources: own }));
const elsewhere = { namespaceSelector: {}, topologyKey: 'kubernetes.io/hostname', labelSelector: {} };

const generated = fc.record({
  limits: fc.uniqueArray(limit, { maxLength: 2, selector: ({ type }) => type }),
  quotas: fc.array(quota, { maxLength: 2 }),
  containers: fc.array(container, { minLength: 1, maxLength: 2 }),
  before: fc.array(
    fc.tuple(container, fc.boolean()).map(([own, stays]) => (stays ? { ...own, restartPolicy: 'Always' } : own)),
    { maxLength: 2 },
  ),
  more: fc.record(
    {
      activeDeadlineSeconds: fc.constant(60),
      priorityClassName: fc.constantFrom('high', 'low'),
      affinity: fc.constant({ podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [elsewhere] } }),
    },
    { requiredKeys: [] },
  ),
});

function given(amounts: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== undefined));
}

interface Case {
  readonly namespace: string;
  /** Limit ranges and quotas. */
  readonly bounds: readonly KubeObject[];
  readonly pod: KubeObject;
}

function cases(): readonly Case[] {
  return fc.sample(generated, { seed: 11, numRuns: CASES }).map((item, index) => {
    const namespace = `c${index}`;
    const bound = (kind: string, name: string, spec: object): KubeObject => ({
      apiVersion: 'v1',
      kind,
      metadata: { name, namespace },
      spec,
    });
    const named = (list: readonly object[], prefix: string): readonly object[] =>
      list.map((one, position) => ({ name: `${prefix}${position}`, ...one }));
    const spec = {
      automountServiceAccountToken: false,
      initContainers: named(item.before, 'before'),
      containers: named(item.containers, 'main'),
      ...item.more,
    };
    return {
      namespace,
      bounds: [
        ...(item.limits.length === 0 ? [] : [bound('LimitRange', 'limits', { limits: item.limits })]),
        ...item.quotas.map((one, position) => bound('ResourceQuota', `quota${position}`, one)),
      ],
      pod: bound('Pod', 'pod', spec),
    };
  });
}

/** What the verifier says fits the bounds of a namespace, a real API server lets in. */
export const limits: Suite = {
  name: 'limits',
  title: 'the verifier says which pods fit limit ranges and quotas as the API server does, on generated ones',
  engines: ['etcd', 'kubernetes'],
  run({ progress }) {
    return withCluster({ progress }, async ({ kubectl, kubeconfig }) => {
      const all = cases();
      await progress.step('namespaces with bounds', () => stage(kubectl, all));
      const api = new ApiClient(kubeconfig);
      const checks = await askAll(
        [{ title: 'the verifier refuses what the API server refuses, and nothing else', ask: () => agrees(api, all) }],
        progress,
      );
      api.close();
      return checks;
    });
  },
};

async function stage(kubectl: Kubectl, all: readonly Case[]): Promise<void> {
  await kubectl.mustApply([
    ...['high', 'low'].map((name) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value: name === 'high' ? 10 : 1,
    })),
    ...all.map(({ namespace }) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })),
    ...all.flatMap(({ bounds }) => bounds),
  ]);
  await until({
    what: 'every namespace has its account, and every quota is counted',
    deadlineSeconds: 120,
    missing: async () => {
      const accounts = (await kubectl.list('serviceaccounts')).filter(({ metadata }) => metadata.name === 'default');
      const counted = new Set(accounts.map(({ metadata }) => metadata.namespace));
      const uncounted = (await kubectl.list('resourcequotas')).filter(
        ({ status }) => (status as { hard?: object } | undefined)?.hard === undefined,
      );
      const bare = all.filter(({ namespace }) => !counted.has(namespace));
      return bare.length + uncounted.length === 0 ? undefined : `${bare.length} and ${uncounted.length} are missing`;
    },
  });
}

async function agrees(api: ApiClient, all: readonly Case[]): Promise<string> {
  const faults: string[] = [];
  let refused = 0;
  for (const one of all) {
    const path = `/api/v1/namespaces/${one.namespace}/pods?fieldValidation=Strict`;
    const words = wordsOf(await api.answer({ method: 'POST', path, body: one.pod }));
    const ours = verifierSays(one);
    if (words !== '') refused++;
    if ((words !== '') !== ours.length > 0)
      faults.push(
        `${JSON.stringify([...one.bounds, one.pod])}\n  API server: ${words}\n  verifier: ${ours.join('; ')}`,
      );
  }
  if (faults.length > 0) throw new EngineFault(faults.join('\n'));
  const admitted = all.length - refused;
  if (refused < 60 || admitted < 40)
    throw new EngineFault(`${refused} refused and ${admitted} let in are too few to mean anything`);
  return `${refused} refused and ${admitted} let in by both`;
}

function verifierSays({ namespace, bounds, pod }: Case): readonly string[] {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...bounds, pod] });
  const evidence = new Evidence(inputsOf([{ name: 'case', text }]), { namespaces: [namespace] });
  return [...fitsLimits.judge(evidence)].flatMap(({ problems }) => problems.map(({ message }) => message));
}
