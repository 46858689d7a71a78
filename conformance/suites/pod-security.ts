import { podSecurity as judge, type Level } from '../../lib/verify/pod-security/pod-security';
import { inputsOf } from '../../lib/verify/input/inputs';
import { workloadsOf } from '../../lib/verify/workload/workload';
import { apiRequest, wordsOf } from '../cases/admission/ask';
import { standing } from '../cases/admission/before';
import type { AdmissionCase } from '../cases/admission/case';
import { resulting, type AdmissionRequest } from '../cases/admission/request';
import { FIXTURE_VERSIONS, podSecurityCases, type FixtureVersion } from '../cases/pod-security';
import { EngineFault } from '../engine-fault';
import { ApiClient } from '../rig/api-client';
import { withCluster } from '../rig/cluster';
import type { Kubectl, KubeObject } from '../rig/kubectl';
import { until } from '../rig/until';
import { isAskable } from './admission/case-questions';
import { askAll, type Question } from './question';
import type { Suite } from './suite';

const LEVELS = ['restricted', 'baseline'] as const satisfies readonly Level[];
/** The namespace of the fixtures. */
const NAMESPACE = 'ml-alpha';

/** What the verifier says of pods, a real API server says too. */
export const podSecurity: Suite = {
  name: 'pod-security',
  title: "the verifier's answers on Pod Security are those of the API server, for each fixture in every form of a pod",
  engines: ['etcd', 'kubernetes'],
  run({ progress }) {
    return withCluster({ progress }, async ({ kubectl, kubeconfig }) => {
      const api = new ApiClient(kubeconfig);
      await progress.step('pods that are debugged later', () => stage(kubectl));
      const questions = FIXTURE_VERSIONS.flatMap((version) =>
        LEVELS.map((level) => agrees(kubectl, api, level, version)),
      );
      const checks = await askAll(questions, progress);
      api.close();
      return checks;
    });
  },
};

/** They stand before the namespace is held to anything. */
async function stage(kubectl: Kubectl): Promise<void> {
  await kubectl.mustApply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }]);
  await until({
    what: 'the namespace has its service account',
    deadlineSeconds: 60,
    missing: async () =>
      (await kubectl.list('serviceaccounts', NAMESPACE)).length > 0 ? undefined : 'no service account',
  });
  const pods = standing(FIXTURE_VERSIONS.flatMap(podSecurityCases).filter(isAskable));
  await kubectl.mustApply(
    pods.filter(({ kind }) => kind !== 'Namespace'),
    { serverSide: true },
  );
}

function agrees(kubectl: Kubectl, api: ApiClient, level: Level, version: FixtureVersion): Question {
  return {
    title: `"${level}" of v${version}: the verifier refuses what the API server refuses, and nothing else`,
    ask: async () => {
      await hold(kubectl, api, level, version);
      const cases = podSecurityCases(version).filter(isAskable);
      const refused = { server: 0, verifier: 0 };
      const faults: string[] = [];
      for (const one of cases) {
        const server = await serverRefuses(api, one, level, version);
        const verifier = verifierRefuses(one, level, version);
        if (server !== undefined) refused.server++;
        if (verifier) refused.verifier++;
        if ((server !== undefined) !== verifier)
          faults.push(
            `${one.title}: the API server ${server ?? 'lets it in'}, the verifier ${verifier ? 'refuses' : 'does not'}`,
          );
      }
      if (faults.length > 0) throw new EngineFault(faults.join('\n'));
      const admitted = cases.length - refused.server;
      if (refused.server < 100 || admitted < 50)
        throw new EngineFault(`${refused.server} refused and ${admitted} let in are too few to mean anything`);
      return `${refused.server} refused and ${admitted} let in by both`;
    },
  };
}

/** Holds the namespace to a level, and waits until admission knows. */
async function hold(kubectl: Kubectl, api: ApiClient, level: Level, version: FixtureVersion): Promise<void> {
  const labels = Object.fromEntries(
    ['enforce', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, `v${version}`],
    ]),
  );
  await kubectl.mustApply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } }]);
  const bad: KubeObject & { readonly spec: object } = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'on-its-node', namespace: NAMESPACE },
    spec: { hostNetwork: true, containers: [{ name: 'main', image: 'main' }] },
  };
  await until({
    what: `the namespace is held to ${level} of v${version}`,
    deadlineSeconds: 60,
    missing: async () => {
      const words = await refusal(api, { operation: 'CREATE', object: bad });
      return words?.includes(`PodSecurity "${level}:v${version}"`) === true ? undefined : (words ?? 'let in');
    },
  });
}

/** The API server's words of Pod Security; undefined where it has none. Templates it does not refuse: it warns of them. */
async function refusal(api: ApiClient, request: AdmissionRequest): Promise<string | undefined> {
  const { status, text, warnings } = await api.answer(apiRequest(request));
  const words = wordsOf({ status, text });
  if (words.includes('violates PodSecurity')) return words;
  if (status >= 300) throw new EngineFault(words);
  return warnings.includes('would violate PodSecurity') ? warnings : undefined;
}

async function serverRefuses(
  api: ApiClient,
  { title, request }: AdmissionCase,
  level: Level,
  version: FixtureVersion,
): Promise<string | undefined> {
  const words = await refusal(api, request);
  if (words !== undefined && !words.includes(`PodSecurity "${level}:v${version}"`))
    throw new EngineFault(`${title}: refused by another level: ${words}`);
  return words;
}

function verifierRefuses({ request }: AdmissionCase, level: Level, version: FixtureVersion): boolean {
  const text = JSON.stringify(resulting(request));
  const [workload] = workloadsOf(inputsOf([{ name: 'fixture', text }]));
  if (workload?.spec === undefined) throw new Error('the fixture has no pod');
  return judge(level, workload.metadata, workload.spec, Number(version.split('.')[1])).length > 0;
}
