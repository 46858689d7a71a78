import { GROUPS, groupsOf, membersOf, peerText, rulesOf, type GroupRule } from '../../cloud/security-group';
import { EFA_DEVICE } from '../../../model/nodes/device-resources';
import { hasEfa, type PlannedNodes } from '../../cloud/planned-nodes';
import { isFileSystemGroup, ownersOf } from '../../cloud/file-system-group';
import type { Evidence } from '../../evidence';
import type { SelectedResource } from '../../cloud/selected';
import type { Check } from '../check';
import { selectedOfClasses } from './parts/node-classes';
import { otherNodesIn } from './parts/other-nodes';
import { deviceRequests, hiddenDevices } from '../../workload/device-request';
import { fails, inputPlace, notKnown, resourceSubject, type Place, type Problem } from '../../problem';

export const ownSecurityGroup: Check = {
  id: 'node/own-security-group',
  title: 'Peers of a project reach each other over the fabric, and nobody else reaches them there',
  why: 'No policy of Kubernetes sees EFA: the security group alone keeps projects apart there. EFA wants both directions to name the group itself.',
  stops: ['A1', 'A4', 'T2'],
  control: 'a security group whose only rules name itself, in both directions, and nodes of no other pool in it',
  fix: 'give the nodes a group with one ingress and one egress rule that reference the group itself, all protocols',
  *judge(evidence) {
    for (const nodes of evidence.plannedNodes) {
      yield { subject: resourceSubject(nodes.group), problems: groupProblems(evidence, nodes) };
    }
    const isOnFabric = asksForEfa(evidence);
    yield* selectedOfClasses(evidence, 'securityGroupSelectorTerms', GROUPS, (selected) =>
      peersOf(selected).flatMap((peers) => [
        ...(isOnFabric ? strangers(evidence, peers) : []),
        ...others(evidence, peers),
      ]),
    );
  },
};

function groupProblems(evidence: Evidence, nodes: PlannedNodes): readonly Problem[] {
  if (nodes.template === 'elsewhere')
    return [notKnown('its launch template is not in the plan: its security groups are not known')];
  const { groups, ofCluster } = groupsOf(nodes);
  const problems: Problem[] = [];
  if (ofCluster) problems.push(fails("is in the cluster's own security group, whose members all reach each other"));
  const peers = peersOf(groups.map((resource) => ({ links: nodes.links, resource })));
  problems.push(...peers.flatMap((group) => others(evidence, group)));
  const efa = hasEfa(nodes);
  const reached = peers.flatMap((group) => strangers(evidence, group, efa === 'no' ? isWideOpen : undefined));
  if (efa === 'no') return [...problems, ...reached];
  if (efa === 'maybe') return [...problems, ...reached.map(({ message, place }) => unsure(message, place))];
  problems.push(...reached);
  const works = peers.some(({ rules }) =>
    (['ingress', 'egress'] as const).every((direction) =>
      rules.some((rule) => isPeer(rule, direction) && rule.everything),
    ),
  );
  if (!works)
    problems.push(
      fails('has no security group that lets its members send everything to each other: EFA does not work'),
    );
  return problems;
}

const unsure = (message: string, at: Place | undefined): Problem =>
  notKnown(`${message}, and whether an interface of its nodes carries EFA is not known`, { at });

/**
 * Whether Karpenter's nodes have EFA, which it gives to those whose pods ask for it. Jobs of a description are still to come
 * (https://karpenter.sh/docs/concepts/scheduling/#acceleratorsgpu-resources).
 */
function asksForEfa({ platform, scope }: Evidence): boolean {
  const workloads = scope.namespaces.flatMap((namespace) => namespace.workloads);
  return (
    platform !== undefined ||
    workloads.some((workload) =>
      (workload.spec === undefined ? hiddenDevices(workload.object) : deviceRequests(workload)).some(
        // What a claim stands for is in no pod.
        ({ resource }) => resource === EFA_DEVICE || resource === 'resource claim',
      ),
    )
  );
}

/** Whatever else is in a group of peers. */
function others(evidence: Evidence, { links, resource: group }: SelectedResource): readonly Problem[] {
  const members = membersOf(links, group).map((member) => ({ name: member.name, at: inputPlace(member) }));
  return [...members, ...otherNodesIn(evidence, group)].map(({ name, at }) =>
    fails(`${name} is in security group ${group.name} as well`, { at }),
  );
}

interface Peers extends SelectedResource {
  readonly rules: readonly GroupRule[];
}

/** Groups whose members let each other in, with their rules. */
function peersOf(groups: readonly SelectedResource[]): readonly Peers[] {
  return groups
    .map(({ links, resource }) => ({ links, resource, rules: rulesOf(links, resource) }))
    .filter(({ rules }) => rules.some((rule) => isPeer(rule, 'ingress')));
}

const isPeer = ({ peer, direction }: GroupRule, wanted: GroupRule['direction']): boolean =>
  peer === 'self' && direction === wanted;

/** Without EFA ranks talk through the pod network, which network checks look at: rules for DNS and the control plane are meant. */
const isWideOpen = ({ everything, direction }: GroupRule): boolean => everything && direction === 'ingress';

/** Rules of a group of peers that name anybody but its members and the file systems of its project. */
function strangers(
  evidence: Evidence,
  { links, resource: group, rules }: Peers,
  counts: (rule: GroupRule) => boolean = () => true,
): readonly Problem[] {
  const owners = new Set(ownersOf(evidence, group));
  const [owner] = owners;
  const isOwn = ({ peer }: GroupRule): boolean =>
    typeof peer === 'object' &&
    'group' in peer &&
    owner !== undefined &&
    owners.size === 1 &&
    isFileSystemGroup(evidence, links, peer.group, owner);
  return rules
    .filter((rule) => rule.peer !== 'self' && !isOwn(rule) && counts(rule))
    .map((rule): Problem => {
      const verb = rule.direction === 'ingress' ? 'lets in' : 'lets out to';
      const message = `security group ${group.name} ${verb} ${peerText(rule)}`;
      const at = inputPlace(rule.resource);
      return rule.peer === 'unknown' ? notKnown(message, { at }) : fails(message, { at });
    });
}
