import { knownText } from '../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../input/pulumi/planned-resource';
import { readSettings } from './settings';

/** The settings of an add-on, a JSON or YAML text in the plan; undefined where they are not known. */
export function addOnSettings(addon: PlannedResource): unknown {
  const value = propertyOf(addon, 'configurationValues');
  if (value === undefined) return {};
  const text = knownText(value);
  if (text === undefined) return undefined;
  return readSettings(text);
}
