import type { JSX } from 'preact';
import { grouped } from '../../../model/grouped';
import { CHECKS } from '../../checks';
import { FAMILIES } from '../../checks/check';
import { THREATS } from '../../../model/risk/threats';
import { familyOf } from '../../verdict/verdict';
import type { ReportedCheck } from '../report';
import { checkAnchor } from './check-link';
import { Section } from './section';
import { StatusChip } from './status-chip';
import { Table } from './table';

/** Every check that was made: what it proves, whom it stops, and on how much the answer rests. */
export function EvidenceTables({ checks }: { readonly checks: readonly ReportedCheck[] }): JSX.Element {
  const known = new Map(CHECKS.map((check) => [check.id as string, check]));
  const families = grouped(checks, ({ id }) => FAMILIES[familyOf(id as (typeof CHECKS)[number]['id'])].title);
  return (
    <Section id="evidence">
      {[...families].map(([family, own]) => (
        <Table
          class="evidence"
          caption={family}
          columns={['What holds', 'Verdict', 'Judged', 'Control', 'Stops']}
          rows={own.map(({ id, title, status, subjects }) => {
            const check = known.get(id);
            return [
              <span id={checkAnchor(id)}>
                {title}
                <code class="id">{id}</code>
              </span>,
              <StatusChip status={status} />,
              subjects,
              check?.control ?? '–',
              check?.stops.map((name) => `${name} ${THREATS[name]}`).join('; ') || '– (what has to work)',
            ];
          })}
        />
      ))}
    </Section>
  );
}
