import { counted } from '../../../model/counted';
import type { ComponentChildren, JSX } from 'preact';
import { Folded } from './folded';

interface TableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  /** Cells of each row; the first is its heading. */
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Rows that are shown; the JSON report has all. @default 300 */
  readonly most?: number;
  readonly class?: string;
}

/** Rows of a table that a reader passes over on the way to the next section. */
const MOST_UNFOLDED = 40;

/** A table with caption and headings, which scrolls by itself on narrow screens; a long one is folded. */
export function Table(props: TableProps): JSX.Element {
  const { caption, rows } = props;
  if (rows.length <= MOST_UNFOLDED) return <OpenTable {...props} />;
  return (
    <Folded summary={`${caption}: ${rows.length} rows`}>
      <OpenTable {...props} />
    </Folded>
  );
}

function OpenTable({ caption, columns, rows, most = 300, class: name }: TableProps): JSX.Element {
  return (
    <>
      <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
        <table class={name}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map(([head, ...cells]) => (
              <tr>
                <th scope="row">{head}</th>
                {cells.map((cell) => (
                  <td>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > most && <p>{counted(rows.length - most, 'more row is', 'more rows are')} in the JSON report.</p>}
    </>
  );
}
