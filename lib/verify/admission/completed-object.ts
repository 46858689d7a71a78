import { groupOf } from '../input/kinds';
import type { Manifest } from './admission-request';
import { isRecord } from '../record';

type Json = Readonly<Record<string, unknown>>;

/**
 * An object as admission hears of it: with what the API server and its own plugins add to a pod, or to a template of its own
 * kinds. What somebody else's webhooks add is not in it.
 */
export function completedObject(object: Manifest): Manifest {
  const metadata = { uid: 'uid', creationTimestamp: '2000-01-01T00:00:00Z', ...object.metadata };
  const way = wayToPod(object);
  if (way === undefined) return { ...object, metadata };
  return { ...(within(object, way, way.length === 1 ? admitted : defaulted) as Manifest), metadata };
}

/** Where the spec of a pod is in the API server's own kinds; it passes on the kinds of others as they are. */
function wayToPod({ apiVersion, kind }: Manifest): readonly string[] | undefined {
  if (kind === 'Pod' && apiVersion === 'v1') return ['spec'];
  if (!['apps', 'batch'].includes(groupOf(apiVersion))) return undefined;
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template', 'spec'] : ['spec', 'template', 'spec'];
}

function within(value: unknown, [key, ...rest]: readonly string[], change: (spec: Json) => Json): unknown {
  if (!isRecord(value)) return value;
  return key === undefined ? change(value) : { ...value, [key]: within(value[key], rest, change) };
}

/** With the defaults of the API (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/). */
function defaulted(spec: Json): Json {
  return {
    securityContext: {},
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    ...spec,
    ...eachOf(spec, 'volumes', defaultedVolume),
    ...eachOf(spec, 'containers', defaultedContainer),
    ...eachOf(spec, 'initContainers', defaultedContainer),
  };
}

/** And with what the plugins for service accounts, priorities and tolerations add to a pod. */
function admitted(spec: Json): Json {
  const hasToken = spec['automountServiceAccountToken'] !== false;
  const mounted = (container: Json): Json =>
    hasToken ? { ...container, volumeMounts: [...listOf(container['volumeMounts']), TOKEN_MOUNT] } : container;
  const made = defaulted(spec);
  return {
    enableServiceLinks: true,
    serviceAccountName: 'default',
    serviceAccount: spec['serviceAccountName'] ?? 'default',
    priority: 0,
    preemptionPolicy: 'PreemptLowerPriority',
    ...made,
    tolerations: [...listOf(spec['tolerations']), ...AWAY],
    ...(hasToken ? { volumes: [...listOf(made['volumes']), TOKEN_VOLUME] } : {}),
    ...eachOf(made, 'containers', mounted),
    ...eachOf(made, 'initContainers', mounted),
  };
}

const AWAY = ['not-ready', 'unreachable'].map((key) => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));
const TOKEN = 'kube-api-access-x7q9z';
const TOKEN_VOLUME = {
  name: TOKEN,
  projected: { defaultMode: 420, sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }] },
};
const TOKEN_MOUNT = { name: TOKEN, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true };

function defaultedContainer(container: Json): Json {
  const image = String(container['image'] ?? '');
  const isLatest = !image.includes('@') && /(?:^|\/)[^:/]*$|:latest$/.test(image);
  return {
    resources: {},
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: isLatest ? 'Always' : 'IfNotPresent',
    ...container,
    ...eachOf(container, 'ports', (port) => ({ protocol: 'TCP', ...port })),
  };
}

const MODE = { defaultMode: 420 };

function defaultedVolume(volume: Json): Json {
  if (Object.keys(volume).length === 1) return { ...volume, emptyDir: {} };
  return Object.fromEntries(
    Object.entries(volume).map(([source, value]) => {
      if (!isRecord(value)) return [source, value];
      if (source === 'hostPath') return [source, { type: '', ...value }];
      return [
        source,
        ['secret', 'configMap', 'projected', 'downwardAPI'].includes(source) ? { ...MODE, ...value } : value,
      ];
    }),
  );
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function eachOf(of: Json, key: string, change: (item: Json) => Json): Json {
  const list = of[key];
  return Array.isArray(list) ? { [key]: list.map((item: unknown) => (isRecord(item) ? change(item) : item)) } : {};
}
