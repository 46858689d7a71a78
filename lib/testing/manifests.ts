import { inputsOf, type Inputs } from '../verify/input/inputs';

/** Manifests of a test: objects as `synthesize` returns them, or YAML or JSON text. */
export type Manifests = string | readonly object[];

/** @throws InvalidInputError if an object is none, or if there is none at all */
export function inputsOfManifests(manifests: Manifests): Inputs {
  const text =
    typeof manifests === 'string'
      ? manifests
      : JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests }, undefined, 1);
  const inputs = inputsOf([{ name: 'manifests', text }]);
  inputs.faults.refuse();
  if (inputs.objects.length === 0) throw new Error('there are no manifests: an empty set is no proof');
  return inputs;
}
