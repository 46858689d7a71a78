import { Yaml } from 'cdk8s';
import { toYaml } from '../../model/kubernetes/to-yaml';

const NODE_TYPE = Symbol.for('yaml.node.type');
const DOCUMENT = Symbol.for('yaml.document');

/**
 * The object, with its YAML form decided by {@link toYaml}.
 *
 * cdk8s writes objects by `YAML.stringify(object)` of the package `yaml`, which asks a value that calls itself a document
 * for its text (yaml, `public-api` and `nodes/identity`). The two properties cannot be enumerated, so equality,
 * snapshots, spreads and JSON see the plain object.
 *
 * @throws Error if the installed cdk8s does not ask: it would write `null` for each object
 *
 * @param comment a line for the reader of the file, in front of the object
 */
export function written<T extends object>(object: T, comment?: string): T {
  refuseDeafWriter();
  return NODE_TYPE in object ? object : asDocument(object, comment);
}

function asDocument<T extends object>(object: T, comment?: string): T {
  const head = comment === undefined ? '' : `# ${comment}\n`;
  return Object.defineProperties(object, {
    [NODE_TYPE]: { value: DOCUMENT },
    toString: { value: () => `${head}${toYaml(object)}` },
  });
}

let asked = false;

/** Asks once a process, with a text that cdk8s itself would write bare. */
function refuseDeafWriter(): void {
  if (asked) return;
  if (Yaml.stringify(asDocument({ text: '0o7' })) !== 'text: "0o7"\n') {
    throw new Error(
      'the installed cdk8s does not let this package write its YAML: install a version of the peer range in its package.json',
    );
  }
  asked = true;
}
