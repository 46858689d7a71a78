import type { Node, Root } from './node';

/** What the roots of an expression are: plain JSON; an absent one is null. */
export type Facts = Readonly<Partial<Record<Root, unknown>>>;

/**
 * Evaluates an expression here, as the engines of the dialects do: for manifests before they reach a cluster, and to hold
 * the written form against.
 *
 * @throws Error if it reads a root that is not given
 */
export function evaluate(node: Node, facts: Facts): unknown {
  return new Evaluation(facts).value(node, new Map());
}

type Items = ReadonlyMap<string, unknown>;

class Evaluation {
  private readonly known = new Map<string, unknown>();

  constructor(private readonly facts: Facts) {}

  value(node: Node, items: Items): unknown {
    switch (node.op) {
      case 'literal':
        return node.value;
      case 'root':
        return this.root(node.root);
      case 'item':
        return items.get(node.name);
      case 'named':
        return this.named(node.name, node.is);
      case 'read': {
        const found = this.reach(node, items);
        return found === undefined ? this.value(node.otherwise, items) : found;
      }
      case 'given':
        return this.reach(node, items) !== undefined;
      case 'absent':
        return (this.value(node.of, items) ?? null) === null;
      case 'not':
        return this.value(node.of, items) !== true;
      case 'and':
        return node.of.every((part) => this.value(part, items) === true);
      case 'or':
        return node.of.some((part) => this.value(part, items) === true);
      case 'binary':
        return binary(node.by, this.value(node.left, items), this.value(node.right, items));
      case 'call':
        return call(
          node.method,
          this.value(node.on, items),
          node.with.map((part) => this.value(part, items)),
        );
      case 'each': {
        const list = listOf(this.value(node.list, items));
        const holds = (item: unknown): boolean =>
          this.value(node.body, new Map([...items, [node.item, item]])) === true;
        return node.by === 'all' ? list.every(holds) : list.some(holds);
      }
      default: {
        const never: never = node;
        return never;
      }
    }
  }

  private root(root: Root): unknown {
    if (!(root in this.facts)) throw new Error(`an expression reads ${root}, which is not given`);
    return this.facts[root];
  }

  /** Parts with a name read no item, so one value serves everywhere. */
  private named(name: string, is: Node): unknown {
    if (!this.known.has(name)) this.known.set(name, this.value(is, new Map()));
    return this.known.get(name);
  }

  /** The value at a path, or undefined where a step leads nowhere. */
  private reach({ of, path }: { readonly of: Node; readonly path: readonly (string | Node)[] }, items: Items): unknown {
    let found = this.value(of, items);
    for (const step of path) {
      const key = typeof step === 'string' ? step : this.value(step, items);
      if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key as string)) return undefined;
      found = (found as Record<string, unknown>)[key as string];
    }
    return found ?? undefined;
  }
}

/** Items of a list, keys of a map. */
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : Object.keys((value ?? {}) as object);

function binary(by: Extract<Node, { op: 'binary' }>['by'], left: unknown, right: unknown): unknown {
  switch (by) {
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case 'in':
      return listOf(right).some((item) => isEqual(item, left));
    case '+':
      return Array.isArray(left)
        ? [...(left as unknown[]), ...(right as unknown[])]
        : `${String(left)}${String(right)}`;
  }
}

function call(method: Extract<Node, { op: 'call' }>['method'], on: unknown, args: readonly unknown[]): unknown {
  switch (method) {
    case 'startsWith':
      return String(on).startsWith(String(args[0]));
    case 'matches':
      return new RegExp(String(args[0])).test(String(on));
    case 'size':
      return listOf(on).length;
  }
}

function isEqual(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return left === right;
  const keys = Object.keys(left);
  return (
    Array.isArray(left) === Array.isArray(right) &&
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) =>
        Object.hasOwn(right, key) &&
        isEqual((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
    )
  );
}
