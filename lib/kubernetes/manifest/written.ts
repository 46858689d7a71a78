import { toYaml } from '../../model/to-yaml';

const NODE_TYPE = Symbol.for('yaml.node.type');
const DOCUMENT = Symbol.for('yaml.document');

/**
 * The object, with its YAML form decided by {@link toYaml}.
 *
 * cdk8s writes objects by `YAML.stringify(object)` of the package `yaml`, which asks a value that calls itself a document
 * for its text (yaml, `public-api` and `nodes/identity`). The two properties cannot be enumerated, so equality,
 * snapshots, spreads and JSON see the plain object. Should a later `yaml` no longer ask, stock output is written, and a
 * test says so.
 */
export function written<T extends object>(object: T): T {
  if (NODE_TYPE in object) return object;
  return Object.defineProperties(object, {
    [NODE_TYPE]: { value: DOCUMENT },
    toString: { value: () => toYaml(object) },
  });
}
