import { createHash } from 'node:crypto';
import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log, Notification, ReportingDescriptor, Result } from 'sarif';
import { CHECKS } from '../checks';
import { THREATS } from '../../model/risk/threats';
import type { Check } from '../checks/check';
import { findingIdentity } from './finding-identity';
import { resourceText } from './finding-text';
import type { FormatOptions } from './formats';
import type { Report, ReportedCheck, ReportedFinding } from './report';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/**
 * SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning: failures are errors, what is not
 * known is `open`, what is accepted is suppressed with its reason. Checks that pass are listed as rules without results.
 */
export function sarifReport(report: Report, { version, allowUnknown = [] }: FormatOptions = {}): string {
  const rules = report.checks.map(({ id, title }) => rule(id, title));
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'training-isolation',
            ...(version === undefined ? {} : { semanticVersion: version, version }),
            rules,
          },
        },
        invocations: [
          { executionSuccessful: true, toolExecutionNotifications: report.summary.notJudged.map(notJudged) },
        ],
        artifacts: report.inputs.map((name) => ({ location: { uri: uriOf(name) } })),
        columnKind: 'utf16CodeUnits',
        results: report.checks.flatMap((check, index) =>
          check.findings.map((finding) => result(report, check, index, finding, allowUnknown)),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function rule(id: string, title: string): ReportingDescriptor {
  const check: Check | undefined = CHECKS.find((item) => item.id === id);
  if (check === undefined) return { id, shortDescription: { text: title } };
  const stops = check.stops.map((threat) => `${threat} (${THREATS[threat]})`).join(', ');
  return {
    id,
    name: id.replace(/(?:^|[/-])(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: check.title },
    fullDescription: { text: check.why },
    help: { text: `Control: ${check.control}\nStops: ${stops}\nFix: ${check.fix}` },
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['security', id.slice(0, id.indexOf('/'))] },
  };
}

function notJudged({ family, reason }: Report['summary']['notJudged'][number]): Notification {
  return { level: 'note', message: { text: `not judged: ${family} (${reason})` } };
}

function result(
  { inputs }: Report,
  { id }: ReportedCheck,
  ruleIndex: number,
  finding: ReportedFinding,
  allowUnknown: readonly string[],
): Result {
  const isOpen = finding.status === 'unknown';
  const suppression =
    finding.accepted ?? (isOpen && allowUnknown.includes(id) ? 'allowed to be unknown by whoever asked' : undefined);
  // Readers of code scanning refuse a result without a file: what is in none concerns the input as a whole.
  const file = finding.file ?? inputs[0];
  return {
    ruleId: id,
    ruleIndex,
    kind: isOpen ? 'open' : 'fail',
    level: isOpen ? 'none' : 'error',
    message: { text: `${resourceText(finding)}: ${finding.message}\nFix: ${finding.fix}` },
    locations: [
      {
        ...(file === undefined
          ? {}
          : { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: finding.line ?? 1 } } }),
        logicalLocations: [{ fullyQualifiedName: resourceText(finding), kind: 'resource' }],
      },
    ],
    ...(finding.all === undefined ? {} : { properties: { all: [...finding.all] } }),
    partialFingerprints: { 'subject/v1': fingerprint(id, finding) },
    ...(suppression === undefined
      ? {}
      : { suppressions: [{ kind: 'external' as const, status: 'accepted' as const, justification: suppression }] }),
  };
}

function fingerprint(id: string, finding: ReportedFinding): string {
  return createHash('sha256')
    .update(JSON.stringify(findingIdentity(id, finding)))
    .digest('hex')
    .slice(0, 32);
}

function uriOf(name: string): string {
  if (isAbsolute(name)) return pathToFileURL(name).href;
  return name.split(sep).map(encodeURIComponent).join('/');
}
