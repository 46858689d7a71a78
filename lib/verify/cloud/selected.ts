import { itemsIn, type Field } from '../input/field';
import { textEntries } from '../input/kubernetes-object';
import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownEntries, knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';

/** A resource of a plan that a term selects. */
export interface SelectedResource {
  readonly links: PlanLinks;
  readonly resource: PlannedResource;
}

/** What selector terms of Karpenter find in plans. */
export interface FoundByTerms {
  readonly found: readonly SelectedResource[];
  /** Terms that fit nothing there: what they select is made elsewhere, or not at all. */
  readonly unmet: readonly Field[];
}

/**
 * The resources of a type that the terms of an EC2NodeClass select. One term is enough, and of a term everything has to fit;
 * the value `*` of a tag is any (https://karpenter.sh/docs/concepts/nodeclasses/#specsubnetselectorterms).
 */
export function selectedBy(plans: readonly PlanLinks[], terms: Field | undefined, type: string): FoundByTerms {
  const all = plans.flatMap((links) => links.of(type).map((resource): SelectedResource => ({ links, resource })));
  const found = new Set<SelectedResource>();
  const unmet: Field[] = [];
  for (const term of itemsIn(terms)) {
    const fitting = all.filter(({ resource }) => fits(term, resource));
    if (fitting.length === 0) unmet.push(term);
    for (const item of fitting) found.add(item);
  }
  return { found: [...found], unmet };
}

function fits(term: Field, resource: PlannedResource): boolean {
  if (!term.isRecord()) return false;
  const demands = (['id', 'name'] as const).filter((key) => term.get(key) !== undefined);
  const tags = textEntries(term.get('tags'));
  if (demands.length + tags.size === 0) return false;
  const given = new Map(knownEntries(propertyOf(resource, 'tags')));
  return (
    demands.every((key) => knownText(propertyOf(resource, key)) === term.get(key)?.value) &&
    [...tags].every(([key, value]) => given.has(key) && (value === '*' || given.get(key) === value))
  );
}
