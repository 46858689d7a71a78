import { itemsIn, textsIn, type Field } from '../input/field';
import { annotationsOf, type KubernetesObject } from '../input/kubernetes-object';
import type { ObjectIndex } from '../input/object-index';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownEntries, knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import type { PlanValue } from '../input/pulumi/wire-value';
import { inputPlace, objectSubject, resourceSubject, type Place, type Subject } from '../problem';
import { ownValue } from '../record';
import { KARPENTER_CLASS } from './karpenter-nodes';
import { selectedBy } from './selected';
import { SUBNET } from './subnet-routes';

/** What has addresses in subnets of a plan, though no resource of a plan says so. */
export interface SubnetUser {
  readonly subject: Subject;
  readonly at: Place | Field | undefined;
  /** Who has addresses there: `its nodes and their pods`. */
  readonly who: string;
  readonly subnets: readonly PlannedResource[];
}

const NODES = 'its nodes and their pods';
const BALANCER = 'its load balancer';

/** Nodes of classes, load balancers of the cluster, and what tags of the subnets themselves let in. */
export function subnetUsers(objects: ObjectIndex, plans: readonly PlanLinks[]): readonly SubnetUser[] {
  const all = plans.flatMap((links) => links.of(SUBNET));
  if (all.length === 0) return [];
  return [...nodesOf(objects, plans), ...balancersOf(objects, all), ...taggedOf(plans)].filter(
    ({ subnets }) => subnets.length > 0,
  );
}

/** https://karpenter.sh/docs/concepts/nodeclasses/, https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html */
function nodesOf(objects: ObjectIndex, plans: readonly PlanLinks[]): readonly SubnetUser[] {
  const classes = [
    ...objects.ofKind('karpenter.k8s.aws', KARPENTER_CLASS),
    ...objects.ofKind('eks.amazonaws.com', 'NodeClass'),
  ];
  return classes.map((object) => {
    const at = object.field.at('spec', 'subnetSelectorTerms');
    const subnets = selectedBy(plans, at, SUBNET).found.map(({ resource }) => resource);
    return { subject: objectSubject(object), at, who: NODES, subnets };
  });
}

/** By id or name in an annotation (https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/). */
const NAMED_IN = [
  ['', 'Service', 'service.beta.kubernetes.io/aws-load-balancer-subnets'],
  ['networking.k8s.io', 'Ingress', 'alb.ingress.kubernetes.io/subnets'],
] as const;

function balancersOf(objects: ObjectIndex, all: readonly PlannedResource[]): readonly SubnetUser[] {
  const user = (object: KubernetesObject, at: Field | undefined, fits: (subnet: PlannedResource) => boolean) => ({
    subject: objectSubject(object),
    at,
    who: BALANCER,
    subnets: all.filter(fits),
  });
  const named = NAMED_IN.flatMap(([group, kind, key]) =>
    objects.ofKind(group, kind).map((object): SubnetUser => {
      const metadata = object.field.get('metadata');
      const names = annotationsOf(metadata).get(key)?.split(',') ?? [];
      const listed = new Set(names.map((name) => name.trim()));
      return user(object, metadata?.at('annotations', key), (subnet) => isNamed(subnet, listed));
    }),
  );
  // https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/ingress_class/#specsubnets
  const classes = ['elbv2.k8s.aws', 'eks.amazonaws.com'].flatMap((group) =>
    objects.ofKind(group, 'IngressClassParams').map((object): SubnetUser => {
      const at = object.field.at('spec', 'subnets');
      const ids = new Set(textsIn(at, 'ids'));
      const tags = at?.get('tags')?.entries() ?? [];
      return user(object, at, (subnet) => isNamed(subnet, ids) || (tags.length > 0 && hasTags(subnet, tags)));
    }),
  );
  return [...named, ...classes];
}

function isNamed(subnet: PlannedResource, names: ReadonlySet<string>): boolean {
  const given = [knownText(propertyOf(subnet, 'id')), knownText(tagsOf(subnet).get('Name'))];
  return given.some((name) => name !== undefined && names.has(name));
}

/** Of each tag one of its values. */
function hasTags(subnet: PlannedResource, tags: readonly (readonly [string, Field])[]): boolean {
  const given = tagsOf(subnet);
  return tags.every(([key, values]) => itemsIn(values).some(({ value }) => value === given.get(key)));
}

const tagsOf = (subnet: PlannedResource): ReadonlyMap<string, PlanValue> =>
  new Map([...knownEntries(propertyOf(subnet, 'tagsAll')), ...knownEntries(propertyOf(subnet, 'tags'))]);

/**
 * Tags by which the VPC CNI takes addresses for pods, and the load balancer controller those for load balancers
 * (https://docs.aws.amazon.com/eks/latest/userguide/cni-subnet-selection.html,
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/subnet_discovery/).
 */
const ROLES: Readonly<Record<string, string>> = {
  'kubernetes.io/role/cni': 'pods of all nodes',
  'kubernetes.io/role/internal-elb': 'load balancers of the cluster',
  'kubernetes.io/role/elb': 'load balancers of the cluster',
};

function taggedOf(plans: readonly PlanLinks[]): readonly SubnetUser[] {
  return plans.flatMap((links) => [
    ...links.of(SUBNET).flatMap((subnet) =>
      Object.entries(ROLES).flatMap(([key, who]): readonly SubnetUser[] => {
        const value = tagsOf(subnet).get(key);
        if (value === undefined || value === '0') return [];
        return [{ subject: resourceSubject(subnet), at: inputPlace(subnet, 'tags', key), who, subnets: [subnet] }];
      }),
    ),
    ...links.of('aws:ec2/tag:Tag').flatMap((tag): readonly SubnetUser[] => {
      const who = ownValue(ROLES, knownText(propertyOf(tag, 'key')) ?? '');
      if (who === undefined || propertyOf(tag, 'value') === '0') return [];
      const subnets = links.targets(tag, 'resourceId', SUBNET);
      return [{ subject: resourceSubject(tag), at: inputPlace(tag), who, subnets }];
    }),
  ]);
}
