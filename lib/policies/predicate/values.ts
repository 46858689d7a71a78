import type { Literal, Method, Node, Operator, Quantifier } from './node';

/** A field by dots (`securityContext.privileged`), or keys one by one where a key may hold a dot or is computed. */
export type Path = string | readonly (string | Text)[];

/** Something with an expression behind it. */
abstract class Value {
  constructor(readonly node: Node) {}
}

/** True or false. */
export class Flag extends Value {
  static of(value: boolean): Flag {
    return new Flag({ op: 'literal', value });
  }

  and(...others: readonly Flag[]): Flag {
    return allOf(this, ...others);
  }

  or(...others: readonly Flag[]): Flag {
    return anyOf(this, ...others);
  }

  not(): Flag {
    return new Flag({ op: 'not', of: this.node });
  }

  named(name: string): Flag {
    return new Flag({ op: 'named', name, is: this.node });
  }

  /** Not this, or that as well. */
  implies(other: Flag): Flag {
    return anyOf(this.not(), other);
  }
}

export const allOf = (...flags: readonly Flag[]): Flag => joined('and', flags);
export const anyOf = (...flags: readonly Flag[]): Flag => joined('or', flags);

/** Parts of parts are parts, so that the written expression has no parentheses without a meaning. */
function joined(op: 'and' | 'or', flags: readonly Flag[]): Flag {
  const of = flags.flatMap(({ node }) => (node.op === op ? node.of : [node]));
  return of.length === 1 ? new Flag(of[0] as Node) : new Flag({ op, of });
}

export class Text extends Value {
  static of(value: string): Text {
    return new Text({ op: 'literal', value });
  }

  is(other: string | Text): Flag {
    return binary('==', this, textOf(other));
  }

  isNot(other: string | Text): Flag {
    return binary('!=', this, textOf(other));
  }

  isOneOf(others: readonly string[] | Words): Flag {
    return binary('in', this, others instanceof Words ? others : Words.of(others));
  }

  startsWith(prefix: string | Text): Flag {
    return call(this, 'startsWith', textOf(prefix));
  }

  /** @param pattern RE2, which knows no look-around */
  matches(pattern: string): Flag {
    return call(this, 'matches', Text.of(pattern));
  }

  named(name: string): Text {
    return new Text({ op: 'named', name, is: this.node });
  }

  plus(other: string | Text): Text {
    return new Text({ op: 'binary', by: '+', left: this.node, right: textOf(other).node });
  }
}

export class Amount extends Value {
  is(other: number): Flag {
    return binary('==', this, new Amount({ op: 'literal', value: other }));
  }

  isNot(other: number): Flag {
    return binary('!=', this, new Amount({ op: 'literal', value: other }));
  }
}

/** A list of texts. */
export class Words extends Value {
  static of(values: readonly string[]): Words {
    return new Words({ op: 'literal', value: values });
  }

  all(item: string, holds: (word: Text) => Flag): Flag {
    return new Flag(each('all', this, item, holds(new Text({ op: 'item', name: item }))));
  }

  exists(item: string, holds: (word: Text) => Flag): Flag {
    return new Flag(each('exists', this, item, holds(new Text({ op: 'item', name: item }))));
  }

  has(word: string | Text): Flag {
    return binary('in', textOf(word), this);
  }

  plus(other: Words): Words {
    return new Words({ op: 'binary', by: '+', left: this.node, right: other.node });
  }
}

/** A list of things. */
export class Items extends Value {
  /**
   * @param item what one of them is called, in the written expression as well
   */
  constructor(
    node: Node,
    readonly item: string,
  ) {
    super(node);
  }

  all(holds: (thing: Thing) => Flag): Flag {
    return new Flag(each('all', this, this.item, holds(new Thing({ op: 'item', name: this.item }))));
  }

  exists(holds: (thing: Thing) => Flag): Flag {
    return new Flag(each('exists', this, this.item, holds(new Thing({ op: 'item', name: this.item }))));
  }

  isEmpty(): Flag {
    return binary('==', new Amount({ op: 'call', method: 'size', on: this.node, with: [] }), number(0));
  }

  is(other: Items): Flag {
    return binary('==', this, other);
  }

  plus(other: Items): Items {
    return new Items({ op: 'binary', by: '+', left: this.node, right: other.node }, this.item);
  }

  named(name: string): Items {
    return new Items({ op: 'named', name, is: this.node }, this.item);
  }
}

/** An object or a map. What it lacks is read as the stated default. */
export class Thing extends Value {
  text(path: Path, otherwise = ''): Text {
    return new Text(this.read(path, otherwise));
  }

  flag(path: Path, otherwise = false): Flag {
    return new Flag(this.read(path, otherwise));
  }

  amount(path: Path, otherwise: number): Amount {
    return new Amount(this.read(path, otherwise));
  }

  words(path: Path): Words {
    return new Words(this.read(path, []));
  }

  items(path: Path, item: string): Items {
    return new Items(this.read(path, []), item);
  }

  thing(path: Path): Thing {
    return new Thing(this.read(path, {}));
  }

  /** Whether the field is there at all. */
  has(path: Path): Flag {
    return new Flag({ op: 'given', ...this.place(path) });
  }

  /** The keys of a map, each under the given name. */
  keys(item: string): { all(holds: (key: Text) => Flag): Flag; exists(holds: (key: Text) => Flag): Flag } {
    const words = new Words(this.node);
    return {
      all: (holds) => words.all(item, holds),
      exists: (holds) => words.exists(item, holds),
    };
  }

  is(other: Thing): Flag {
    return binary('==', this, other);
  }

  /** Whether there is no such thing, such as an earlier object at a creation. */
  isAbsent(): Flag {
    return new Flag({ op: 'absent', of: this.node });
  }

  named(name: string): Thing {
    return new Thing({ op: 'named', name, is: this.node });
  }

  private read(path: Path, otherwise: Literal): Node {
    return { op: 'read', ...this.place(path), otherwise: { op: 'literal', value: otherwise } };
  }

  /** Where a field is; a field of a field is reached in one go, since what is absent has no fields either. */
  private place(path: Path): { readonly of: Node; readonly path: readonly (string | Node)[] } {
    const { node } = this;
    return node.op === 'read' ? { of: node.of, path: [...node.path, ...keys(path)] } : { of: node, path: keys(path) };
  }
}

/** A table of the description, such as groups by project: what it says under a key, or nothing. */
export function lookUp(table: Readonly<Record<string, readonly string[]>>, key: Text): Words {
  const node: Node = { op: 'literal', value: table };
  return new Words({ op: 'read', of: node, path: [key.node], otherwise: { op: 'literal', value: [] } });
}

const textOf = (value: string | Text): Text => (typeof value === 'string' ? Text.of(value) : value);
const number = (value: number): Amount => new Amount({ op: 'literal', value });

function binary(by: Operator, left: Value, right: Value): Flag {
  return new Flag({ op: 'binary', by, left: left.node, right: right.node });
}

function call(on: Value, method: Method, ...args: readonly Value[]): Flag {
  return new Flag({ op: 'call', method, on: on.node, with: args.map(({ node }) => node) });
}

function each(by: Quantifier, list: Value, item: string, body: Value): Node {
  return { op: 'each', by, list: list.node, item, body: body.node };
}

function keys(path: Path): readonly (string | Node)[] {
  return typeof path === 'string' ? path.split('.') : path.map((key) => (typeof key === 'string' ? key : key.node));
}
