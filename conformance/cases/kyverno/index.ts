import type { KyvernoCase } from './case';
import { CONDITION_CASES } from './conditions';
import { PATTERN_CASES } from './patterns';

/** Rules in patterns and conditions, each about one object, with what Kyverno answers. */
export const KYVERNO_CASES: readonly KyvernoCase[] = [...PATTERN_CASES, ...CONDITION_CASES];
