import type { RiskId } from '../../../model';
import { subnetUsers } from '../../cloud/subnet-users';
import type { Evidence } from '../../evidence';
import { few } from '../../few';
import { onceFor } from '../../once-for';
import { type Addresses, blocks, bothAddresses, contains, isEmpty, rangeTexts } from '../../reachability/addresses';
import {
  connectionsText,
  isNone,
  ports,
  without,
  type Connections,
  NO_CONNECTIONS,
} from '../../reachability/connections';
import type { PodClass } from '../../reachability/pod-class';
import { PRIVATE } from '../../reachability/private-addresses';
import type { OutsideConnections } from '../../reachability/reachability';
import { allowingRule } from '../../scope/allowing-rule';
import { blockOf } from '../../scope/address-plan';
import { beyondIntendedAddresses } from '../../scope/intended-addresses';
import { NODE_PORTS } from '../../scope/known-addresses';
import { className } from '../../scope/project-network';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { addressesOfProjects } from './parts/taken-addresses';
import { fails, notKnown, type Judged, type Problem } from '../../problem';

export const outsideAddresses: Check = {
  id: 'network/outside-addresses',
  title: 'Projects reach no addresses but the cloud endpoints, the identity agent and the DNS of the cluster',
  why: 'A script that reaches any address needs no bucket of ours to take the data away.',
  stops: ['A1', 'T3', 'T11'],
  control: 'ipBlock rules for subnets that hold interface endpoints and nothing else, on 443',
  fix: 'allow the subnets of the interface endpoints on TCP 443 and nothing else',
  openWorld: true,
  *judge(evidence) {
    // Classes that are treated alike share their list.
    const beyond = onceFor((list: readonly OutsideConnections[]) => beyondIntended(evidence, list));
    for (const namespace of evidence.scope.namespaces) {
      const problems = evidence.network.classesIn(namespace.name).flatMap((item) => {
        const list = evidence.network.reachability.outside('egress', item);
        const toAddresses = beyond(list).map((connections) => problemOf(evidence, namespace, item, connections));
        return [...toAddresses, ...entityProblems(evidence, namespace, item)];
      });
      const seen = new Set<string>();
      const different = problems.filter(({ key }) => !seen.has(key) && seen.add(key));
      yield { subject: namespaceSubject(namespace), problems: different.map(({ problem }) => problem) };
    }
    yield* amongEndpoints(evidence);
  },
};

/** Who else has addresses in the subnets of endpoints that projects are let out to. */
function* amongEndpoints(evidence: Evidence): Generator<Judged> {
  const opened = bothAddresses(evidence.addresses.endpoints, addressesOfProjects(evidence));
  if (isEmpty(opened)) return;
  for (const { subject, at, who, subnets } of subnetUsers(evidence.objects, evidence.plans)) {
    const used = subnets.filter((subnet) => !isEmpty(bothAddresses(opened, blockOf(subnet))));
    const { shown, all } = few(used.map(({ name }) => name));
    const text = `${who} may have addresses in ${shown}, among the endpoints that projects are let out to`;
    if (used.length > 0) yield { subject, problems: [notKnown(text, { at, all, fix: APART })] };
  }
}

const APART = 'keep subnets of endpoints for endpoints alone: select others by tags that these do not have';

interface Keyed {
  /** Equal for problems that a reader would call the same. */
  readonly key: string;
  readonly problem: Problem;
}

/** Connections with addresses that a project is not meant to have. */
interface Beyond extends OutsideConnections {
  readonly connections: Connections;
  readonly missing?: string;
}

function beyondIntended(evidence: Evidence, list: readonly OutsideConnections[]): readonly Beyond[] {
  return list
    .map((outside) => ({
      ...outside,
      ...beyondIntendedAddresses(evidence, outside.addresses, outside.estimate.atMost),
    }))
    .filter(({ connections }) => !isNone(connections));
}

function problemOf(
  evidence: Evidence,
  namespace: TrainingNamespace,
  item: PodClass,
  { addresses, estimate, connections, missing }: Beyond,
): Keyed {
  const rule = allowingRule(evidence.network.reachability, 'egress', item, addresses);
  const isPublic = !contains(PRIVATE, addresses);
  const range = `${rangeTexts(addresses)[0] ?? ''}${rangeTexts(addresses).length > 1 ? ', ...' : ''}`;
  const way = `${className(item)} -> ${range}: ${connectionsText(connections)}`;
  const risk = riskOf(evidence, addresses, connections);
  const key = `${isPublic} ${rule?.policy.object.name ?? ''} ${missing ?? ''} ${risk ?? ''}`;
  const details = { at: rule?.place, ...(risk === undefined ? {} : { weakened: { risk, on: namespace.name } }) };
  const sure = !isNone(estimate.atLeast) && missing === undefined;
  const what = isPublic ? 'reaches the internet' : 'reaches addresses that are no endpoints of the cloud';
  const problem = sure
    ? fails(`${what}: ${way}`, details)
    : notKnown(`${what}, perhaps: ${way}; not known: ${missing ?? 'which policies apply'}`, details);
  return { key, problem };
}

/** What Cilium opens beside pods and addresses: the node, and the API server. */
function entityProblems(
  { network, platform }: Evidence,
  { name }: TrainingNamespace,
  item: PodClass,
): readonly Keyed[] {
  const { port = 443 } = platform?.network.controlPlane ?? {};
  const toApi = network.entityPorts(item, 'kube-apiserver');
  const isMeant = isNone(without(toApi.atMost, ports('TCP', port)));
  const weakened = isMeant ? { weakened: { risk: 'kubernetes-api-egress', on: name } as const } : {};
  const reached = [
    {
      what: 'reaches its own node',
      to: 'host',
      open: network.entityPorts(item, 'host'),
      meant: NODE_PORTS,
      details: {},
    },
    { what: 'reaches the API server', to: 'kube-apiserver', open: toApi, meant: NO_CONNECTIONS, details: weakened },
  ];
  return reached.flatMap(({ what, to, open, meant, details }) => {
    const connections = without(open.atMost, meant);
    if (isNone(connections)) return [];
    const way = `${className(item)} -> ${to}: ${connectionsText(connections)}`;
    const problem = isNone(without(open.atLeast, meant))
      ? notKnown(`${what}, perhaps: ${way}; not known: which policies apply`, details)
      : fails(`${what}: ${way}`, details);
    return [{ key: `${to} ${connectionsText(connections)}`, problem }];
  });
}

function riskOf({ platform }: Evidence, addresses: Addresses, connections: Connections): RiskId | undefined {
  if (!contains(PRIVATE, addresses)) return 'internet-egress';
  const { cidrs = [], port = 443 } = platform?.network.controlPlane ?? {};
  const controlPlane = blocks(cidrs);
  return contains(controlPlane, addresses) && isNone(without(connections, ports('TCP', port)))
    ? 'kubernetes-api-egress'
    : undefined;
}
