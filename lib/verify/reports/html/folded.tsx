import type { ComponentChildren, JSX } from 'preact';

interface FoldedProps {
  /** What is in it, and how much. */
  readonly summary: string;
  readonly children: ComponentChildren;
}

/** What a reader opens who wants it: without a script, found by the keyboard, and open on paper. */
export function Folded({ summary, children }: FoldedProps): JSX.Element {
  return (
    <details>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
