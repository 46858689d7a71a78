import type { JSX } from 'preact';
import type { Summary } from '../report';
import { CheckLink } from './check-link';
import { Section } from './section';
import { StatusChip } from './status-chip';
import { Table } from './table';

/** Checks of a row that are named; the findings have all. */
const MOST = 5;

export function Expected({ summary }: { readonly summary: Summary }): JSX.Element {
  return (
    <Section id="expected">
      <Table
        class="verdict"
        caption="What somebody tries, what is expected, and what the checks come to"
        columns={['Signal', 'Verdict', 'Expected', 'Because of']}
        rows={summary.expectedBehaviour.map(({ signal, expected, status, because }) => [
          signal,
          // Of a row of which a part was not judged nothing is said.
          status === 'not-applicable' ? (
            <StatusChip status={status} called="not judged" />
          ) : (
            <StatusChip status={status} />
          ),
          expected,
          because.length === 0 ? (
            '–'
          ) : (
            <ul class="plain">
              {because.slice(0, MOST).map((id) => (
                <li>
                  <CheckLink id={id} />
                </li>
              ))}
              {because.length > MOST && <li>and {because.length - MOST} more</li>}
            </ul>
          ),
        ])}
      />
    </Section>
  );
}
