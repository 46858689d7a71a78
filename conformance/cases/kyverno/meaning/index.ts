import type { MeaningCase } from './case';
import { EXCEPTION_CASES } from './exceptions';
import { MAKER_CASES } from './makers';
import { MATCH_CASES } from './match';

/** Policies, each with whom Kyverno finds it to mean. */
export const MEANING_CASES: readonly MeaningCase[] = [...MATCH_CASES, ...MAKER_CASES, ...EXCEPTION_CASES];
