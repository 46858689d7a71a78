import { load } from 'js-yaml';
import { Field } from '../input/field';
import { InputFaults } from '../input/input-fault';

/** Settings that stand as JSON or YAML in a text; undefined where they cannot be read. */
export function readSettings(text: string): unknown {
  try {
    return load(text);
  } catch {
    return undefined;
  }
}

/**
 * The same as a field, for what reads fields. The API server sees a text and refuses nothing in it: whoever finds a fault
 * there has found something that is not known.
 */
export function settingsField(text: Field | undefined): Field | undefined {
  const value = typeof text?.value === 'string' ? readSettings(text.value) : undefined;
  if (text === undefined || value === undefined || value === null) return undefined;
  return new Field(value, { document: text.document, faults: new InputFaults(), path: text.pathInDocument });
}
