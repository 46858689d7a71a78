import { itemsIn, type Field } from '../input/field';
import { onceFor, onceForName } from '../once-for';
import type { Ruling } from './admission-policy';
import type { AdmissionRequest } from './admission-request';
import { asCel, celValue } from './cel';

type Roots = Readonly<Record<string, unknown>>;

interface Expression {
  readonly name: string;
  readonly expression: string;
}

/** Entries with an expression; what is none is a fault of the input. */
function expressionsOf(field: Field | undefined): readonly Expression[] {
  return itemsIn(field).flatMap((item) => {
    const expression = item.get('expression')?.text();
    return expression === undefined ? [] : [{ name: item.get('name')?.text() ?? '', expression }];
  });
}

/** Variables and demands of a policy in the Common Expression Language. */
export class CelRules {
  private readonly conditions: readonly Expression[];
  private readonly variables: readonly Expression[];
  private readonly demands: readonly Expression[];

  /**
   * @param absent what stands for an object that is not there: null, and in Kyverno's newer policies an empty object
   */
  constructor(
    spec: Field | undefined,
    demands: 'validations' | 'expressions',
    private readonly absent: 'null' | 'empty',
    private readonly failsOpen: boolean,
  ) {
    this.conditions = expressionsOf(spec?.get('matchConditions'));
    this.variables = expressionsOf(spec?.get('variables'));
    this.demands = expressionsOf(spec?.get(demands));
  }

  /** The expressions that decide a demand: its own and those of the variables that it reads. */
  said(demand: number): readonly string[] {
    const texts = new Set<string>();
    const read = (text: string): void => {
      if (texts.has(text)) return;
      texts.add(text);
      for (const [, name] of text.matchAll(/\bvariables\.(\w+)/g))
        for (const variable of this.variables) if (variable.name === name) read(variable.expression);
    };
    read(this.demands[demand]?.expression ?? '');
    return [...texts];
  }

  /** Every expression. */
  get texts(): readonly string[] {
    return [...this.conditions, ...this.variables, ...this.demands].map(({ expression }) => expression);
  }

  /** Whether an expression fails for want of a name that the API server leaves out; what Kyverno does then is not known. */
  private lacksName(expression: string, { name }: AdmissionRequest): boolean {
    return name === '' && this.absent === 'null' && /\brequest\.name\b/.test(expression);
  }

  rulings(request: AdmissionRequest): readonly Ruling[] {
    const roots = rootsOf(request, this.absent);
    const applies = this.conditions.map(({ expression }) => truth(expression, roots));
    if (applies.includes(false)) return [];
    const withVariables = withLazy(this.variables, roots);
    const unsure = applies.includes(undefined);
    return this.demands.map(({ expression }): Ruling => {
      const value = truth(expression, withVariables);
      if (value === true) return 'holds';
      if (unsure) return 'unknown';
      // An expression that fails blocks the request, unless the policy lets errors pass.
      if (value === undefined && this.failsOpen) return 'holds';
      return value === false || this.lacksName(expression, request) ? 'refuses' : 'unknown';
    });
  }
}

/** Undefined where the expression fails, or asks for what is not known here. */
export function truth(expression: string, roots: Roots): boolean | undefined {
  try {
    const value = celValue(expression, roots);
    return typeof value === 'boolean' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A variable is evaluated when it is read, and may read those before it. */
function withLazy(variables: readonly Expression[], roots: Roots): Roots {
  const scope = {};
  const all = { ...roots, variables: scope };
  for (const { name, expression } of variables) {
    let known: { readonly value: unknown } | undefined;
    Object.defineProperty(scope, name, {
      configurable: true,
      enumerable: true,
      get: () => (known ??= { value: celValue(expression, all) }).value,
    });
  }
  return all;
}

/** What expressions may read of a request; made once for all policies that hear of it. */
export function rootsOf(request: AdmissionRequest, absent: 'null' | 'empty'): Roots {
  return rootsIn(request)(absent);
}

const rootsIn = onceFor((request: AdmissionRequest) =>
  onceForName((absent: 'null' | 'empty') => makeRoots(request, absent === 'null' ? null : {})),
);

function makeRoots(request: AdmissionRequest, absent: unknown): Roots {
  const { operation, group, version, kind, resource, subresource, name, namespace, labels, who } = request;
  return {
    object: asCel(request.object ?? absent),
    oldObject: asCel(request.oldObject ?? absent),
    namespaceObject:
      namespace === undefined
        ? null
        : withUnknown(
            {
              metadata: withUnknown({ name: namespace, labels: Object.fromEntries(labels ?? []) }, UNKNOWN_OF_METADATA),
            },
            ['spec', 'status'],
          ),
    request: withUnknown(
      {
        operation,
        kind: { group, version, kind },
        resource: { group, version, resource },
        subResource: subresource,
        ...(name === '' ? {} : { name }),
        namespace: namespace ?? '',
        userInfo: {
          username: who.username,
          groups: Array.from(who.groups),
          ...(who.extra === undefined ? {} : { extra: asCel(who.extra) }),
        },
        // What is only tried is not kept.
        dryRun: false,
      },
      UNKNOWN_OF_REQUEST,
    ),
  };
}

/** What whoever asks chooses beside what is asked, and what the API server adds. */
const UNKNOWN_OF_REQUEST = ['options', 'requestKind', 'requestResource', 'requestSubResource', 'uid'];
/** What no check has to know of a namespace. */
const UNKNOWN_OF_METADATA = ['annotations', 'creationTimestamp', 'managedFields', 'ownerReferences', 'uid'];

/** The same with fields that are there and not known: an expression that reads one fails, and is not told that it is absent. */
function withUnknown(known: Roots, fields: readonly string[]): Roots {
  const get = (): never => {
    throw new Error('not known here');
  };
  return Object.defineProperties(known, Object.fromEntries(fields.map((field) => [field, { get }])));
}
