import { grouped, groupedByEach } from '../../../model/grouped';
import { onceFor, onceForName } from '../../once-for';
import { onlyOne } from '../../only-one';
import { knownField, knownText } from './plan-value';
import { propertyOf, type Plan, type PlannedResource } from './planned-resource';
import { CLUSTER } from './resource-types';
import { UNKNOWN, type PlanValue } from './wire-value';

/** Finds the resources of a plan, and which of them an input of another one means. */
class PlanLinks {
  private readonly byUrn: ReadonlyMap<string, PlannedResource>;
  private readonly byType: ReadonlyMap<string, readonly PlannedResource[]>;
  private readonly identities = onceForName((type: string) =>
    groupedByEach(this.of(type), (target) => identitiesOf(target).flatMap((identity) => knownText(identity) ?? [])),
  );

  constructor(readonly plan: Plan) {
    this.byUrn = new Map(plan.resources.map((resource) => [resource.urn, resource]));
    this.byType = grouped(plan.resources, ({ type }) => type);
  }

  of(...types: readonly string[]): readonly PlannedResource[] {
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** Whether an input names a resource: by value where it is known, otherwise by where it comes from. */
  refersTo(from: PlannedResource, property: string, target: PlannedResource): boolean {
    const value = propertyOf(from, property);
    if (value === UNKNOWN) return from.propertyDependencies[property]?.includes(target.urn) === true;
    if (value === undefined) return false;
    return identitiesOf(target).some((identity) => identity === value);
  }

  /** The one resource of these types that an input comes from or names. */
  referenced(from: PlannedResource, property: string, ...types: readonly string[]): PlannedResource | undefined {
    const value = knownText(propertyOf(from, property));
    if (value !== undefined) {
      const named = this.of(...types).find((target) => this.refersTo(from, property, target));
      if (named !== undefined) return named;
    }
    const urns = from.propertyDependencies[property] ?? [];
    const found = urns.flatMap((urn) => this.byUrn.get(urn) ?? []).filter(({ type }) => types.includes(type));
    if (found.length > 0) return onlyOne(found);
    // An id that somebody typed in, or that was imported, comes from nowhere in the program.
    const within = value === undefined ? this.identified(propertyOf(from, property), types) : [];
    return onlyOne(within);
  }

  /** Resources of these types whose name, id or ARN stands somewhere in a value. */
  private identified(value: PlanValue | undefined, types: readonly string[]): readonly PlannedResource[] {
    const texts = textsIn(value).flatMap((text) => text ?? []);
    return [...new Set(types.flatMap((type) => texts.flatMap((text) => this.identities(type).get(text) ?? [])))];
  }

  /** Every resource of these types that an input names, however deep, or comes from. */
  targets(from: PlannedResource, property: string, ...types: readonly string[]): readonly PlannedResource[] {
    return this.of(...types).filter(targetOf(from, property));
  }

  /** Whether an input may name anything of its kind: it is not known, and comes from nowhere in this plan, or from another stack. */
  mayBeAny(from: PlannedResource, property: string): boolean {
    const sources = from.propertyDependencies[property] ?? [];
    return (
      propertyOf(from, property) === UNKNOWN &&
      sources.every((urn) => this.byUrn.get(urn)?.type === 'pulumi:pulumi:StackReference')
    );
  }

  /** The provider that makes a resource; undefined where the plan does not say or hold it. */
  providerOf({ provider }: PlannedResource): PlannedResource | undefined {
    return provider === undefined ? undefined : this.byUrn.get(provider);
  }

  /** The region that a resource is made in: its own, or that of its provider. */
  regionOf(resource: PlannedResource): string | undefined {
    const provider = this.providerOf(resource);
    return (
      knownText(propertyOf(resource, 'region')) ?? (provider && knownText(propertyOf(provider, 'region'))) ?? undefined
    );
  }

  /** Whether a resource of this plan is one of those. */
  isTarget(from: PlannedResource, property: string, target: PlannedResource): boolean {
    return targetOf(from, property)(target);
  }
}

/** Only {@link linksOf} makes them. */
export type { PlanLinks };

/** The links of a plan, which several evaluators ask for: made once for all of them. */
export const linksOf = onceFor((plan: Plan) => new PlanLinks(plan));

function targetOf(from: PlannedResource, property: string): (target: PlannedResource) => boolean {
  const urns = new Set(from.propertyDependencies[property]);
  const texts = new Set(textsIn(propertyOf(from, property)));
  return (target) => urns.has(target.urn) || identitiesOf(target).some((identity) => texts.has(knownText(identity)));
}

/** What inputs call a resource, as far as it is known. A cluster goes by the security group as well that EKS makes for it. */
function identitiesOf(target: PlannedResource): readonly (PlanValue | undefined)[] {
  const own = ['name', 'id', 'arn'].map((name) => propertyOf(target, name));
  return target.type === CLUSTER
    ? [...own, knownField(propertyOf(target, 'vpcConfig'), 'clusterSecurityGroupId')]
    : own;
}

function textsIn(value: PlanValue | undefined): readonly (string | undefined)[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as Readonly<Record<string, PlanValue>>).flatMap(textsIn);
}

/** Name in the cloud, or in the program where the cloud makes one up. */
export function cloudName(resource: PlannedResource): string {
  return knownText(propertyOf(resource, 'name')) ?? resource.name;
}
