import { isDeepStrictEqual } from 'node:util';
import { UNKNOWN, type Plan, type PlannedResource } from '../../../lib/plan';
import type { StateResource } from '../../pulumi/documents';
import { isValues } from '../../pulumi/cloud/values';

/** What the engine alone writes, and why a plan does not. */
const ENGINES_OWN: readonly { readonly what: string; readonly is: (path: string) => boolean }[] = [
  { what: 'a mark of providers that were made by a program', is: (path) => path === 'inputs.__internal' },
];

/** What is compared of a resource: what a program says. Ids, times, positions in sources and provider ids are the engine's. */
function compared(resource: StateResource | PlannedResource): object {
  const { urn, type, custom, parent, protect, inputs = {} } = resource;
  const {
    retainOnDelete = false,
    ignoreChanges = [],
    additionalSecretOutputs = [],
  } = resource as Partial<PlannedResource>;
  return {
    urn,
    type,
    custom,
    parent: parent ?? '',
    protect: protect ?? false,
    retainOnDelete,
    ignoreChanges,
    additionalSecretOutputs,
    inputs,
  };
}

/** Default providers, which the engine adds to what a program makes. */
function isDefaultProvider({ urn }: { readonly urn: string }): boolean {
  return /::pulumi:providers:\w+::default(_\d+)*$/.test(urn);
}

/**
 * Where the engine's resources differ from the plan's, a line each.
 *
 * @param unknown how a value may differ that the plan does not know: `same` in a preview, which does not know it either;
 *                `anything` when the resource exists
 */
export function differences(plan: Plan, resources: readonly StateResource[], unknown: 'same' | 'anything'): string[] {
  const own = resources.filter((resource) => !isDefaultProvider(resource));
  const planned = plan.resources.filter((resource) => !isDefaultProvider(resource));
  const names = (list: readonly { readonly urn: string }[]): Set<string> => new Set(list.map(({ urn }) => urn));
  const [inEngine, inPlan] = [names(own), names(planned)];
  return [
    ...planned.filter(({ urn }) => !inEngine.has(urn)).map(({ urn }) => `${urn}: in the plan only`),
    ...own.filter(({ urn }) => !inPlan.has(urn)).map(({ urn }) => `${urn}: in the engine only`),
    ...planned.flatMap((resource) => {
      const same = own.find(({ urn }) => urn === resource.urn);
      return same === undefined
        ? []
        : differing(compared(resource), compared(same), unknown).map((line) => `${resource.urn}: ${line}`);
    }),
  ];
}

function differing(plan: unknown, engine: unknown, unknown: 'same' | 'anything', path = ''): string[] {
  if (isDeepStrictEqual(plan, engine)) return [];
  if (plan === UNKNOWN && unknown === 'anything') return [];
  const below = (key: string): string => (path === '' ? key : `${path}.${key}`);
  if (isValues(plan) && isValues(engine)) {
    return [...new Set([...Object.keys(plan), ...Object.keys(engine)])].flatMap((key) =>
      differing(plan[key], engine[key], unknown, below(key)),
    );
  }
  if (Array.isArray(plan) && Array.isArray(engine) && plan.length === engine.length)
    return plan.flatMap((item, index) => differing(item, engine[index], unknown, below(String(index))));
  // A text with something unknown in it is unknown as a whole to the engine and to the plan.
  if (ENGINES_OWN.some(({ is }) => is(path))) return [];
  return [`${path} is ${short(plan)} in the plan and ${short(engine)} in the engine`];
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
