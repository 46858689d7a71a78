import { FAILSAFE_SCHEMA, Type, type LoadOptions, type Schema } from 'js-yaml';
import { MAX_DEPTH } from './parse-limits';

export const MERGE = new Type('tag:yaml.org,2002:merge', {
  kind: 'scalar',
  resolve: (data: unknown) => data === '<<' || data === null,
});

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * YAML as the cluster's readers understand it: sigs.k8s.io/yaml, which resolves scalars by YAML 1.1. js-yaml's own
 * schema is YAML 1.2, and the difference hides things: `privileged: yes` is `true` to the API server and a text to
 * YAML 1.2, `defaultMode: 0400` is 256 and not 400 (https://github.com/kubernetes-sigs/yaml, goyaml.v2/resolve.go).
 */
const CLUSTER_YAML: Schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    scalar('tag:yaml.org,2002:null', (text) => (isNull(text) ? null : undefined), isNull),
    scalar('tag:yaml.org,2002:bool', (text) => BOOLEANS.get(text)),
    scalar('tag:yaml.org,2002:int', integer),
    scalar('tag:yaml.org,2002:float', float),
    MERGE,
  ],
  explicit: [
    // Decoded to the text that its bytes are, as goyaml.v2/decode.go does.
    new Type('tag:yaml.org,2002:binary', {
      kind: 'scalar',
      resolve: (data: unknown) => BASE64.test(withoutLines(data)),
      construct: (data: unknown) => Buffer.from(withoutLines(data), 'base64').toString('utf8'),
    }),
  ],
});

const withoutLines = (data: unknown): string => String(data ?? '').replaceAll(/[\r\n]/g, '');

/** Options of every read. */
export const CLUSTER_YAML_OPTIONS: LoadOptions & { readonly maxDepth: number } = {
  schema: CLUSTER_YAML,
  maxDepth: MAX_DEPTH,
};

/** What a scalar without quotes means: null, a truth value, a number or the text itself. The text has no spaces around it. */
export function plainScalar(text: string): unknown {
  const first = text.charCodeAt(0);
  const isNumeric = first <= 0x39;
  if (isNumeric) return integer(text) ?? float(text) ?? text;
  // The longest word that is more than a text has five letters.
  if (text.length > 5) return text;
  return isNull(text) ? null : (BOOLEANS.get(text) ?? text);
}

function scalar(tag: string, read: (text: string) => unknown, matches?: (text: string) => boolean): Type {
  const known = matches ?? ((text: string) => read(text) !== undefined);
  return new Type(tag, {
    kind: 'scalar',
    resolve: (data: unknown) => (data === null ? tag.endsWith(':null') : known(data as string)),
    construct: (data: unknown) => (data === null ? null : read(data as string)),
  });
}

function isNull(text: string): boolean {
  return text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL';
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map(
  [
    ['y Y yes Yes YES true True TRUE on On ON', true] as const,
    ['n N no No NO false False FALSE off Off OFF', false] as const,
  ].flatMap(([words, value]) => words.split(' ').map((word) => [word, value] as const)),
);

/** A digit, or a sign or dot before one: nothing else starts a number, and most texts end here. */
function startsLikeNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return true;
  if (first !== 0x2b && first !== 0x2d && first !== 0x2e) return false;
  return text.length > 1;
}

const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
const BASED = /^([-+]?)0(?:x([0-9a-fA-F]+)|b([01]+)|o?([0-7]+))$/;

function integer(text: string): number | undefined {
  if (!startsLikeNumber(text)) return undefined;
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  if (DECIMAL.test(digits)) return Number(digits);
  const match = BASED.exec(digits);
  if (match === null) return undefined;
  const [, sign, hexadecimal, binary, octal] = match;
  const value =
    hexadecimal !== undefined
      ? Number.parseInt(hexadecimal, 16)
      : binary !== undefined
        ? Number.parseInt(binary, 2)
        : Number.parseInt(octal as string, 8);
  return sign === '-' ? -value : value;
}

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const INFINITE = /^([-+]?)\.(?:inf|Inf|INF)$/;

function float(text: string): number | undefined {
  if (!startsLikeNumber(text)) return undefined;
  const digits = text.includes('_') ? text.replaceAll('_', '') : text;
  if (FLOAT.test(digits)) return Number(digits);
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? NaN : undefined;
}
