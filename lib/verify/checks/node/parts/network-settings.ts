import type { PlanLinks } from '../../../input/pulumi/plan-links';
import { knownField, knownList, knownText } from '../../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../../input/pulumi/planned-resource';
import { UNKNOWN, type PlanValue } from '../../../input/pulumi/wire-value';
import { fails, inputPlace, type Problem } from '../../../problem';

/** Settings of a network with which nothing in it is found, or answers, whatever its endpoints and groups are. */
export function* networkSettings(
  links: PlanLinks,
  vpc: PlannedResource,
  subnets: readonly PlannedResource[],
): Generator<Problem> {
  yield* nameServers(links, vpc);
  for (const type of ['aws:ec2/networkAcl:NetworkAcl', 'aws:ec2/defaultNetworkAcl:DefaultNetworkAcl'])
    for (const acl of links.of(type)) {
      const subnet = subnets.find((item) => links.isTarget(acl, 'subnetIds', item));
      const shut = subnet === undefined ? [] : DIRECTIONS.filter((direction) => !allowsAnything(links, acl, direction));
      for (const direction of shut)
        yield fails(`${acl.name} lets nothing ${WAYS[direction]} subnet ${subnet?.name}`, { at: inputPlace(acl) });
    }
}

/** Private names of endpoints are known to the resolver of the network alone (https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html). */
function* nameServers(links: PlanLinks, vpc: PlannedResource): Generator<Problem> {
  for (const association of links.of('aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation')) {
    if (!links.refersTo(association, 'vpcId', vpc)) continue;
    const options = links.referenced(association, 'dhcpOptionsId', 'aws:ec2/vpcDhcpOptions:VpcDhcpOptions');
    const servers = knownList(options && propertyOf(options, 'domainNameServers')).flatMap(
      (item) => knownText(item) ?? [],
    );
    if (options !== undefined && servers.length > 0 && !servers.includes('AmazonProvidedDNS'))
      yield fails(`nodes ask ${servers.join(', ')} for names, where private DNS does nothing`, {
        at: inputPlace(options, 'domainNameServers'),
      });
  }
}

const DIRECTIONS = ['ingress', 'egress'] as const;
const WAYS = { ingress: 'into', egress: 'out of' } as const;

function allowsAnything(links: PlanLinks, acl: PlannedResource, direction: (typeof DIRECTIONS)[number]): boolean {
  const inline = propertyOf(acl, direction);
  const isAllow = (action: PlanValue | undefined): boolean => action === UNKNOWN || knownText(action) === 'allow';
  return (
    inline === UNKNOWN ||
    knownList(inline).some((rule) => isAllow(knownField(rule, 'action'))) ||
    links
      .of('aws:ec2/networkAclRule:NetworkAclRule')
      .some(
        (rule) =>
          links.refersTo(rule, 'networkAclId', acl) &&
          (propertyOf(rule, 'egress') === true) === (direction === 'egress') &&
          isAllow(propertyOf(rule, 'ruleAction')),
      )
  );
}
