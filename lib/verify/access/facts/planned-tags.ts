import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownEntries, knownField, knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { decodeWireValue, UNKNOWN, type PlanValue } from '../../input/pulumi/wire-value';
import type { Role } from './role';

/** The tags of a principal, as far as they are known. */
export type PrincipalTags = Pick<Role, 'tags'> & { readonly unknownTags: NonNullable<Role['unknownTags']> };

/** Those of somebody of whom nothing but the name is known. */
export const UNKNOWN_TAGS: PrincipalTags = { tags: new Map(), unknownTags: 'all' };

/**
 * The tags that a resource has: its own and those that its provider gives to everything, as a stack reports them in `tagsAll`
 * (https://www.pulumi.com/registry/packages/aws/api-docs/provider/#providerdefaulttags).
 */
export function plannedTags(links: PlanLinks, resource: PlannedResource): PrincipalTags {
  const reported = propertyOf(resource, 'tagsAll');
  const isReported = reported !== undefined && reported !== UNKNOWN;
  const layers: readonly (PlanValue | undefined)[] = [
    isReported ? reported : providerTags(links, resource),
    propertyOf(resource, 'tags'),
  ];
  const values = new Map<string, PlanValue>();
  for (const layer of layers) {
    if (layer === UNKNOWN) values.clear();
    for (const [key, value] of knownEntries(layer)) values.set(key, value);
  }
  const unknown = [...values].flatMap(([key, value]) => (value === UNKNOWN ? [key] : []));
  return {
    tags: new Map([...values].flatMap(([key, value]) => (typeof value === 'string' ? [[key, value] as const] : []))),
    unknownTags: layers.includes(UNKNOWN) ? 'all' : new Set(unknown),
  };
}

/** Inputs of providers are texts: one that is no text of its own is JSON. */
function providerTags(links: PlanLinks, resource: PlannedResource): PlanValue | undefined {
  const provider = links.providerOf(resource);
  if (provider === undefined) return resource.provider === undefined ? undefined : UNKNOWN;
  const given = propertyOf(provider, 'defaultTags');
  const text = knownText(given);
  const read = text === undefined ? given : parsed(text);
  return read === UNKNOWN ? UNKNOWN : knownField(read, 'tags');
}

function parsed(text: string): PlanValue {
  try {
    return decodeWireValue(JSON.parse(text));
  } catch {
    return UNKNOWN;
  }
}
