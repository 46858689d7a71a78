import type { JSX } from 'preact';
import { counted } from '../../../model/counted';
import { CHECKS } from '../../checks';
import { groupFindings, type GroupedFindings } from '../shared-findings';
import { placeText, resourceText } from '../finding-text';
import type { Report, ReportedCheck, ReportedFinding } from '../report';
import { UNGUARDED_FIX, unguardedText } from '../unguarded';
import { CheckLink } from './check-link';
import { Folded } from './folded';
import { Section } from './section';
import { StatusChip } from './status-chip';
import { Table } from './table';

/** Findings of one check that are shown; the JSON report has all. */
const MOST = 50;

/** Findings of one check that stand open, so that the next check is seen; the others are folded. */
const MOST_UNFOLDED = 10;

export function Findings({ report }: { readonly report: Report }): JSX.Element {
  const groups = (['fail', 'unknown'] as const).map((status) => ({ status, ...groupFindings(report, status) }));
  const isEmpty = groups.every(({ unguarded, own, shared }) => unguarded.length + own.length + shared.length === 0);
  return (
    <Section id="findings">
      {isEmpty && <p>Nothing fails, and nothing is unknown.</p>}
      {groups.flatMap(({ status, unguarded, own, shared }) => [
        ...own.map((item) => <CheckFindings status={status} {...item} />),
        ...shared.map((item) => <SharedFinding status={status} {...item} />),
        ...(unguarded.length === 0 ? [] : [<Unguarded checks={unguarded} />]),
      ])}
    </Section>
  );
}

type GroupStatus = 'fail' | 'unknown';

function CheckFindings({
  status,
  check: { id, title },
  findings,
}: GroupedFindings['own'][number] & { readonly status: GroupStatus }): JSX.Element {
  const why = CHECKS.find((check) => check.id === id)?.why;
  const folded = findings.slice(MOST_UNFOLDED, MOST);
  return (
    <article class={status}>
      <h3>
        <StatusChip status={status} /> {title}
      </h3>
      <p class="id">
        <CheckLink id={id} />
      </p>
      {why !== undefined && <p>{why}</p>}
      <ul class="findings">
        {findings.slice(0, MOST_UNFOLDED).map((finding) => (
          <Finding finding={finding} />
        ))}
      </ul>
      {folded.length > 0 && (
        <Folded summary={`${folded.length} more`}>
          <ul class="findings">
            {folded.map((finding) => (
              <Finding finding={finding} />
            ))}
          </ul>
        </Folded>
      )}
      {findings.length > MOST && <p>{counted(findings.length - MOST, 'more is', 'more are')} in the JSON report.</p>}
    </article>
  );
}

function SharedFinding({
  status,
  checks,
  finding,
}: GroupedFindings['shared'][number] & { readonly status: GroupStatus }): JSX.Element {
  return (
    <article class={status}>
      <h3>
        <StatusChip status={status} /> {checks.length} checks
      </h3>
      <ul class="findings">
        <Finding finding={finding} />
      </ul>
      <Concerned checks={checks} />
    </article>
  );
}

function Unguarded({ checks }: { readonly checks: readonly ReportedCheck[] }): JSX.Element {
  return (
    <article class="fail">
      <h3>
        <StatusChip status="fail" /> {checks.length} checks
      </h3>
      <p>{unguardedText(checks)}</p>
      <p class="fix">
        <span>Mend:</span> {UNGUARDED_FIX}
      </p>
      <Concerned checks={checks} />
    </article>
  );
}

function Concerned({ checks }: { readonly checks: readonly ReportedCheck[] }): JSX.Element {
  return (
    <ul class="concerned">
      {checks.map(({ id, title }) => (
        <li>
          {title} <CheckLink id={id} />
        </li>
      ))}
    </ul>
  );
}

function Finding({ finding }: { readonly finding: ReportedFinding }): JSX.Element {
  const place = placeText(finding);
  return (
    <li>
      <p>
        <strong>{resourceText(finding)}</strong> {place !== undefined && <code class="place">{place}</code>}
      </p>
      <p>{finding.message}</p>
      {finding.claimed !== undefined && <p>The object itself claims: “{finding.claimed}”. A claim excuses nothing.</p>}
      <p class="fix">
        <span>Mend:</span> {finding.fix}
      </p>
    </li>
  );
}

export function Accepted({ checks }: { readonly checks: readonly ReportedCheck[] }): JSX.Element {
  const rows = checks.flatMap(({ id, findings }) =>
    findings.filter(({ status }) => status === 'accepted').map((finding) => ({ id, finding })),
  );
  return (
    <Section id="accepted">
      {rows.length === 0 ? (
        <p>None.</p>
      ) : (
        <Table
          caption="What is weaker than it could be, and why that was accepted"
          columns={['Where', 'What', 'Reason', 'Check']}
          rows={rows.map(({ id, finding }) => [
            resourceText(finding),
            finding.message,
            finding.accepted ?? '',
            <CheckLink id={id} />,
          ])}
        />
      )}
    </Section>
  );
}
