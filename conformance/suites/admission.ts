import { setTimeout as pause } from 'node:timers/promises';
import { definePlatform, type Dialect } from '../../lib';
import { DIALECTS } from '../../lib/model/policies';
import { admissionPolicies, type PolicyObject } from '../../lib/policies';
import { ALL_CASES } from '../cases/admission';
import { DEFINITIONS, STAGE, standing } from '../cases/admission/before';
import { platform, props } from '../cases/admission/platform';
import { FIXTURE_VERSIONS, podSecurityCases } from '../cases/pod-security';
import { EngineFault } from '../engine-fault';
import { ApiClient } from '../rig/api-client';
import { withCluster, type Cluster } from '../rig/cluster';
import { applyCrds } from '../rig/crds';
import type { Kubectl, KubeObject } from '../rig/kubectl';
import { untilPoliciesReady } from '../rig/kyverno-policies';
import { until } from '../rig/until';
import { caseQuestions, isAskable } from './admission/case-questions';
import { nativePolicyQuestions } from './admission/native-policies';
import { askAll, expectEqual, type Question } from './question';
import type { Check, Suite } from './suite';

/** Every rule in every dialect, judged by the engine that runs it in production. */
export const admission: Suite = {
  name: 'admission',
  title: 'each admission rule lets in and refuses what it says, in each dialect, with its own words',
  engines: ['etcd', 'kubernetes', 'kyverno'],
  notShown: [
    ...new Set(
      ALL_CASES.flatMap(({ rule, title, onlyEvaluated }) =>
        onlyEvaluated === undefined ? [] : [`${rule}: ${title}: ${onlyEvaluated}`],
      ),
    ),
  ],
  run({ progress }) {
    return withCluster({ kyverno: true, progress }, async (cluster) => {
      const api = new ApiClient(cluster.kubeconfig);
      await progress.step('what stands before the policies', () => stage(cluster.kubectl));
      const checks: Check[] = [];
      for (const dialect of DIALECTS) checks.push(...(await judgeDialect(dialect, cluster, api, progress)));
      api.close();
      return checks;
    });
  },
};

/** What the cases change, delete and connect to lies in the cluster before any policy does. */
async function stage(kubectl: Kubectl): Promise<void> {
  const cases = [...ALL_CASES, ...FIXTURE_VERSIONS.flatMap(podSecurityCases)].filter(isAskable);
  const before = standing(cases);
  await applyCrds(kubectl, DEFINITIONS);
  await kubectl.mustApply(STAGE, { serverSide: true });
  await kubectl.mustApply(before.filter(({ kind }) => kind === 'Namespace'));
  await kubectl.mustApply(
    before.filter(({ kind }) => kind !== 'Namespace'),
    { serverSide: true },
  );
}

async function judgeDialect(
  dialect: Dialect,
  { kubectl }: Cluster,
  api: ApiClient,
  progress: Parameters<Suite['run']>[0]['progress'],
): Promise<Check[]> {
  const inDialect = (questions: readonly Question[]): Question[] =>
    questions.map((question) => ({ ...question, title: `${dialect}: ${question.title}` }));
  const ask = (questions: readonly Question[]): Promise<Check[]> => askAll(inDialect(questions), progress);

  const policies = ofDialect(admissionPolicies(platform, { dialects: [dialect] }), dialect);
  const checks = await withPolicies(kubectl, policies, () =>
    ask([
      ...(dialect === 'vap' ? nativePolicyQuestions(kubectl, policies) : []),
      unchangedWhenAppliedAgain(kubectl, policies),
      ...caseQuestions(api, dialect, platform, ALL_CASES),
    ]),
  );
  for (const version of FIXTURE_VERSIONS) {
    const ofVersion = definePlatform({ ...props, kubernetesVersion: version });
    const alone = admissionPolicies(ofVersion, { dialects: [dialect], rules: ['pod-security'] });
    const title = `Pod Security "restricted" of v${version} answers to Kubernetes' own fixtures, in every form of a pod`;
    checks.push(
      ...(await withPolicies(kubectl, alone, () =>
        ask(caseQuestions(api, dialect, ofVersion, podSecurityCases(version)).map((one) => ({ ...one, title }))),
      )),
    );
  }
  return checks;
}

/** Without the guards that go with every dialect as Kubernetes' own policies: they would answer first. */
const ofDialect = (objects: readonly PolicyObject[], dialect: Dialect): readonly PolicyObject[] =>
  dialect === 'vap' ? objects : objects.filter(({ kind }) => !kind.startsWith('ValidatingAdmission'));

async function withPolicies<T>(
  kubectl: Kubectl,
  policies: readonly PolicyObject[],
  work: () => Promise<T>,
): Promise<T> {
  await kubectl.mustApply(policies);
  await untilEnforced(kubectl, policies);
  const result = await work();
  await kubectl.must(['delete', '--filename=-'], policies.map((policy) => JSON.stringify(policy)).join('\n'));
  // Webhooks and policies of the API server are gone a moment after the objects are.
  await pause(SETTLING);
  return result;
}

/** Milliseconds until a change of policies has reached the API server's own caches, for which it has no condition. */
const SETTLING = 3000;

async function untilEnforced(kubectl: Kubectl, policies: readonly PolicyObject[]): Promise<void> {
  if (policies.some(({ apiVersion }) => apiVersion.includes('kyverno.io'))) await untilPoliciesReady(kubectl);
  const native = policies.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  await until({
    what: 'the API server has checked the types of all policies',
    deadlineSeconds: 60,
    missing: async () => {
      const checked = new Set((await kubectl.list('validatingadmissionpolicies')).filter(isChecked).map(nameOf));
      const waiting = native.map(nameOf).filter((name) => !checked.has(name));
      return waiting.length === 0 ? undefined : waiting.join(', ');
    },
  });
  await pause(SETTLING);
}

const nameOf = ({ metadata }: Pick<KubeObject, 'metadata'>): string => metadata.name;

const isChecked = ({ metadata, status }: KubeObject): boolean =>
  (status as { observedGeneration?: number } | undefined)?.observedGeneration === metadata['generation'];

function unchangedWhenAppliedAgain(kubectl: Kubectl, policies: readonly PolicyObject[]): Question {
  return {
    title: 'the policies, applied again, change nothing',
    ask: async () => {
      const { code, stdout, stderr } = await kubectl.apply(policies);
      const words = stdout.trim().split('\n');
      const different = words.filter((line) => !line.endsWith(' unchanged'));
      if (code !== 0 || different.length > 0) throw new EngineFault([...different, stderr].join('\n'));
      expectEqual('objects', words.length, policies.length);
      return `${words.length} objects unchanged`;
    },
  };
}
