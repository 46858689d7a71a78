import type { Dialect } from '../../../lib';
import type { PolicyObject } from '../../../lib/policies';
import type { Asked } from './asked';
import { asCel, cel } from './cel';
import { isConstrained, isMatched, type KyvernoMatch, type MatchConstraints } from './matching';

/** A policy as its engine reads it, whatever the dialect. */
export interface Judge {
  readonly policy: string;
  /** The words of each validation, in order. */
  readonly messages: readonly string[];
  readonly denies: boolean;
  hears(asked: Asked): boolean;
  /** For each validation whether it holds; undefined if an exception covers the request. */
  judge(asked: Asked): readonly boolean[] | undefined;
}

interface Expression {
  readonly name?: string;
  readonly expression: string;
  readonly message?: string;
}

interface NativeSpec {
  readonly matchConstraints: MatchConstraints;
  readonly matchConditions?: readonly Expression[];
  readonly variables?: readonly Expression[];
  readonly validations: readonly Expression[];
}

/** The policies among objects; what the engine of another dialect would read is left alone. */
export function judgesOf(objects: readonly PolicyObject[], dialect: Dialect): Judge[] {
  if (dialect === 'vap') return nativeJudges(objects);
  const judges = dialect === 'kyverno' ? clusterPolicyJudges : validatingPolicyJudges;
  return judges(objects);
}

/** A ValidatingAdmissionPolicy does nothing without its binding. */
function nativeJudges(objects: readonly PolicyObject[]): Judge[] {
  return ofKind(objects, 'ValidatingAdmissionPolicy').flatMap(({ metadata, spec }) => {
    const { matchConstraints, matchConditions = [], variables = [], validations } = spec as NativeSpec;
    return ofKind(objects, 'ValidatingAdmissionPolicyBinding')
      .map((binding) => binding.spec as { policyName: string; validationActions: readonly string[] })
      .filter(({ policyName }) => policyName === metadata.name)
      .map(({ validationActions }) => ({
        policy: metadata.name,
        messages: messagesOf(validations),
        denies: validationActions.includes('Deny'),
        hears: (asked) => isConstrained(matchConstraints, asked),
        judge: (asked) => {
          const roots = rootsOf(asked, null);
          const applies = matchConditions.every(({ expression }) => truth(expression, roots));
          return applies ? verdicts(validations, variables, roots) : undefined;
        },
      }));
  });
}

function validatingPolicyJudges(objects: readonly PolicyObject[]): Judge[] {
  const exceptions = ofKind(objects, 'PolicyException').map(
    ({ spec }) =>
      spec as {
        policyRefs: readonly { name: string; kind: string }[];
        matchConditions: readonly Expression[];
      },
  );
  return ofKind(objects, 'ValidatingPolicy').map(({ metadata: { name }, spec }) => {
    const {
      matchConstraints,
      variables = [],
      validations,
      validationActions,
    } = spec as NativeSpec & {
      validationActions: readonly string[];
    };
    return {
      policy: name,
      messages: messagesOf(validations),
      denies: validationActions.includes('Deny'),
      hears: (asked) => isConstrained(matchConstraints, asked),
      judge: (asked) => {
        // Not null as in Kubernetes, but an empty object (pkg/utils/admission/utils.go, UnstructuredContent).
        const roots = rootsOf(asked, {});
        const isExcepted = exceptions.some(
          ({ policyRefs, matchConditions }) =>
            policyRefs.some((ref) => ref.name === name && ref.kind === 'ValidatingPolicy') &&
            matchConditions.every(({ expression }) => truth(expression, roots)),
        );
        return isExcepted ? undefined : verdicts(validations, variables, roots);
      },
    };
  });
}

interface ClusterPolicyRule {
  readonly name: string;
  readonly match: KyvernoMatch;
  readonly validate?: {
    readonly failureAction: string;
    readonly cel: { readonly variables?: readonly Expression[]; readonly expressions: readonly Expression[] };
  };
}

function clusterPolicyJudges(objects: readonly PolicyObject[]): Judge[] {
  const exceptions = ofKind(objects, 'PolicyException').map(
    ({ spec }) =>
      spec as {
        exceptions: readonly { policyName: string; ruleNames: readonly string[] }[];
        match: KyvernoMatch;
      },
  );
  return ofKind(objects, 'ClusterPolicy').flatMap(({ metadata: { name: policy }, spec }) =>
    (spec as { rules: readonly ClusterPolicyRule[] }).rules.flatMap(({ name, match, validate }): Judge[] => {
      if (validate === undefined) return [];
      const { variables = [], expressions } = validate.cel;
      return [
        {
          policy,
          messages: messagesOf(expressions),
          denies: validate.failureAction === 'Enforce',
          hears: (asked) => isMatched(match, asked),
          judge: (asked) => {
            const isExcepted = exceptions.some(
              (exception) =>
                exception.exceptions.some(
                  ({ policyName, ruleNames }) => policyName === policy && ruleNames.includes(name),
                ) && isMatched(exception.match, asked),
            );
            return isExcepted ? undefined : verdicts(expressions, variables, rootsOf(asked, null));
          },
        },
      ];
    }),
  );
}

const ofKind = (objects: readonly PolicyObject[], wanted: string): PolicyObject[] =>
  objects.filter(({ kind }) => kind === wanted);

const messagesOf = (expressions: readonly Expression[]): string[] => expressions.map(({ message = '' }) => message);

type Roots = Readonly<Record<string, unknown>>;

function rootsOf(asked: Asked, absent: unknown): Roots {
  const { operation, group, version, kind, resource, subresource, name, namespace, labels, who } = asked;
  return {
    object: asCel(asked.object ?? absent),
    oldObject: asCel(asked.oldObject ?? absent),
    namespaceObject: namespace === undefined ? null : { metadata: { name: namespace, labels } },
    request: {
      operation,
      kind: { group, version, kind },
      resource: { group, version, resource },
      subResource: subresource ?? '',
      name,
      namespace: namespace ?? '',
      userInfo: { username: who.user, groups: who.groups },
    },
  };
}

function verdicts(validations: readonly Expression[], variables: readonly Expression[], roots: Roots): boolean[] {
  const withVariables = { ...roots, variables: lazily(variables, roots) };
  return validations.map(({ expression }) => truth(expression, withVariables));
}

/** A variable is evaluated when it is read, as its engines do, and may read those before it. */
function lazily(variables: readonly Expression[], roots: Roots): object {
  const scope = {};
  for (const { name = '', expression } of variables) {
    let known: { readonly value: unknown } | undefined;
    Object.defineProperty(scope, name, {
      enumerable: true,
      get: () => (known ??= { value: cel().value(expression, { ...roots, variables: scope }) }).value,
    });
  }
  return scope;
}

function truth(expression: string, roots: Roots): boolean {
  const value = cel().value(expression, roots);
  if (typeof value !== 'boolean') throw new Error(`not a truth value: ${expression}`);
  return value;
}
