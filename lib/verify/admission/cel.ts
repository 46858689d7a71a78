import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { onceFor, onceForName } from '../once-for';
import { meansTheSameToGo } from './go-expression';
import type { Environment } from '@marcbachmann/cel-js' with { 'resolution-mode': 'import' };

type Roots = Readonly<Record<string, unknown>>;
interface Evaluate {
  (roots: Roots): unknown;
  readonly ast: CelTree;
}

/** An expression as it is read: an operator, and what it is used on. */
export interface CelTree {
  readonly op: string;
  readonly args: unknown;
}

export function isTree(part: unknown): part is CelTree {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part;
}

let environment: Environment | undefined;

/**
 * The value of an expression of the Common Expression Language, with the optional fields that Kubernetes has since 1.29
 * (https://kubernetes.io/docs/reference/using-api/cel/).
 *
 * @throws Error where it cannot be read, asks for a function that is not known here, or fails
 */
export function celValue(expression: string, roots: Roots): unknown {
  return parse(expression)(roots);
}

/**
 * An expression as it is read.
 *
 * @throws Error with a `code` where it cannot be read
 */
export function celTree(expression: string): CelTree {
  return parse(expression).ast;
}

/** Expressions are the same in many policies and for every request. */
const parse = onceForName((expression: string): Evaluate => {
  environment ??= makeEnvironment();
  const evaluate = environment.parse(expression) as Evaluate;
  return isReadAlike(evaluate.ast) ? evaluate : notReadAlike(evaluate.ast);
});

/** Whether each regular expression of a tree is written out, and means to Go's engine what it means to this one. */
function isReadAlike(part: unknown): boolean {
  if (Array.isArray(part)) return part.every(isReadAlike);
  if (!isTree(part)) return true;
  const [method, , given] = Array.isArray(part.args) ? (part.args as readonly unknown[]) : [];
  if (part.op !== 'rcall' || method !== 'matches') return isReadAlike(part.args);
  const [pattern] = Array.isArray(given) ? (given as readonly unknown[]) : [];
  const isPlain =
    isTree(pattern) && pattern.op === 'value' && typeof pattern.args === 'string' && meansTheSameToGo(pattern.args);
  return isPlain && isReadAlike(part.args);
}

function notReadAlike(ast: CelTree): Evaluate {
  const fail = (): never => {
    throw new Error('a regular expression that is not evaluated here');
  };
  return Object.assign(fail, { ast });
}

/** In the package it lies beside this file, as CommonJS (scripts/cel-js.mjs). Loaded for the first expression only. */
function makeEnvironment(): Environment {
  const packaged = join(__dirname, 'cel-js');
  const from = existsSync(packaged) ? join(packaged, 'index.js') : '@marcbachmann/cel-js';
  const { Environment: Made } = createRequire(__filename)(from) as { readonly Environment: typeof Environment };
  return new Made({ enableOptionalTypes: true, unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
}

/**
 * What Kubernetes' engines are given: whole numbers are integers to them, and to this engine only as BigInt; a field that
 * is null is one that was left out.
 */
export function asCel(value: unknown): unknown {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value !== 'object' || value === null) return value;
  return converted(value);
}

/** Requests that differ in one thing share the rest, and nothing of the input ever changes. */
const converted = onceFor((value: object) => (Array.isArray(value) ? Array.from(value, asCel) : withoutNulls(value)));

function withoutNulls(value: object): object {
  const fields = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(fields.map(([key, item]) => [key, asCel(item)]));
}
