import { GROUPS, groupsOf, membersOf, peerText, rulesOf, type GroupRule } from '../../cloud/security-group';
import { efaInterfaces, type PlannedNodes } from '../../cloud/planned-nodes';
import type { PlannedResource } from '../../input/pulumi/planned-resource';
import type { Selected } from '../../cloud/selected';
import type { Check } from '../check';
import { selectedOfClasses } from './parts/node-classes';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';

export const ownSecurityGroup: Check = {
  id: 'node/own-security-group',
  title: 'Peers of a project reach each other over the fabric, and nobody else reaches them there',
  why: 'No policy of Kubernetes sees EFA: the security group alone keeps projects apart there. EFA wants both directions to name the group itself.',
  stops: ['A1', 'A4', 'T2'],
  control: 'a security group whose only rules name itself, in both directions',
  fix: 'give the nodes a group with one ingress and one egress rule that reference the group itself, all protocols',
  *judge(evidence) {
    for (const nodes of evidence.plannedNodes) {
      yield { subject: resourceSubject(nodes.group), problems: groupProblems(nodes) };
    }
    // Whether Karpenter's nodes have EFA is said by what pods ask for.
    yield* selectedOfClasses(evidence, 'securityGroupSelectorTerms', GROUPS, (selected) =>
      peersOf(selected).flatMap(({ resource, rules }) => strangers(resource, rules)),
    );
  },
};

function groupProblems(nodes: PlannedNodes): readonly Problem[] {
  if (nodes.template === 'elsewhere')
    return [notKnown('its launch template is not in the plan: its security groups are not known')];
  const { groups, ofCluster } = groupsOf(nodes);
  const problems: Problem[] = [];
  if (ofCluster) problems.push(fails("is in the cluster's own security group, whose members all reach each other"));
  const peers = peersOf(groups.map((resource) => ({ links: nodes.links, resource })));
  for (const { resource, rules } of peers) {
    problems.push(...strangers(resource, rules));
    for (const member of membersOf(nodes.links, resource))
      problems.push(fails(`${member.name} is in security group ${resource.name} as well`, { at: inputPlace(member) }));
  }
  // Without EFA ranks talk through the pod network, which network checks look at.
  if (efaInterfaces(nodes) === 0) return problems;
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

/** Groups whose members let each other in, with their rules. */
function peersOf(
  groups: readonly Selected[],
): readonly { readonly resource: PlannedResource; readonly rules: readonly GroupRule[] }[] {
  return groups
    .map(({ links, resource }) => ({ resource, rules: rulesOf(links, resource) }))
    .filter(({ rules }) => rules.some((rule) => isPeer(rule, 'ingress')));
}

const isPeer = ({ peer, direction }: GroupRule, wanted: GroupRule['direction']): boolean =>
  peer === 'self' && direction === wanted;

/** Rules of a group of peers that name anybody but its members. */
function strangers(group: PlannedResource, rules: readonly GroupRule[]): readonly Problem[] {
  return rules
    .filter(({ peer }) => peer !== 'self')
    .map((rule): Problem => {
      const verb = rule.direction === 'ingress' ? 'lets in' : 'lets out to';
      const message = `security group ${group.name} ${verb} ${peerText(rule)}`;
      const at = inputPlace(rule.resource);
      return rule.peer === 'unknown' ? notKnown(message, { at }) : fails(message, { at });
    });
}
