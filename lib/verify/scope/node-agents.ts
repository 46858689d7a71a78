import { KNOWN_COMPONENTS, type ComponentPart, type KnownComponent } from '../../model/component/known-components';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import type { Platform } from '../../model';
import { hasLabels } from '../labels/labels';
import type { Workload } from '../workload/workload';
import { PLUGIN_NAMESPACES } from './plugin-namespaces';

/**
 * Whether a daemon set is an agent of the node: a component of the description, or one that clusters have by itself. A
 * name alone is none, since anybody may take it: it counts in the namespace of the cluster, where only those write who
 * own the cluster.
 */
export function isNodeAgent(workload: Workload, platform: Platform | undefined): boolean {
  const { namespace, name, kind, labels } = workload;
  if (kind !== 'DaemonSet') return false;
  const described = (platform?.components ?? []).some(
    (component) =>
      component.namespace === namespace &&
      !OFF_NODES.has(component.name) &&
      // Without labels it would stand for whatever runs in kube-system.
      (component.podLabels === undefined
        ? namespace !== KUBE_SYSTEM || component.name === name
        : hasLabels(labels, Object.entries(component.podLabels))),
  );
  // Of a described cluster it is known which components it has.
  if (described || OWN_NAMESPACES.has(namespace) || (platform === undefined && OF_COMPONENTS.has(namespace)))
    return true;
  return namespace === KUBE_SYSTEM && IN_KUBE_SYSTEM.some((pattern) => pattern.test(name));
}

/** Known components without a part on nodes: a daemon set in their namespace is somebody else's. */
const OFF_NODES: ReadonlySet<string> = new Set<KnownComponent>([
  'mountpoint-s3',
  'karpenter',
  'kyverno',
  'external-secrets',
  'kueue',
]);

/** Namespaces of network plugins, and of agents that the cloud puts on nodes. */
const OWN_NAMESPACES: ReadonlySet<string> = new Set([
  ...Object.values(PLUGIN_NAMESPACES)
    .flat()
    .filter((namespace) => namespace !== KUBE_SYSTEM),
  // https://docs.aws.amazon.com/guardduty/latest/ug/eks-runtime-monitoring-security-agent-manual.html
  'amazon-guardduty',
]);

/** Namespaces that known components with agents have for themselves. */
const OF_COMPONENTS: ReadonlySet<string> = new Set(
  Object.entries<readonly ComponentPart[]>(KNOWN_COMPONENTS)
    .filter(([name]) => !OFF_NODES.has(name))
    .flatMap(([, parts]) => parts.map(({ namespace }) => namespace))
    .filter((namespace) => namespace !== KUBE_SYSTEM),
);

const IN_KUBE_SYSTEM = [
  /^kube-proxy(?:-windows)?$/,
  // Network plugins and DNS on the node.
  /^(?:aws-node|cilium|cilium-envoy|calico-node|canal|kindnet|kube-flannel-ds|kube-multus-ds|weave-net|node-local-dns)$/,
  // https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html
  /^(?:eks-pod-identity-agent|eks-node-monitoring-agent)$/,
  // Node parts of storage drivers, and device plugins, under the names of their charts and manifests.
  /^(?:[a-z0-9]+-)+csi-(?:node|driver|plugin)(?:-windows)?$|^(?:[a-z0-9]+-)?csi-(?:[a-z0-9]+-)*node(?:-win(?:dows)?)?$/,
  /(?:^|-)device-plugin(?:-daemonset)?(?:-[a-z0-9]+)?$/,
];
