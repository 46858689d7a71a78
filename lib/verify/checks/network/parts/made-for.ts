import { GUARDED_KINDS } from '../../../../model/policies/guarded-kinds';
import { DEFAULT_NAMESPACE } from '../../../../model/kubernetes/kubernetes-namespaces';
import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import { isOneOf, type KindsByGroup, type KubernetesObject } from '../../../input/kubernetes-object';
import { fails, objectSubject, type Judged, type Problem } from '../../../problem';
import { rayClusterIn } from '../../../workload/ray';
import { outsideProblems } from './outside-service';

/** Objects whose operator makes Services, Ingresses or networks in a project, which no file shows. */
export function* madeFor({ inputs, scope }: Evidence): Generator<Judged> {
  for (const object of inputs.objects) {
    const network = networkProblem(object, (namespace) => scope.contains(namespace));
    if (network !== undefined) yield { subject: objectSubject(object), problems: [network] };
    const cluster = scope.contains(object.namespace) ? rayClusterIn(object) : undefined;
    if (cluster !== undefined)
      yield {
        subject: objectSubject(object),
        problems: [...headProblems(cluster), ...outsideProblems(object.field.at('spec', 'serveService', 'spec'))],
      };
  }
}

/** The Service before the head of a cluster of Ray, and the Ingress (https://ray-project.github.io/kuberay/reference/api/). */
function* headProblems(cluster: Field): Generator<Problem> {
  const head = cluster.get('headGroupSpec');
  const type = head?.get('serviceType');
  if (type !== undefined && type.value !== '' && type.value !== 'ClusterIP')
    yield fails(`makes a Service whose type is ${String(type.value)}`, { at: type });
  yield* outsideProblems(head?.at('headService', 'spec'));
  const ingress = head?.get('enableIngress');
  if (ingress?.value === true)
    yield fails(`makes an Ingress, which ${whatOpens('networking.k8s.io', 'Ingress')}`, { at: ingress });
}

/** Kinds of operators that make attachments of pods to networks, in the namespace that they name, by group. */
const NETWORKS: KindsByGroup = {
  // https://github.com/Mellanox/network-operator/tree/master/api/v1alpha1
  'mellanox.com': ['MacvlanNetwork', 'HostDeviceNetwork', 'IPoIBNetwork'],
  // https://github.com/k8snetworkplumbingwg/sriov-network-operator/tree/master/api/v1
  'sriovnetwork.openshift.io': ['SriovNetwork', 'SriovIBNetwork', 'OVSNetwork'],
};

function networkProblem(
  object: KubernetesObject,
  isProject: (namespace: string | undefined) => boolean,
): Problem | undefined {
  if (!isOneOf(NETWORKS, object)) return undefined;
  const { namespace, field } = object;
  const named = field.at('spec', 'networkNamespace');
  const where = named === undefined || named.value === '' ? (namespace ?? DEFAULT_NAMESPACE) : String(named.value);
  if (!isProject(where)) return undefined;
  const opens = whatOpens('k8s.cni.cncf.io', 'NetworkAttachmentDefinition');
  return fails(`makes a NetworkAttachmentDefinition in ${where}, which ${opens}`, {
    at: named,
    fix: 'leave pods of projects on the network of the cluster',
  });
}

const whatOpens = (group: string, kind: string): string =>
  GUARDED_KINDS.find((guarded) => guarded.group === group && guarded.kind === kind)?.opens ?? 'leads past the policies';
