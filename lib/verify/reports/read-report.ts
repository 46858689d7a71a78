import * as v from 'valibot';
import { InvalidInputError, shown } from '../../model/fault/fault';
import { isRecord } from '../record';
import type { Report } from './report';

const status = v.picklist(['pass', 'fail', 'unknown', 'accepted', 'not-applicable']);
const certainty = v.picklist(['allowed', 'undecided']);
const text = v.string();

const finding = v.object({
  status: v.picklist(['fail', 'unknown', 'accepted']),
  resource: text,
  namespace: v.optional(text),
  path: text,
  message: text,
  all: v.optional(v.array(text)),
  fix: text,
  accepted: v.optional(text),
  claimed: v.optional(text),
  file: v.optional(text),
  line: v.optional(v.number()),
});

/** The JSON form of a report. Further fields are let through: later versions may add some. */
export const REPORT_SHAPE = v.object({
  version: v.literal(1),
  inputs: v.array(text),
  summary: v.object({
    verdict: status,
    checks: v.object({
      pass: v.number(),
      accepted: v.number(),
      unknown: v.number(),
      fail: v.number(),
      'not-applicable': v.number(),
    }),
    complete: v.boolean(),
    projects: v.array(text),
    premises: v.array(text),
    unguarded: v.optional(v.array(text)),
    notJudged: v.array(v.object({ family: text, reason: text })),
    expectedBehaviour: v.array(v.object({ signal: text, expected: text, status, because: v.array(text) })),
    reachable: v.array(
      v.object({ from: text, to: text, connections: text, status: certainty, unmeant: v.optional(v.literal(true)) }),
    ),
    readable: v.array(v.object({ who: text, what: text, how: text, by: text, status: certainty })),
    allowed: v.array(
      v.object({ who: text, may: text, where: text, rights: v.array(text), by: text, status: certainty }),
    ),
  }),
  checks: v.array(v.object({ id: text, title: text, status, subjects: v.number(), findings: v.array(finding) })),
});

/** Whether a JSON document says that it is a report. */
export function looksLikeReport(value: unknown): boolean {
  return isRecord(value) && ['version', 'inputs', 'summary', 'checks'].every((key) => Object.hasOwn(value, key));
}

/**
 * Reads what `verify --format json` wrote.
 *
 * @param name of the file, for faults
 * @throws InvalidInputError with everything that is no part of a report
 */
export function readReport(name: string, value: unknown): Report {
  const parsed = v.safeParse(REPORT_SHAPE, value);
  if (parsed.success) return parsed.output as Report;
  throw new InvalidInputError(
    'the report',
    parsed.issues.map((issue) => ({
      path: `${name} ${v.getDotPath(issue) ?? ''}`.trim(),
      given: shown(issue.input),
      allowed: issue.expected ?? 'what verify --format json writes',
      fix: 'write the report again with this version',
    })),
  );
}
