import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../record';
import { callFunction } from './query-functions';
import { NotEvaluated } from './not-evaluated';
import { queryTree, type QueryNode } from './query-tree';

/** What a query that asks for a field that is not there comes to: in Kyverno that is an error, and not null. */
export const NOT_FOUND = Symbol('not found');

/** What queries are asked of. */
export interface QueryRoots {
  readonly value: Readonly<Record<string, unknown>>;
  /** Records of it of which only some fields are known: what they do not show may be there. */
  readonly partly: ReadonlySet<unknown>;
}

/**
 * What a query of a rule comes to, in the JMESPath that Kyverno speaks (kyverno/go-jmespath, interpreter.go): a field that
 * is not there is {@link NOT_FOUND}, which alternatives, comparisons and functions take for null.
 *
 * @throws NotEvaluated where it is none, or asks for what is not known here
 */
export function queried(text: string, roots: QueryRoots): unknown {
  return new Query(roots.partly).of(queryTree(text), roots.value);
}

const orNull = (value: unknown): unknown => (value === NOT_FOUND ? null : value);

class Query {
  constructor(private readonly partly: ReadonlySet<unknown>) {}

  of(node: QueryNode, value: unknown): unknown {
    switch (node.type) {
      case 'Field':
        return this.field(node.name, value);
      case 'Subexpression':
      case 'IndexExpression': {
        const left = this.of(node.children[0], value);
        return left === NOT_FOUND ? left : this.of(node.children[1], left);
      }
      case 'Identity':
      case 'Current':
        return value;
      case 'Literal':
        return node.value;
      case 'Index':
        return Array.isArray(value) ? ((value as readonly unknown[]).at(node.value) ?? null) : null;
      case 'Slice': {
        const [start, stop, step] = node.children;
        if (step !== null && step !== 1) throw new NotEvaluated('a slice with steps');
        return Array.isArray(value) ? value.slice(start ?? 0, stop ?? undefined) : null;
      }
      case 'Projection':
        return this.projected(node.children[1], this.orNull(node.children[0], value));
      case 'ValueProjection': {
        const left = this.orNull(node.children[0], value);
        return this.projected(node.children[1], isRecord(left) ? Object.values(left) : null);
      }
      case 'FilterProjection': {
        const left = this.orNull(node.children[0], value);
        const condition = node.children[2];
        const kept = Array.isArray(left)
          ? left.filter((element: unknown) => !isFalse(this.orNull(condition, element)))
          : null;
        return this.projected(node.children[1], kept);
      }
      case 'Flatten': {
        const left = this.orNull(node.children[0], value);
        return Array.isArray(left) ? left.flat() : null;
      }
      case 'MultiSelectList':
        return value === null ? null : node.children.map((child) => this.orNull(child, value));
      case 'MultiSelectHash':
        return value === null
          ? null
          : Object.fromEntries(node.children.map(({ name, value: child }) => [name, this.orNull(child, value)]));
      case 'OrExpression': {
        const left = this.orNull(node.children[0], value);
        return isFalse(left) ? this.orNull(node.children[1], value) : left;
      }
      case 'AndExpression': {
        const left = this.orNull(node.children[0], value);
        return isFalse(left) ? left : this.of(node.children[1], value);
      }
      case 'NotExpression':
        return isFalse(this.orNull(node.children[0], value));
      case 'Pipe':
        return this.orNull(node.children[1], this.orNull(node.children[0], value));
      case 'Comparator':
        return this.compared(node.name, node.children, value);
      case 'Function':
        return callFunction(
          node.name,
          node.children.map((child) => this.orNull(child, value)),
        );
      default:
        throw new NotEvaluated(`a query with ${node.type}`);
    }
  }

  private orNull(node: QueryNode, value: unknown): unknown {
    return orNull(this.of(node, value));
  }

  private field(name: string, value: unknown): unknown {
    if (!isRecord(value)) return null;
    if (Object.hasOwn(value, name)) return value[name];
    if (this.partly.has(value)) throw new NotEvaluated(`${name} of a request`);
    return NOT_FOUND;
  }

  /** What each element comes to, as far as it is anything. */
  private projected(node: QueryNode, list: unknown): unknown {
    if (!Array.isArray(list)) return null;
    return list.map((element: unknown) => this.orNull(node, element)).filter((found) => found !== null);
  }

  /** Numbers of objects are whole numbers to Go in one place and fractions in another, and then never equal. */
  private compared(name: string, [left, right]: readonly [QueryNode, QueryNode], value: unknown): boolean | null {
    const [a, b] = [this.orNull(left, value), this.orNull(right, value)];
    if ([left, right].some((node, at) => !isNumberOfRule(node) && holdsNumber([a, b][at])))
      throw new NotEvaluated('a query that compares numbers');
    if (name === 'EQ') return isDeepStrictEqual(a, b);
    if (name === 'NE') return !isDeepStrictEqual(a, b);
    if (typeof a !== 'number' || typeof b !== 'number') return null;
    return name === 'GT' ? a > b : name === 'GTE' ? a >= b : name === 'LT' ? a < b : a <= b;
  }
}

const isNumberOfRule = ({ type }: QueryNode): boolean => type === 'Literal' || type === 'Function';

function holdsNumber(value: unknown): boolean {
  if (typeof value === 'number') return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNumber);
}

function isFalse(value: unknown): boolean {
  if (value === null || value === false || value === '') return true;
  return typeof value === 'object' && Object.keys(value as object).length === 0;
}
