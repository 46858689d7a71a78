import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import { valueAt } from '../record';
import { readSettings } from '../scope/settings';

/** Schedulers beside that of Kubernetes whose pods stay off nodes with taints that they do not tolerate, unless they are configured otherwise. */
const HEEDING = [
  // https://github.com/volcano-sh/volcano/blob/master/pkg/scheduler/plugins/predicates/predicates.go
  'volcano',
  // https://github.com/NVIDIA/KAI-Scheduler/blob/main/pkg/scheduler/k8s_internal/predicates/predicates.go
  'kai-scheduler',
  // All filters of Kubernetes, and more: https://github.com/koordinator-sh/koordinator/blob/main/config/manager/scheduler-config.yaml
  'koord-scheduler',
  // https://github.com/apache/yunikorn-k8shim/blob/master/pkg/plugin/predicates/predicate_manager.go
  'yunikorn',
];

/** Those of the files, whose configurations are in ConfigMaps under whatever names. */
export function heedingSchedulers(objects: readonly KubernetesObject[]): ReadonlySet<string> {
  const settings = objects
    .filter((object) => isKind(object, '', 'ConfigMap'))
    .flatMap(({ field }) => field.get('data')?.entries() ?? [])
    .flatMap(([, { value }]) => (typeof value === 'string' && CONFIGURED.test(value) ? [readSettings(value)] : []));
  const off = new Set(settings.flatMap((one) => [...offByTiers(one), ...offByProfiles(one)]));
  return new Set(HEEDING.filter((name) => !off.has(name)));
}

const CONFIGURED = /\b(?:tiers|profiles)["']?\s*:/;

const listAt = (value: unknown, ...way: readonly string[]): readonly unknown[] => {
  const found = valueAt(value, ...way);
  return Array.isArray(found) ? found : [];
};

/** The form of kube-batch, which two of them have: without its plugin, or with that switched off, nobody looks at taints. */
function offByTiers(settings: unknown): readonly string[] {
  const plugins = listAt(settings, 'tiers').flatMap((tier) => listAt(tier, 'plugins'));
  // Other programs have tiers too.
  const isOfScheduler = plugins.length > 0 || typeof valueAt(settings, 'actions') === 'string';
  if (!Array.isArray(valueAt(settings, 'tiers')) || !isOfScheduler) return [];
  const predicates = plugins.find((plugin) => valueAt(plugin, 'name') === 'predicates');
  const switches = [valueAt(predicates, 'enablePredicate'), valueAt(predicates, 'arguments', TAINTS)];
  const isOn = predicates !== undefined && switches.every((one) => String(one) !== 'false');
  return isOn ? [] : OF_TIERS;
}

const TAINTS = 'predicate.TaintTolerationEnable';
const OF_TIERS = ['volcano', 'kai-scheduler'];

/** https://kubernetes.io/docs/reference/scheduling/config/#profiles */
function offByProfiles(settings: unknown): readonly string[] {
  if (valueAt(settings, 'kind') !== 'KubeSchedulerConfiguration') return [];
  return listAt(settings, 'profiles').flatMap((profile) => {
    const isOff = ['filter', 'multiPoint'].some((point) => {
      const names = (list: string): readonly unknown[] =>
        listAt(profile, 'plugins', point, list).map((one) => valueAt(one, 'name'));
      const off = names('disabled');
      return (off.includes('*') || off.includes('TaintToleration')) && !names('enabled').includes('TaintToleration');
    });
    return isOff ? [String(valueAt(profile, 'schedulerName'))] : [];
  });
}
