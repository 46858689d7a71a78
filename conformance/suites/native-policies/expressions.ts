import fc from 'fast-check';
import { admissionRequest, type Manifest } from '../../../lib/verify/admission/admission-request';
import { CelRules } from '../../../lib/verify/admission/cel-rules';
import { completedObject } from '../../../lib/verify/admission/completed-object';
import { inputsOf } from '../../../lib/verify/input/inputs';
import { expression, VARIABLES } from '../../cases/native/expressions';
import { EngineFault } from '../../engine-fault';
import type { ApiClient } from '../../rig/api-client';
import {
  installNativePolicy,
  nativePolicy,
  removeNativePolicies,
  untilPoliciesSettled,
  type NativePolicy,
} from '../../rig/native-policies';
import type { Question } from '../question';

const GENERATED = 240;
/** Demands of one policy: of more the API server leaves some warnings out. */
const AT_ONCE = 30;
const NAMESPACE = 'team-a';

const SPEC = { automountServiceAccountToken: false };
const pod = (name: string, metadata: object, spec: object): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: NAMESPACE, ...metadata },
  spec: { ...SPEC, ...spec },
});

const PODS: readonly Manifest[] = [
  pod(
    'web-1',
    { labels: { app: 'web', 'a.b/c': 'X-1' }, annotations: { note: 'Hello' } },
    {
      containers: [
        { name: 'main', image: 'r.io/team/main:1', ports: [{ containerPort: 80 }], env: [{ name: 'A', value: '1' }] },
        { name: 'side', image: 'side', resources: { limits: { cpu: '500m', memory: '1Gi' } } },
      ],
    },
  ),
  pod(
    'db',
    {},
    {
      securityContext: { runAsUser: 1000, runAsNonRoot: true },
      tolerations: [{ key: 'k', operator: 'Exists' }],
      volumes: [{ name: 'v', emptyDir: {} }],
      containers: [{ name: 'main', image: `db@sha256:${'0'.repeat(64)}`, securityContext: { privileged: false } }],
    },
  ),
  pod(
    'zz',
    { labels: { app: '', tier: 'x' } },
    {
      hostNetwork: true,
      nodeSelector: { pool: 'p' },
      initContainers: [{ name: 'init', image: 'side:latest' }],
      containers: [{ name: 'x', image: 'localhost:5000/x' }],
    },
  ),
];

/** What the expressions of policies say of pods, as the API server completes them. */
export const expressionsAgree = (api: ApiClient): Question => ({
  title: `${GENERATED} generated expressions say of ${PODS.length} pods what the verifier is sure that they say`,
  ask: async () => {
    // One seed, so that every run asks the same.
    const all = [...new Set(fc.sample(expression, { numRuns: GENERATED, seed: 1 }))];
    const tally = { true: 0, false: 0, unknown: 0 };
    const wrong: string[] = [];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE);
      const rules = rulesOf(some);
      await withPolicy(api, some, async () => {
        for (const one of PODS) {
          const { failed, erred } = await saidOf(api, one);
          const rulings = rules.rulings(
            admissionRequest({ operation: 'CREATE', object: completedObject(one), namespaceLabels: new Map() }),
          );
          for (const [index, text] of some.entries()) {
            const ours = rulings[index];
            if (ours === 'unknown') tally.unknown++;
            else if (!erred(text) && failed.has(index) === (ours === 'refuses'))
              tally[ours === 'refuses' ? 'false' : 'true']++;
            else wrong.push(`${ours} of ${String(one.metadata['name'])}, the API server differs: ${text}`);
          }
        }
      });
    }
    if (wrong.length > 0) throw new EngineFault(wrong.join('\n'));
    const told = `${tally.true} true and ${tally.false} false to both, ${tally.unknown} unknown`;
    if (tally.true < 150 || tally.false < 150) throw new EngineFault(`${told}: too few to mean anything`);
    return told;
  },
});

const specOf = (expressions: readonly string[]): object => ({
  matchConstraints: {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } },
    resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
  },
  variables: VARIABLES,
  validations: expressions.map((text, at) => ({ expression: text, message: `demand ${at}` })),
});

const policyOf = (expressions: readonly string[]): NativePolicy => ({
  name: 'said',
  spec: specOf(expressions),
  action: 'Warn',
});

function rulesOf(expressions: readonly string[]): CelRules {
  const [policy] = nativePolicy(policyOf(expressions));
  const [object] = inputsOf([{ name: 'policy', text: JSON.stringify(policy) }]).objects;
  return new CelRules(object?.field.get('spec'), 'validations', 'null', false);
}

async function withPolicy(api: ApiClient, expressions: readonly string[], work: () => Promise<void>): Promise<void> {
  const policy = policyOf(expressions);
  await installNativePolicy(api, policy);
  await untilPoliciesSettled(api);
  await work();
  // That it is gone is waited for with the next one.
  await removeNativePolicies(api, policy.name);
}

interface Said {
  readonly failed: ReadonlySet<number>;
  erred(expression: string): boolean;
}

async function saidOf(api: ApiClient, object: Manifest): Promise<Said> {
  const path = `/api/v1/namespaces/${NAMESPACE}/pods?dryRun=All`;
  const { status, text, warnings } = await api.answer({ method: 'POST', path, body: object });
  if (status >= 300) throw new EngineFault(`${status} ${text.slice(0, 300)}`);
  return {
    failed: new Set([...warnings.matchAll(/'said' with binding 'said': demand (\d+)"/g)].map(([, at]) => Number(at))),
    erred: (expression) => warnings.includes(`expression '${expression}' resulted in error`),
  };
}
