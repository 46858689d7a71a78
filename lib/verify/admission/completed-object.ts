import { groupOf } from '../input/kinds';
import type { Manifest } from './admission-request';
import { isRecord } from '../record';
import { DEFAULT_ACCOUNT, runningAs } from '../workload/account';

type Json = Readonly<Record<string, unknown>>;

/**
 * An object as admission hears of it: with what the API server and its own plugins add to a pod, or to a template of its own
 * kinds. What somebody else's webhooks add is not in it.
 */
export function completedObject(object: Manifest): Manifest {
  if (isTemplate(object)) return within(object, ['spec'], defaulted) as Manifest;
  const metadata = { uid: 'uid', creationTimestamp: '2000-01-01T00:00:00Z', ...object.metadata };
  const way = wayToPod(object);
  if (way === undefined) return { ...object, metadata };
  return { ...(within(object, way, way.length === 1 ? admitted : defaulted) as Manifest), metadata };
}

/** A template of pods that stands for an object itself has neither kind nor version. */
const isTemplate = ({ kind }: Partial<Manifest>): boolean => kind === undefined;

/** Where the spec of a pod is in the API server's own kinds; it passes on the kinds of others as they are. */
function wayToPod({ apiVersion, kind }: Manifest): readonly string[] | undefined {
  if (kind === 'Pod' && apiVersion === 'v1') return ['spec'];
  const isMaker =
    ['apps', 'batch'].includes(groupOf(apiVersion)) || `${apiVersion} ${kind}` === 'v1 ReplicationController';
  if (!isMaker) return undefined;
  return kind === 'CronJob' ? ['spec', 'jobTemplate', 'spec', 'template', 'spec'] : ['spec', 'template', 'spec'];
}

function within(value: unknown, [key, ...rest]: readonly string[], change: (spec: Json) => Json): unknown {
  if (!isRecord(value)) return value;
  return key === undefined ? change(value) : { ...value, [key]: within(value[key], rest, change) };
}

/**
 * The spec of a pod as the API server reads it, before all defaults: `null` is absent, a volume without a source is an empty
 * directory, and the account stands under both names of its field.
 */
export function readSpec<Spec extends Json>(given: Spec): Spec {
  const spec = withAccount(withoutNulls(given) as Spec);
  return {
    ...spec,
    ...eachOf(spec, 'volumes', (volume) => (isSourceless(volume) ? { ...volume, emptyDir: {} } : volume)),
  };
}

const isSourceless = (volume: Json): boolean => Object.keys(volume).length === 1;

function withAccount<Spec extends Json>(spec: Spec): Spec {
  const account = [spec['serviceAccountName'], spec['serviceAccount']].find(
    (name) => name !== undefined && name !== '',
  );
  return typeof account === 'string' ? runningAs(spec, account) : spec;
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutNulls);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([key, item]) => [key, withoutNulls(item)]),
  );
}

/** With the defaults of the API (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/). */
function defaulted(given: Json): Json {
  const spec = readSpec(given);
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
    ...runningAs({}, DEFAULT_ACCOUNT),
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
