import type { JSX } from 'preact';
import type { Allowed as AllowedRow } from '../../relations/allowed';
import { few } from '../../few';
import { Section } from './section';
import { Table } from './table';

export function AllowedTable({ rows }: { readonly rows: readonly AllowedRow[] }): JSX.Element {
  return (
    <Section id="may">
      {rows.length === 0 ? (
        <p>Nobody has rights in a project by these files, and nothing runs on training nodes.</p>
      ) : (
        <>
          <p>
            Rights in projects that matter for their isolation, and what runs on training nodes. Kubernetes&#39; own
            subjects, administrators and operators are left out; checks of their own judge them.
          </p>
          <Table
            caption="Rights and places"
            columns={['Who', 'May', 'Where', 'By']}
            rows={rows.map(({ who, may, where, rights, by, status }) => [
              who,
              <>
                {may}
                {status === 'undecided' && <em> undecided</em>}
              </>,
              where,
              rights.length === 0 ? by : `${few(rights).shown}, by ${by}`,
            ])}
          />
        </>
      )}
    </Section>
  );
}
