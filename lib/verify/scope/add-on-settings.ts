import type { PlanLinks } from '../input/pulumi/plan-links';
import { knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { ADD_ON } from '../input/pulumi/resource-types';
import { readSettings } from './settings';

/** The settings of an add-on, a JSON or YAML text in the plan; undefined where they are not known. */
export function addOnSettings(addon: PlannedResource): unknown {
  const value = propertyOf(addon, 'configurationValues');
  if (value === undefined) return {};
  const text = knownText(value);
  if (text === undefined) return undefined;
  return readSettings(text);
}

/** The add-ons of a name in all plans, each with its settings. */
export function addOnsNamed(
  name: string,
  plans: readonly PlanLinks[],
): readonly { readonly addon: PlannedResource; readonly settings: unknown }[] {
  return plans
    .flatMap((links) => links.of(ADD_ON))
    .filter((addon) => knownText(propertyOf(addon, 'addonName')) === name)
    .map((addon) => ({ addon, settings: addOnSettings(addon) }));
}
