import * as jmespath from 'jmespath';
import { onceForName } from '../../once-for';
import { NotEvaluated } from './not-evaluated';

/** A query as the parser has it, node by node (https://jmespath.org/specification.html#grammar). */
export type QueryNode =
  | { readonly type: 'Identity' | 'Current' }
  | { readonly type: 'Field'; readonly name: string }
  | { readonly type: 'Index'; readonly value: number }
  | { readonly type: 'Literal'; readonly value: unknown }
  | { readonly type: 'Slice'; readonly children: readonly [number | null, number | null, number | null] }
  | { readonly type: 'Flatten' | 'NotExpression'; readonly children: readonly [QueryNode] }
  | {
      readonly type:
        | 'Subexpression'
        | 'IndexExpression'
        | 'Projection'
        | 'ValueProjection'
        | 'OrExpression'
        | 'AndExpression'
        | 'Pipe';
      readonly children: readonly [QueryNode, QueryNode];
    }
  | { readonly type: 'FilterProjection'; readonly children: readonly [QueryNode, QueryNode, condition: QueryNode] }
  | {
      readonly type: 'Comparator';
      readonly name: 'EQ' | 'NE' | 'GT' | 'GTE' | 'LT' | 'LTE';
      readonly children: readonly [QueryNode, QueryNode];
    }
  | { readonly type: 'MultiSelectList'; readonly children: readonly QueryNode[] }
  | {
      readonly type: 'MultiSelectHash';
      readonly children: readonly { readonly name: string; readonly value: QueryNode }[];
    }
  | { readonly type: 'Function'; readonly name: string; readonly children: readonly QueryNode[] }
  | { readonly type: 'ExpressionReference' };

/** The package's types leave its parser out. */
const { compile } = jmespath as unknown as { compile(text: string): QueryNode };

const parsed = onceForName(compile);

/** @throws NotEvaluated for a text that is no query */
export function queryTree(text: string): QueryNode {
  try {
    return parsed(text);
  } catch {
    throw new NotEvaluated(`the query ${text}`);
  }
}
