import { CORE_SCHEMA, load } from 'js-yaml';
import { MERGE } from './cluster-yaml';

const OWN_YAML = CORE_SCHEMA.extend({ implicit: [MERGE] });

/** YAML that people write for this tool, a description or a baseline: a day without quotes is the text that stands there. */
export function loadOwnYaml(text: string): unknown {
  return load(text, { schema: OWN_YAML });
}
