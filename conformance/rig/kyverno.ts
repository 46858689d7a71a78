import { engineFile } from '../engines/cache';
import { engineNamed } from '../engines/catalogue';
import type { Progress } from '../progress';
import { applyCrds } from './crds';
import { kubeconfigText } from './kubeconfig';
import type { Kubectl } from './kubectl';
import { KyvernoRelease } from './kyverno-release';
import type { Rig } from './rig';

/** Where Kyverno lives, and where it looks for PolicyExceptions. */
export const kyvernoNamespace = 'kyverno';

/** What Kyverno's controllers need to know of the cluster. */
export interface Api {
  readonly url: string;
  readonly ca: string;
  /** As administrator. */
  readonly kubectl: Kubectl;
}

/**
 * Adds Kyverno to a cluster, its controllers running outside: with the arguments and the rights that its release
 * ships, except that its webhooks are reached by address.
 */
export async function addKyverno(rig: Rig, api: Api, { step }: Progress): Promise<void> {
  const release = new KyvernoRelease();
  await step('Kyverno definitions', () => applyCrds(api.kubectl, release.definitions));
  await api.kubectl.mustApply(release.rightsAndSettings, { serverSide: true });
  await Promise.all([
    step('Kyverno admission controller', () => startAdmissionController(rig, api, release)),
    step('Kyverno background controller', () => startBackgroundController(rig, api, release)),
  ]);
}

async function startAdmissionController(rig: Rig, api: Api, release: KyvernoRelease): Promise<void> {
  const name = 'kyverno-admission-controller';
  const { args, env } = release.controller(name);
  const kubeconfig = await writeIdentity(rig, api, name);
  await rig.start({
    name,
    program: engineFile(engineNamed('kyverno'), 'kyverno'),
    ports: 2,
    args: ([webhooks = 0, metrics = 0]) => [
      ...args,
      ...outsideFlags(kubeconfig, metrics),
      `--serverIP=127.0.0.1:${webhooks}`,
      '--webhookServerHost=127.0.0.1',
      `--webhookServerPort=${webhooks}`,
      '--admissionReports=false',
      '--enablePolicyException=true',
      `--exceptionNamespace=${kyvernoNamespace}`,
    ],
    env: { ...env, ...whereabouts(name) },
    missing: () => missingWebhook(api),
    deadlineSeconds: 180,
  });
}

/** It generates objects and changes existing ones. */
async function startBackgroundController(rig: Rig, api: Api, release: KyvernoRelease): Promise<void> {
  const name = 'kyverno-background-controller';
  const { args, env } = release.controller(name);
  const kubeconfig = await writeIdentity(rig, api, name);
  await rig.start({
    name,
    program: engineFile(engineNamed('kyverno'), 'background-controller'),
    ports: 1,
    args: ([metrics = 0]) => [...args, ...outsideFlags(kubeconfig, metrics)],
    env: { ...env, ...whereabouts(name) },
    missing: () => missingObject(api, 'lease', name),
    deadlineSeconds: 180,
  });
}

/** A controller acts as its own ServiceAccount, so that lacking rights show. */
async function writeIdentity(rig: Rig, { url, ca, kubectl }: Api, name: string): Promise<string> {
  const token = await kubectl.must(['create', 'token', name, `--namespace=${kyvernoNamespace}`, '--duration=24h']);
  return rig.folder.write(`${name}.kubeconfig`, kubeconfigText(url, ca, { token: token.trim() }));
}

/** What a pod would know of itself. */
const whereabouts = (name: string) => ({ KYVERNO_NAMESPACE: kyvernoNamespace, KYVERNO_POD_NAME: `${name}-0` });

function outsideFlags(kubeconfig: string, metricsPort: number): string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    '--controllerRuntimeMetricsAddress=0',
    '--enableReporting=',
    '--disableMetrics=true',
    // Even so, it would listen on all addresses.
    '--metricsHost=127.0.0.1',
    `--metricsPort=${metricsPort}`,
  ];
}

/** Kyverno is there when it judges a policy: its webhook is registered, and answers. */
async function missingWebhook(api: Api): Promise<string | undefined> {
  const missing = await missingObject(api, 'validatingwebhookconfiguration', 'kyverno-policy-validating-webhook-cfg');
  if (missing) return missing;
  const { code, stderr } = await api.kubectl.apply([probePolicy], { dryRun: true });
  return code === 0 ? undefined : stderr.trim();
}

const probePolicy = {
  apiVersion: 'policies.kyverno.io/v1',
  kind: 'ValidatingPolicy',
  metadata: { name: 'readiness-probe' },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
    },
    validations: [{ expression: 'true' }],
  },
};

async function missingObject({ kubectl }: Api, resource: string, name: string): Promise<string | undefined> {
  const { code, stderr } = await kubectl.answer(['get', resource, name, `--namespace=${kyvernoNamespace}`]);
  return code === 0 ? undefined : stderr.trim();
}
