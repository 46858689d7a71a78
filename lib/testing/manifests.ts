import { InvalidInputError, shown } from '../model/fault/fault';
import { inputsOf, type Inputs } from '../verify/input/inputs';

/** Manifests of a test: objects as `synthesize` returns them, or YAML or JSON text. */
export type Manifests = string | readonly object[];

/** @throws InvalidInputError if these are no manifests, if one of them is none, or if there is none at all */
export function inputsOfManifests(manifests: Manifests): Inputs {
  const inputs = inputsOf([{ name: 'manifests', text: textOf(manifests) }]);
  inputs.faults.refuse();
  if (inputs.objects.length === 0) throw new Error('there are no manifests: an empty set is no proof');
  return inputs;
}

/** `expect` takes anything: no compiler tells an app, or a chart, from its objects. */
function textOf(manifests: unknown): string {
  if (typeof manifests === 'string') return manifests;
  const items = Array.isArray(manifests) ? jsonOf(manifests) : undefined;
  if (items !== undefined) return items;
  throw new InvalidInputError('the manifests', [
    {
      path: '(the whole)',
      given: shown(manifests),
      allowed: 'a list of objects as synthesize(app) returns it, or YAML or JSON text',
      fix: 'expect(synthesize(app)) of an app, expect(chart.toJson()) of one chart',
    },
  ]);
}

/** Undefined for constructs, which hold themselves. */
function jsonOf(items: readonly unknown[]): string | undefined {
  try {
    return JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, undefined, 1);
  } catch {
    return undefined;
  }
}
