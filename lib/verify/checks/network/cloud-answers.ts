import { bothAddresses, isEmpty, type Addresses } from '../../reachability/addresses';
import { isNone, ports, without, type Connections } from '../../reachability/connections';
import { DENIED, type Estimate } from '../../reachability/estimate';
import type { Evidence } from '../../evidence';
import type { PodClass } from '../../reachability/pod-class';
import { className } from '../../scope/project-network';
import { namespaceSubject, type TrainingNamespace } from '../../scope/training-scope';
import { describedProject } from '../../scope/described-project';
import type { Check } from '../check';
import { fails, notKnown, type Problem } from '../../problem';
import { POD_IDENTITY_AGENT } from '../../scope/known-addresses';

export const cloudAnswers: Check = {
  id: 'network/cloud-answers',
  title: 'Projects reach the identity agent and the cloud endpoints that their role is for',
  why: 'A default deny without these two takes all credentials and all data away.',
  stops: [],
  control:
    'egress to 169.254.170.23 on port 80, or to STS for roles by the token of a pod, and to the subnets of the interface endpoints on 443',
  fix: 'allow TCP 80 to 169.254.170.23/32 and TCP 443 to the endpoint subnets',
  positive: true,
  *judge(evidence) {
    for (const namespace of evidence.scope.namespaces) {
      const way = wayToRole(evidence, namespace);
      if (way === undefined) continue;
      const own = evidence.network.classesIn(namespace.name);
      const shown = own.filter(({ workloads }) => workloads.length > 0);
      const found = (shown.length > 0 ? shown : own).map((item) => problemsOf(evidence, way, item));
      // Of jobs that are still to come nobody knows the labels: some that they may have do.
      const isOpen = shown.length === 0 && found.some((problems) => problems.length === 0);
      yield { subject: namespaceSubject(namespace), problems: isOpen ? [] : found.flat().slice(0, 2) };
    }
  },
};

/** From whom pods of a project get their role: by an association of the plan, or by what the description says. */
function wayToRole({ access, platform }: Evidence, { name }: TrainingNamespace): 'agent' | 'sts' | undefined {
  if (access.podIdentities.some(({ namespace }) => namespace === name)) return 'agent';
  if (platform?.aws === undefined || describedProject(platform, name) === undefined) return undefined;
  return platform.aws.credentials.kind === 'irsa' ? 'sts' : 'agent';
}

function problemsOf(evidence: Evidence, way: 'agent' | 'sts', item: PodClass): readonly Problem[] {
  const { network, addresses } = evidence;
  const needed: [string, Addresses, Connections, Estimate][] = [];
  if (way === 'agent')
    needed.push([
      'the identity agent, so it gets no credentials',
      v4(POD_IDENTITY_AGENT),
      ports('TCP', 80),
      network.entityPorts(item, 'host'),
    ]);
  else if (!isEmpty(addresses.sts))
    needed.push(['the endpoints of STS, so it gets no credentials', v4(addresses.sts), ports('TCP', 443), DENIED]);
  if (!isEmpty(addresses.s3)) needed.push(['the endpoints of S3', v4(addresses.s3), ports('TCP', 443), DENIED]);
  return needed.flatMap(([what, block, connections, otherwise]): readonly Problem[] => {
    if (isNone(without(connections, otherwise.atLeast))) return [];
    const pieces = network.reachability
      .outside('egress', item)
      .filter((piece) => !isEmpty(bothAddresses(piece.addresses, block)));
    if (pieces.every(({ estimate }) => isNone(without(connections, estimate.atLeast)))) return [];
    const text = `${className(item)} does not reach ${what}`;
    const possible =
      isNone(without(connections, otherwise.atMost)) ||
      pieces.every(({ estimate }) => isNone(without(connections, estimate.atMost)));
    return [possible ? notKnown(`${text}, perhaps: which policies govern it is not known`) : fails(text)];
  });
}

/** Clusters of IPv4 have no rules for the other family. */
function v4(addresses: Addresses): Addresses {
  return { v4: addresses.v4, v6: [] };
}
