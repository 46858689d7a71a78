import type { JSX } from 'preact';

/** Anchor of a check among the findings or the evidence. */
export function checkAnchor(id: string): string {
  return `check-${id.replace('/', '-')}`;
}

export function CheckLink({ id }: { readonly id: string }): JSX.Element {
  return (
    <a href={`#${checkAnchor(id)}`}>
      <code>{id}</code>
    </a>
  );
}
