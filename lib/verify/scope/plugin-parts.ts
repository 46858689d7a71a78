import { CALICO_GROUPS } from '../authority/rights';
import { may, type Rule } from '../authority/rule';
import type { RbacSubject } from '../authority/subject';
import { onceFor } from '../once-for';
import { serviceAccountOf } from '../workload/account';
import type { Workload } from '../workload/workload';
import { PLUGIN_NAMESPACES } from './plugin-namespaces';

/** A part of a network plugin, by its own manifests: what it writes of the whole cluster. */
export interface PluginPart {
  readonly plugin: string;
  readonly rules: readonly Rule[];
}

/** A workload of a plugin that runs as an account, or hands out its token. */
interface PluginWorkload extends PluginPart {
  readonly namespaces: readonly string[];
  readonly kind: 'DaemonSet' | 'Deployment';
  readonly name: string;
  /** The account that it runs as. @default - one of its own name */
  readonly account?: string;
  /** What the account beside it writes, whose token it gives to what the kubelet starts. */
  readonly beside?: { readonly account: string; readonly rules: readonly Rule[] };
}

const CALICO = {
  plugin: 'Calico',
  namespaces: PLUGIN_NAMESPACES.calico,
};
/** Older releases write the definitions behind their API, newer ones may be told to write the API itself. */
const ofCalico = (verbs: string, resources: string): readonly Rule[] =>
  CALICO_GROUPS.map((group) => may(verbs, group, resources));
const ADDRESSES = 'blockaffinities ipamblocks ipamhandles';

const CILIUM_POLICIES = 'ciliumnetworkpolicies ciliumclusterwidenetworkpolicies';
/** Those whose definitions its operator keeps up to date. */
const CILIUM_KINDS = [
  ...CILIUM_POLICIES.split(' '),
  ...'ciliumloadbalancerippools ciliumbgpclusterconfigs ciliumbgppeerconfigs ciliumbgpadvertisements'.split(' '),
  ...'ciliumbgpnodeconfigs ciliumbgpnodeconfigoverrides ciliumclusterwideenvoyconfigs ciliumenvoyconfigs'.split(' '),
  ...'ciliumegressgatewaypolicies ciliumendpoints ciliumendpointslices ciliumidentities ciliumnodes'.split(' '),
  ...'ciliumlocalredirectpolicies ciliumnodeconfigs ciliumcidrgroups ciliuml2announcementpolicies'.split(' '),
  ...'ciliumpodippools ciliumgatewayclassconfigs'.split(' '),
];

const PARTS: readonly PluginWorkload[] = [
  // https://github.com/projectcalico/calico/blob/master/manifests/calico.yaml
  {
    ...CALICO,
    kind: 'DaemonSet',
    name: 'calico-node',
    rules: [
      may('patch update', '', 'nodes/status'),
      may('patch', '', 'pods/status'),
      ...ofCalico('create update', 'ippools felixconfigurations clusterinformations bgpconfigurations bgppeers'),
      ...ofCalico('create', 'tiers'),
      ...ofCalico('update', 'caliconodestatuses'),
      ...ofCalico('create update delete', ADDRESSES),
      { ...may('create', '', 'serviceaccounts/token'), resourceNames: ['calico-cni-plugin'] },
    ],
    beside: {
      account: 'calico-cni-plugin',
      rules: [
        may('patch', '', 'pods/status'),
        ...ofCalico('create update delete', `${ADDRESSES} clusterinformations ippools ipreservations`),
      ],
    },
  },
  {
    ...CALICO,
    kind: 'Deployment',
    name: 'calico-kube-controllers',
    rules: [
      may('create update patch delete', 'projectcalico.org', '*'),
      ...ofCalico('create update delete', `${ADDRESSES} tiers hostendpoints clusterinformations`),
      ...ofCalico(
        'create update delete',
        'networkpolicies stagednetworkpolicies globalnetworkpolicies stagedglobalnetworkpolicies',
      ),
      may('delete', 'apiextensions.k8s.io', 'customresourcedefinitions'),
      may('create delete', 'apiregistration.k8s.io', 'apiservices'),
    ],
  },
  // https://github.com/flannel-io/flannel/blob/master/Documentation/kube-flannel.yml
  {
    plugin: 'Flannel',
    namespaces: PLUGIN_NAMESPACES.flannel,
    kind: 'DaemonSet',
    name: 'kube-flannel-ds',
    account: 'flannel',
    rules: [may('patch', '', 'nodes/status')],
  },
  // https://github.com/cilium/cilium/blob/main/install/kubernetes/cilium/templates/cilium-agent/clusterrole.yaml
  {
    plugin: 'Cilium',
    namespaces: PLUGIN_NAMESPACES.cilium,
    kind: 'DaemonSet',
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
  // https://github.com/cilium/cilium/blob/main/install/kubernetes/cilium/templates/cilium-operator/clusterrole.yaml
  {
    plugin: 'Cilium',
    namespaces: PLUGIN_NAMESPACES.cilium,
    kind: 'Deployment',
    name: 'cilium-operator',
    rules: [
      may('delete', '', 'pods'),
      may('patch', '', 'nodes nodes/status'),
      { ...may('patch', '', 'configmaps'), resourceNames: ['cilium-config'] },
      may('create update deletecollection patch', 'cilium.io', CILIUM_POLICIES),
      may('create update delete', 'cilium.io', 'ciliumidentities ciliumnodes'),
      may('delete', 'cilium.io', 'ciliumendpoints'),
      may('create update delete patch', 'cilium.io', 'ciliumendpointslices ciliumenvoyconfigs'),
      may('create', 'apiextensions.k8s.io', 'customresourcedefinitions'),
      {
        ...may('update', 'apiextensions.k8s.io', 'customresourcedefinitions'),
        resourceNames: CILIUM_KINDS.map((kind) => `${kind}.cilium.io`),
      },
    ],
  },
];

/** Everybody with a right is asked about. */
const partsIn = onceFor((workloads: readonly Workload[]) => new Map(workloads.flatMap(accountsOf)));

/**
 * The part of a network plugin that an account is: a workload of it runs as that account in a namespace of the cluster, where
 * only those write who own the cluster, or hands out its token. An account that merely has the name is nobody's.
 */
export function pluginPartOf(workloads: readonly Workload[], subject: RbacSubject): PluginPart | undefined {
  if (subject.kind !== 'ServiceAccount') return undefined;
  return partsIn(workloads).get(`${subject.namespace}/${subject.name}`);
}

function accountsOf({ kind, namespace, name, spec }: Workload): readonly (readonly [string, PluginPart])[] {
  const part = PARTS.find((item) => item.kind === kind && item.name === name && item.namespaces.includes(namespace));
  if (part === undefined) return [];
  const { account = part.name, plugin, rules, beside } = part;
  if (serviceAccountOf(spec).name !== account) return [];
  return [
    [`${namespace}/${account}`, { plugin, rules }],
    ...(beside === undefined ? [] : [[`${namespace}/${beside.account}`, { plugin, rules: beside.rules }] as const]),
  ];
}
