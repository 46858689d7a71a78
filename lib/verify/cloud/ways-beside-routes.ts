import type { PlanLinks } from '../input/pulumi/plan-links';
import type { PlannedResource } from '../input/pulumi/planned-resource';

/** Something by which a network is left, or listened to, whatever its route tables say. */
export interface WayBesideRoutes {
  readonly resource: PlannedResource;
  /** Property that names the network; undefined where there is none. */
  readonly by: string | undefined;
  readonly what: string;
}

/** By type: the property that names the network, and what the resource does. */
const WAYS: Readonly<Record<string, readonly [by: string | undefined, what: string]>> = {
  // https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html
  'aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation': [
    'vpcIdentifier',
    'leads to the services of a network of VPC Lattice, and which those are is not read',
  ],
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-outbound-queries.html
  'aws:route53/resolverRuleAssociation:ResolverRuleAssociation': [
    'vpcId',
    'sends questions of DNS on to servers that a rule names, and who reads them there is not judged',
  ],
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html
  'aws:route53/profilesAssociation:ProfilesAssociation': [
    'resourceId',
    'gives the network the rules and zones of a profile of Route 53, which are not read',
  ],
  // https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-how-it-works.html
  'aws:ec2/trafficMirrorSession:TrafficMirrorSession': [
    undefined,
    'copies the traffic of an interface, and whose that is and who reads the copy is not judged',
  ],
};

/** Those of a network; a resource whose network is not known may be of any. */
export function waysBesideRoutes(links: PlanLinks, vpc: PlannedResource | undefined): readonly WayBesideRoutes[] {
  return Object.entries(WAYS).flatMap(([type, [by, what]]) =>
    links
      .of(type)
      .filter(
        (resource) =>
          by === undefined || vpc === undefined || links.refersTo(resource, by, vpc) || links.mayBeAny(resource, by),
      )
      .map((resource) => ({ resource, by, what })),
  );
}
