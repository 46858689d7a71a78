import type { JSX } from 'preact';
import type { Readable } from '../../relations/readable';
import { Section } from './section';
import { Table } from './table';

export function Readings({ rows }: { readonly rows: readonly Readable[] }): JSX.Element {
  return (
    <Section id="read">
      {rows.length === 0 ? (
        <p>
          No claim of a project whose volume is in the files, and no role with access to a bucket. Volumes that a class
          provisions are not listed.
        </p>
      ) : (
        <>
          <p>
            Volumes behind the claims of projects, and what roles may do with prefixes of buckets. For a role, a prefix
            that is not listed is proved to be out of its reach, for every request at once.
          </p>
          <Table
            caption="Data and who gets at it"
            columns={['Who', 'What', 'How', 'By']}
            rows={rows.map(({ who, what, how, by, status }) => [
              who,
              <code>{what}</code>,
              <>
                {how}
                {status === 'undecided' && <em> undecided</em>}
              </>,
              by,
            ])}
          />
        </>
      )}
    </Section>
  );
}
