import { oneAddress } from '../../reachability/addresses';
import { areLoopback } from '../../reachability/loopback';
import { servicesOf } from '../../reachability/service';
import type { Evidence } from '../../evidence';
import { itemsIn, type Field } from '../../input/field';
import type { Workload } from '../../workload/workload';
import type { Check } from '../check';
import {
  fails,
  notKnown,
  namedSubject,
  objectSubject,
  workloadSubject,
  type Judged,
  type Problem,
} from '../../problem';

export const nodePorts: Check = {
  id: 'network/node-ports',
  title: 'Pods reach no service and no other pod through the ports of their own node',
  why: 'The VPC CNI always lets a pod talk to its own node; what a node port or a host port forwards comes from the node, past every policy.',
  stops: ['T1'],
  control: 'kube-proxy with nodePortAddresses of loopback only; no host ports on training nodes',
  fix: 'restrict nodePortAddresses of kube-proxy to 127.0.0.0/8, or use load balancers with target type ip and no node ports',
  *judge(evidence) {
    const { inputs, enforcement, assumptions } = evidence;
    const { cni, nodePortsShut } = enforcement;
    if (cni === 'cilium' || cni === 'calico') return;
    yield* hostPorts(evidence);
    if (nodePortsShut) {
      yield { subject: namedSubject('cluster'), problems: [] };
      return;
    }
    let any = false;
    for (const service of servicesOf(inputs)) {
      if (!service.hasNodePort) continue;
      any = true;
      const text = `every pod reaches ${service.namespace}/${service.name} through its own node`;
      const problem =
        cni === undefined
          ? notKnown(`${text}, if the VPC CNI is used`)
          : fails(text, { weakened: { risk: 'open-node-ports', on: '' } });
      yield { subject: objectSubject(service.object), problems: [problem] };
    }
    if (any) return;
    const missing = 'whether any Service of the cluster has a node port: these files hold none, others may';
    yield { subject: namedSubject('cluster'), problems: assumptions.complete === true ? [] : [notKnown(missing)] };
  },
};

/** The port mapper opens host ports on every address of the node, whatever kube-proxy listens on. */
function* hostPorts({ nodes, enforcement }: Evidence): Generator<Judged> {
  for (const workload of nodes.strangers) {
    const opened = hostPortsOf(workload);
    if (opened.length === 0) continue;
    const landing = nodes.trainingNodesOf(workload).filter(({ lands }) => lands !== 'no');
    const [first] = landing;
    if (first === undefined) continue;
    const { pool } = landing.find(({ lands }) => lands === 'yes') ?? first;
    const isSure = landing.some(({ lands }) => lands === 'yes');
    const problems = opened.map((at): Problem => {
      const text = `pods of ${pool.name} reach its host port ${String(at.value)} through their own node`;
      if (enforcement.cni === undefined) return notKnown(`${text}, if the VPC CNI is used`, { at, fix: FIX });
      return isSure ? fails(text, { at, fix: FIX }) : notKnown(`${text}, if it lands there`, { at, fix: FIX });
    });
    yield { subject: workloadSubject(workload), problems };
  }
}

const FIX = 'leave hostPort out, or keep the pod off training nodes';

/** Pods on the network of the node are the node itself, and its loopback is nobody else's. */
function hostPortsOf({ spec }: Workload): readonly Field[] {
  if (spec === undefined || spec.get('hostNetwork')?.value === true) return [];
  return [...itemsIn(spec, 'containers'), ...itemsIn(spec, 'initContainers')]
    .flatMap((container) => itemsIn(container, 'ports'))
    .filter((port) => !areLoopback(oneAddress(String(port.get('hostIP')?.value))))
    .flatMap((port) => port.get('hostPort') ?? [])
    .filter(({ value }) => value !== 0);
}
