import type { Literal, Node, Root } from './node';

/** How each root is written; a root that is missing may not be read. */
export type Bindings = Readonly<Partial<Record<Root, string>>>;

/** An expression in CEL, with the variables that it needs, each after those that it uses itself. */
export interface Cel {
  readonly expression: string;
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
}

/**
 * Writes expressions in the Common Expression Language, as far as Kubernetes' ValidatingAdmissionPolicy, Kyverno's
 * ValidatingPolicy and the `validate.cel` of Kyverno's ClusterPolicy all evaluate it
 * (https://kubernetes.io/docs/reference/using-api/cel/, with optional fields since Kubernetes 1.29).
 */
export function toCel(
  nodes: readonly Node[],
  bindings: Bindings,
): { expressions: string[]; variables: Cel['variables'] } {
  const writer = new Writer(bindings);
  const expressions = nodes.map((node) => writer.write(node, ''));
  return { expressions, variables: [...writer.variables].map(([name, expression]) => ({ name, expression })) };
}

/** A line that is longer is broken at its `&&` and `||`. */
const LINE = 100;

class Writer {
  readonly variables = new Map<string, string>();
  private readonly definitions = new Map<string, Node>();

  constructor(private readonly bindings: Bindings) {}

  write(node: Node, indent: string): string {
    switch (node.op) {
      case 'literal':
        return literal(node.value);
      case 'root':
        return this.root(node.root);
      case 'item':
        return node.name;
      case 'named':
        return this.variable(node.name, node.is);
      case 'read':
        return `${this.place(node, indent)}.orValue(${this.write(node.otherwise, indent)})`;
      case 'given':
        return `${this.place(node, indent)}.hasValue()`;
      case 'absent':
        return `${this.write(node.of, indent)} == null`;
      case 'not':
        return this.negated(node.of, indent);
      case 'and':
        return this.joined('&&', node.of, indent);
      case 'or':
        return this.joined('||', node.of, indent);
      case 'binary':
        return this.binary(node, indent);
      case 'call':
        return `${this.operand(node.on, indent)}.${node.method}(${node.with.map((one) => this.write(one, indent)).join(', ')})`;
      case 'each':
        return this.each(node, indent);
      default: {
        const never: never = node;
        return never;
      }
    }
  }

  private root(root: Root): string {
    const bound = this.bindings[root];
    if (bound === undefined) throw new Error(`an expression reads ${root}, which is not there for what it judges`);
    return bound;
  }

  private variable(name: string, is: Node): string {
    const known = this.definitions.get(name);
    if (known === undefined) {
      this.definitions.set(name, is);
      // Writing it names what it uses itself first.
      this.variables.set(name, this.write(is, ''));
    } else if (known !== is && JSON.stringify(known) !== JSON.stringify(is)) {
      throw new Error(`two parts of a rule are called ${name}`);
    }
    return `variables.${name}`;
  }

  private place(
    { of, path }: { readonly of: Node; readonly path: readonly (string | Node)[] },
    indent: string,
  ): string {
    const steps = path.map((key) => {
      if (typeof key !== 'string') return `[?${this.write(key, indent)}]`;
      return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.?${key}` : `[?${literal(key)}]`;
    });
    return `${this.operand(of, indent)}${steps.join('')}`;
  }

  private each({ by, list, item, body }: Extract<Node, { op: 'each' }>, indent: string): string {
    const head = `${this.operand(list, indent)}.${by}(${item}, `;
    const line = `${head}${this.write(body, indent)})`;
    if (line.length + indent.length <= LINE || !line.includes('\n')) return line;
    const inner = `${indent}  `;
    return `${head.trimEnd()}\n${inner}${this.write(body, inner)})`;
  }

  private negated(node: Node, indent: string): string {
    if (node.op === 'absent') return `${this.write(node.of, indent)} != null`;
    if (node.op === 'binary' && node.by === '==') return this.binary({ ...node, by: '!=' }, indent);
    return `!${this.operand(node, indent)}`;
  }

  private binary(node: Extract<Node, { op: 'binary' }>, indent: string): string {
    // A sum of sums needs no parentheses, a comparison of comparisons does.
    const around = node.by === '+' ? COMPARISON : strength(node);
    return `${this.operand(node.left, indent, around)} ${node.by} ${this.operand(node.right, indent, around)}`;
  }

  private joined(by: '&&' | '||', parts: readonly Node[], indent: string): string {
    const flat = parts.map((part) => this.operand(part, indent, LOGICAL)).join(` ${by} `);
    if (flat.length + indent.length <= LINE && !flat.includes('\n')) return flat;
    return parts.map((part) => this.operand(part, indent, LOGICAL)).join(` ${by}\n${indent}`);
  }

  /** A part inside another: in parentheses unless it binds tighter than what is around it. */
  private operand(node: Node, indent: string, around: number = TERM): string {
    if (strength(node) > around) return this.write(node, indent);
    const inner = `${indent}  `;
    const text = this.write(node, inner);
    return text.includes('\n') ? `(\n${inner}${text}\n${indent})` : `(${text})`;
  }
}

const LOGICAL = 1;
const COMPARISON = 2;
const SUM = 3;
const UNARY = 4;
const TERM = 4;

/** How tightly an expression holds together. `&&` inside `||` gets parentheses as well, for the reader. */
function strength(node: Node): number {
  switch (node.op) {
    case 'and':
    case 'or':
      return LOGICAL;
    case 'binary':
      return node.by === '+' ? SUM : COMPARISON;
    case 'absent':
      return COMPARISON;
    case 'not':
      return node.of.op === 'absent' || (node.of.op === 'binary' && node.of.by === '==') ? COMPARISON : UNARY;
    default:
      return TERM + 1;
  }
}

function literal(value: Literal): string {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, item]) => `${text(key)}: ${literal(item as Literal)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/** In single quotes, so that YAML needs no escapes around it, and never with the `{{` that Kyverno would replace. */
function text(value: string): string {
  const escaped = value
    .replace(/[\\']/g, '\\$&')
    .replace(/[^\x20-\x7e]/gu, (char) => `\\U${(char.codePointAt(0) as number).toString(16).padStart(8, '0')}`)
    .replace(/\{(?=\{)/g, '\\u007b');
  return `'${escaped}'`;
}
