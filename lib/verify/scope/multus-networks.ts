import type { Field } from '../input/field';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import { isRecord } from '../record';
import { readSettings } from './settings';

/** A setting by which Multus gives every pod networks beside that of the cluster, or another in its place. */
export interface MultusNetworks {
  readonly object: KubernetesObject;
  readonly at: Field;
  /** `defaultNetworks`; undefined where the settings cannot be read. */
  readonly setting: string | undefined;
}

/**
 * What the files tell Multus of all pods: a ConfigMap of its configuration, whatever its name, or the operator that writes
 * one (https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/configuration.md).
 */
export function multusNetworks(objects: readonly KubernetesObject[]): readonly MultusNetworks[] {
  return objects.flatMap((object): readonly MultusNetworks[] => {
    if (isKind(object, '', 'ConfigMap'))
      return (object.field.get('data')?.entries() ?? []).flatMap(([, at]) => {
        const setting = typeof at.value === 'string' && MENTIONED.test(at.value) ? settingIn(at.value) : undefined;
        return setting === undefined ? [] : [{ object, at, setting }];
      });
    if (!isKind(object, 'mellanox.com', 'NicClusterPolicy')) return [];
    const at = object.field.at('spec', 'secondaryNetwork', 'multus', 'config');
    if (at === undefined || at.value === '') return [];
    const text = String(at.value);
    const setting = settingIn(text);
    return setting === undefined && isRecord(readSettings(text)) ? [] : [{ object, at, setting }];
  });
}

const MENTIONED = /defaultNetworks|clusterNetwork|delegates/;

function settingIn(text: string): string | undefined {
  const settings = readSettings(text);
  if (!isRecord(settings)) return undefined;
  const { plugins } = settings;
  return [settings, ...(Array.isArray(plugins) ? plugins.filter(isRecord) : [])].map(settingOf).find((one) => one);
}

function settingOf({ type, defaultNetworks, clusterNetwork, delegates }: Readonly<Record<string, unknown>>): string {
  if (Array.isArray(defaultNetworks) && defaultNetworks.length > 0) return 'defaultNetworks';
  if (typeof clusterNetwork === 'string' && clusterNetwork !== '' && !OF_PLUGINS.test(clusterNetwork))
    return 'clusterNetwork';
  // The first is the network of the cluster.
  return type === 'multus' && Array.isArray(delegates) && delegates.length > 1 ? 'delegates' : '';
}

/** Files that the plugins which enforce policies leave on nodes: their own network, by its usual name. */
const OF_PLUGINS = /^\/.*\/(?:10-aws|05-cilium|10-calico)\.conf(?:list)?$/;
