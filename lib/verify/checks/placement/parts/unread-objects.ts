import { operatedResource } from '../../../cloud/operated-resources';
import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import { fieldsBelow } from '../../../input/fields-below';
import { isClusterScoped, isNamespaced } from '../../../input/kinds';
import { isOneOf, type KindsByGroup, type KubernetesObject } from '../../../input/kubernetes-object';
import { readTolerations, untolerated } from '../../../placement/taint';
import { saysWhatOthersAre } from '../../../workload/hidden-makers';
import { hasPodTemplates } from '../../../workload/pod-template';
import { notKnown, objectSubject, type Judged } from '../../../problem';

/** Kinds by which operators of the cluster make nodes, by API group; beside them those of the cloud's resources. */
const NODE_MAKERS: KindsByGroup = {
  // https://cluster-api.sigs.k8s.io/reference/api/crd-reference
  'cluster.x-k8s.io': ['MachineDeployment', 'MachineSet', 'MachinePool', 'Machine', 'Cluster'],
  'infrastructure.cluster.x-k8s.io': ['AWSManagedMachinePool', 'AWSMachinePool'],
  'bootstrap.cluster.x-k8s.io': ['EKSConfigTemplate', 'EKSConfig', 'KubeadmConfigTemplate', 'KubeadmConfig'],
  // https://docs.redhat.com/en/documentation/openshift_container_platform/latest/html/machine_management
  'machine.openshift.io': ['MachineSet', 'Machine'],
  'kaito.sh': ['Workspace'],
};

/** Kinds by which a tool labels and taints nodes that it finds itself (https://kubernetes-sigs.github.io/node-feature-discovery/stable/usage/custom-resources.html). */
const NODE_LABELLERS: KindsByGroup = {
  'nfd.k8s-sigs.io': ['NodeFeatureRule', 'NodeFeature'],
};

/**
 * Objects that make nodes or pods in a way that is not read here: nodes that say that they are for training, and pods that
 * tolerate the taints of those.
 */
export function* unreadObjects(evidence: Evidence): Generator<Judged> {
  const { inputs, scope } = evidence;
  for (const object of inputs.objects) {
    // Who makes or labels nodes may do so from anywhere.
    const text = isOneOf(NODE_LABELLERS, object)
      ? 'gives nodes a label or taint of training; which nodes it finds is not in the files'
      : makesNodes(object)
        ? 'makes nodes with a label of training; their taints are not read here'
        : undefined;
    if (text !== undefined) {
      yield { subject: objectSubject(object), problems: saysTraining(evidence, object) ? [notKnown(text)] : [] };
      continue;
    }
    if (scope.contains(object.namespace) || !mayMakePods(evidence, object)) continue;
    const at = tolerationsIn(object.field).find((list) => toleratesSome(evidence, list));
    if (at === undefined) continue;
    const tolerates = 'tolerates the taints of training nodes; which pods it makes is not in the files';
    yield { subject: objectSubject(object), problems: [notKnown(tolerates, { at })] };
  }
}

function makesNodes(object: KubernetesObject): boolean {
  return isOneOf(NODE_MAKERS, object) || operatedResource(object)?.gives === 'nodes';
}

function saysTraining({ scope: { taint, keys } }: Evidence, { field }: KubernetesObject): boolean {
  const text = JSON.stringify(field.value);
  return [taint.key, keys.pool, keys.project].some((key) => text.includes(key));
}

/** Kinds that are known make none, or show them; those of components are agents of the node. */
function mayMakePods({ platform }: Evidence, object: KubernetesObject): boolean {
  const { apiVersion, kind, namespace } = object;
  if (isNamespaced(apiVersion, kind) || isClusterScoped(apiVersion, kind)) return false;
  if (hasPodTemplates(object) || saysWhatOthersAre(object)) return false;
  return platform?.components.some((component) => component.namespace === namespace) !== true;
}

function toleratesSome({ nodes }: Evidence, list: Field): boolean {
  const tolerations = readTolerations(list);
  const pools = nodes.training.length === 0 ? [nodes.supposed] : nodes.training;
  return pools.some(({ taints }) => untolerated(taints, tolerations).length === 0);
}

/** Every list of that name, however deep: `tolerations`, `workerTolerations`. */
function tolerationsIn(field: Field): readonly Field[] {
  return [...fieldsBelow(field)]
    .filter((below) => /(^t|T)olerations$/.test(below.key ?? '') && Array.isArray(below.field.value))
    .map((below) => below.field);
}
