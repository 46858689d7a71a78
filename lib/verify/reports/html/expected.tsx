import type { JSX } from 'preact';
import type { Summary } from '../report';
import { CheckLink } from './check-link';
import { Section } from './section';
import { StatusChip } from './status-chip';
import { Table } from './table';

export function Expected({ summary }: { readonly summary: Summary }): JSX.Element {
  return (
    <Section id="expected">
      <Table
        class="verdict"
        caption="What somebody tries, what is expected, and what the checks come to"
        columns={['Signal', 'Expected', 'Verdict', 'Because of']}
        rows={summary.expectedBehaviour.map(({ signal, expected, status, because }) => [
          signal,
          expected,
          <StatusChip status={status} />,
          because.length === 0 ? (
            '–'
          ) : (
            <ul class="plain">
              {because.map((id) => (
                <li>
                  <CheckLink id={id} />
                </li>
              ))}
            </ul>
          ),
        ])}
      />
    </Section>
  );
}
