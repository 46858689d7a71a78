/** What an expression can start from. The dialects bind each to what they are given. */
export type Root =
  /** The pod, wherever it is written: a Pod itself, or the template of a controller. */
  | 'pod-spec'
  | 'old-pod-spec'
  | 'pod-metadata'
  /** The object of the request, and what it was before; nothing for a creation. */
  | 'object'
  | 'old-object'
  /** The request: operation, user, resource. */
  | 'request'
  /** The namespace of the request. */
  | 'namespace';

export type Operator = '==' | '!=' | 'in' | '+';
export type Method = 'startsWith' | 'matches' | 'size';
export type Quantifier = 'all' | 'exists';

/** A constant: what JSON can say. */
export type Literal = string | number | boolean | readonly Literal[] | { readonly [key: string]: Literal };

/**
 * An expression as plain data. Nothing in it belongs to an engine: `cel.ts` writes it in the language that all three
 * dialects evaluate, and another writer could write it in another.
 *
 * Every read of a field that may be absent says what stands for it, so no expression fails on an object that leaves
 * something out: a failed expression blocks everything under failure policy `Fail`.
 */
export type Node =
  | { readonly op: 'literal'; readonly value: Literal }
  | { readonly op: 'root'; readonly root: Root }
  /** The item of an enclosing quantifier. */
  | { readonly op: 'item'; readonly name: string }
  /** A part with a name, written once however often it is used. */
  | { readonly op: 'named'; readonly name: string; readonly is: Node }
  | { readonly op: 'read'; readonly of: Node; readonly path: readonly (string | Node)[]; readonly otherwise: Node }
  | { readonly op: 'given'; readonly of: Node; readonly path: readonly (string | Node)[] }
  | { readonly op: 'not'; readonly of: Node }
  | { readonly op: 'and' | 'or'; readonly of: readonly Node[] }
  | { readonly op: 'binary'; readonly by: Operator; readonly left: Node; readonly right: Node }
  | { readonly op: 'call'; readonly method: Method; readonly on: Node; readonly with: readonly Node[] }
  | { readonly op: 'each'; readonly by: Quantifier; readonly list: Node; readonly item: string; readonly body: Node }
  | { readonly op: 'absent'; readonly of: Node };

/** All nodes of an expression, itself first; named parts count wherever they are used. */
export function everyNode(node: Node): readonly Node[] {
  return [node, ...children(node).flatMap(everyNode)];
}

function children(node: Node): readonly Node[] {
  switch (node.op) {
    case 'literal':
    case 'root':
    case 'item':
      return [];
    case 'named':
      return [node.is];
    case 'read':
      return [node.of, ...keysOf(node.path), node.otherwise];
    case 'given':
      return [node.of, ...keysOf(node.path)];
    case 'not':
    case 'absent':
      return [node.of];
    case 'and':
    case 'or':
      return node.of;
    case 'binary':
      return [node.left, node.right];
    case 'call':
      return [node.on, ...node.with];
    case 'each':
      return [node.list, node.body];
    default: {
      const never: never = node;
      return never;
    }
  }
}

const keysOf = (path: readonly (string | Node)[]): Node[] => path.filter((key) => typeof key !== 'string');

/** Whether an expression reads from this root anywhere. */
export function reads(node: Node, root: Root): boolean {
  return everyNode(node).some((part) => part.op === 'root' && part.root === root);
}
