import type { Effect } from '../../../model/iam/document';
import type { SourceDocument } from '../../input/input-file';
import type { Path } from '../../input/line-of';

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Patterns {
  readonly patterns: readonly string[];
  /** True for the forms with `Not`, which mean everything else. */
  readonly negated: boolean;
}

/** Who a statement of a resource's policy is about. */
export interface Principals {
  /** `*`: everybody. */
  readonly everybody: boolean;
  /** ARNs, account ids and `*`, by kind: `AWS`, `Service`, `Federated`, `CanonicalUser`. */
  readonly byKind: ReadonlyMap<string, readonly string[]>;
  readonly negated: boolean;
}

/** One entry of a `Condition`: the key must satisfy the operator with one of the values. */
export interface Condition {
  /** Without qualifier and `IfExists`: `StringLike`. */
  readonly operator: string;
  readonly qualifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  /** Lower case: keys are compared regardless of case. */
  readonly key: string;
  /** The key as it is written. */
  readonly shownKey: string;
  readonly values: readonly string[];
}

export interface Statement {
  readonly sid: string | undefined;
  /** Position in its policy, from 0. */
  readonly index: number;
  readonly effect: Effect;
  readonly actions: Patterns;
  /** Undefined in trust policies, whose resource is the role. */
  readonly resources: Patterns | undefined;
  readonly principals: Principals | undefined;
  /** All must hold. */
  readonly conditions: readonly Condition[];
  readonly policy: PolicyPlace;
  /** Whether `${...}` is a variable; without a policy version it is text. */
  readonly variables: boolean;
}

/** Which policy it is and where it stands. */
export interface PolicyPlace {
  /** `inline policy data of role ml-alpha`. */
  readonly name: string;
  readonly document: SourceDocument;
  readonly path: Path;
  /** Elements that AWS asks for in every statement of such a policy. @default - none is known */
  readonly demands?: readonly ('Principal' | 'Resource')[];
}

export interface Policy {
  readonly place: PolicyPlace;
  readonly statements: readonly Statement[];
}

/** `ReadTrainingPrefix of inline policy data of role ml-alpha`. */
export function statementName({ sid, index, policy }: Statement): string {
  return `${sid ?? `statement ${index}`} of ${policy.name}`;
}
