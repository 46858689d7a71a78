import type { Evidence } from '../../../evidence';
import { itemsIn } from '../../../input/field';
import { labelsOf } from '../../../input/kubernetes-object';
import { fails, notKnown, objectSubject, worstProblem, type Judged, type Problem } from '../../../problem';
import { isWrittenForKnown } from './written-for-known';

const OF_SERVICE = 'kubernetes.io/service-name';

/**
 * Endpoints by hand behind Services that projects are let out to: DNS, and what policies name. The VPC CNI looks at a
 * packet before its address is exchanged, and lets out to the address of every Service whose selector its policy fits
 * (https://github.com/aws/amazon-network-policy-controller-k8s/blob/main/pkg/resolvers/endpoints.go): where the packet
 * goes then is for the endpoints to say. Other plugins look at the pod behind it.
 */
export function* strayEndpoints({ objects, network, enforcement, scope }: Evidence): Generator<Judged> {
  const { cni } = enforcement;
  if (cni === 'cilium' || cni === 'calico') return;
  const named = new Set(network.outsidePods.map(({ namespace }) => namespace.name));
  for (const slice of objects.ofKind('discovery.k8s.io', 'EndpointSlice')) {
    const { namespace = '' } = slice;
    const name = labelsOf(slice.field.get('metadata')).get(OF_SERVICE);
    if (name === undefined || scope.contains(namespace) || !named.has(namespace)) continue;
    const spec = objects.find('', 'Service', namespace, name)?.field.get('spec');
    // A Service without a selector fits no policy, and one without an address has nothing exchanged.
    if (spec !== undefined && (spec.get('selector') === undefined || spec.get('clusterIP')?.value === 'None')) continue;
    const text = `leads whoever asks Service ${name} wherever it says: it is written by hand`;
    const problem: Problem = cni === undefined ? notKnown(`${text}, if the VPC CNI is used`) : fails(text);
    yield { subject: objectSubject(slice), problems: isWrittenForKnown(slice, objects) ? [] : [problem] };
  }
  // Nodes enforce these, and read no policy (https://github.com/aws/aws-network-policy-agent).
  for (const endpoint of objects.ofKind('networking.k8s.aws', 'PolicyEndpoint')) {
    const { namespace = '', field } = endpoint;
    const foreign = itemsIn(field, 'spec', 'podSelectorEndpoints').flatMap((pod) => {
      const of = pod.get('namespace');
      return of !== undefined && of.value !== namespace && scope.contains(String(of.value)) ? [of] : [];
    });
    const problems = worstProblem(foreign, (at) =>
      fails(
        `says what pods of ${String(at.value)} may, whatever their policies say: no policy is about pods elsewhere`,
        { at },
      ),
    );
    if (problems.length > 0) yield { subject: objectSubject(endpoint), problems };
    else if (!scope.contains(namespace) && named.has(namespace)) {
      const problem = fails('opens pods that projects use, whatever their policies say: it is written by hand');
      yield { subject: objectSubject(endpoint), problems: isWrittenForKnown(endpoint, objects) ? [] : [problem] };
    }
  }
}
