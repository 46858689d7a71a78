import { servicesOf } from '../../reachability/service';
import type { Check } from '../check';
import { fails, isUnknown, namedSubject, objectSubject } from '../finding';

export const nodePorts: Check = {
  id: 'network/node-ports',
  title: 'Pods reach no service through the ports of their own node',
  why: 'The VPC CNI always lets a pod talk to its own node; on a node port kube-proxy forwards with the node as sender, past every policy.',
  answers: ['T1'],
  control: 'kube-proxy with nodePortAddresses of loopback only',
  fix: 'restrict nodePortAddresses of kube-proxy to 127.0.0.0/8, or use load balancers with target type ip and no node ports',
  *judge({ inputs, enforcement, assumptions }) {
    const { cni, nodePortsShut } = enforcement;
    if (cni === 'cilium' || cni === 'calico') return;
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
          ? isUnknown(`${text}, if the VPC CNI is used`)
          : fails(text, { weakened: { risk: 'open-node-ports', on: '' } });
      yield { subject: objectSubject(service.object), problems: [problem] };
    }
    if (any) return;
    const missing = 'whether any Service of the cluster has a node port: these files hold none, others may';
    yield { subject: namedSubject('cluster'), problems: assumptions.complete === true ? [] : [isUnknown(missing)] };
  },
};
