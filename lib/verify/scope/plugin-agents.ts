import { KUBE_SYSTEM } from '../../model/kubernetes-namespaces';
import type { Rule } from '../authority/rule';
import type { RbacSubject } from '../authority/subject';
import { serviceAccountOf } from '../workload/account';
import type { Workload } from '../workload/workload';

/** The agent of a network plugin, by its own manifests: what it writes of the whole cluster. */
export interface PluginAgent {
  readonly plugin: string;
  readonly namespaces: readonly string[];
  /** Name of its daemon set, and of the account of that. */
  readonly name: string;
  readonly rules: readonly Rule[];
}

const may = (verbs: string, apiGroup: string, resources: string): Rule => ({
  verbs: verbs.split(' '),
  apiGroups: [apiGroup],
  resources: resources.split(' '),
});

const AGENTS: readonly PluginAgent[] = [
  // https://github.com/projectcalico/calico/blob/master/manifests/calico.yaml
  {
    plugin: 'Calico',
    namespaces: [KUBE_SYSTEM, 'calico-system'],
    name: 'calico-node',
    rules: [
      may('patch update', '', 'nodes/status'),
      may('patch', '', 'pods/status'),
      may('create update', 'crd.projectcalico.org', 'ippools felixconfigurations clusterinformations'),
      may('create update delete', 'crd.projectcalico.org', 'blockaffinities ipamblocks ipamhandles'),
    ],
  },
  // https://github.com/cilium/cilium/blob/main/install/kubernetes/cilium/templates/cilium-agent/clusterrole.yaml
  {
    plugin: 'Cilium',
    namespaces: [KUBE_SYSTEM],
    name: 'cilium',
    rules: [
      may('patch', '', 'nodes/status'),
      may('create', 'cilium.io', 'ciliumidentities ciliumendpoints ciliumnodes'),
      may('update', 'cilium.io', 'ciliumidentities ciliumnodes ciliumnodes/status'),
      may('delete patch', 'cilium.io', 'ciliumendpoints'),
      may(
        'patch',
        'cilium.io',
        'ciliumnetworkpolicies/status ciliumclusterwidenetworkpolicies/status ciliumendpoints/status ciliuml2announcementpolicies/status',
      ),
    ],
  },
];

/** Everybody with a right is asked about. */
const known = new WeakMap<readonly Workload[], ReadonlyMap<string, PluginAgent>>();

/**
 * The plugin whose agent an account is: its daemon set runs as that account in a namespace of the cluster, where only those
 * write who own the cluster. An account that merely has the name is nobody's.
 */
export function pluginAgentOf(workloads: readonly Workload[], subject: RbacSubject): PluginAgent | undefined {
  if (subject.kind !== 'ServiceAccount') return undefined;
  const found = known.get(workloads) ?? new Map(workloads.flatMap(agentAccount));
  known.set(workloads, found);
  return found.get(`${subject.namespace}/${subject.name}`);
}

function agentAccount({ kind, namespace, name, spec }: Workload): readonly (readonly [string, PluginAgent])[] {
  if (kind !== 'DaemonSet') return [];
  const agent = AGENTS.find((item) => item.name === name && item.namespaces.includes(namespace));
  return agent === undefined || serviceAccountOf(spec).name !== agent.name
    ? []
    : [[`${namespace}/${name}`, agent] as const];
}
