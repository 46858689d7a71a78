import { KNOWN_COMPONENTS, type ComponentPart } from '../../model/component/known-components';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import type { Platform } from '../../model';
import { hasLabels } from '../labels/labels';
import type { Workload } from '../workload/workload';

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
      // Without labels it would stand for whatever runs in kube-system.
      (component.podLabels === undefined
        ? namespace !== KUBE_SYSTEM || component.name === name
        : hasLabels(labels, Object.entries(component.podLabels))),
  );
  if (described || OWN_NAMESPACES.has(namespace)) return true;
  return namespace === KUBE_SYSTEM && IN_KUBE_SYSTEM.some((pattern) => pattern.test(name));
}

/** Namespaces of network plugins, and of known components that have one for themselves. */
const OWN_NAMESPACES: ReadonlySet<string> = new Set([
  'calico-system',
  'kube-flannel',
  // https://docs.aws.amazon.com/guardduty/latest/ug/eks-runtime-monitoring-security-agent-manual.html
  'amazon-guardduty',
  ...(Object.values(KNOWN_COMPONENTS) as readonly (readonly ComponentPart[])[])
    .flat()
    .map(({ namespace }) => namespace)
    .filter((namespace) => namespace !== KUBE_SYSTEM),
]);

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
