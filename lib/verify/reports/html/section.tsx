import type { ComponentChildren, JSX } from 'preact';

/** Sections in the order of the page; the table of contents comes from the same list. */
export const SECTIONS = {
  expected: 'Expected behaviour',
  reach: 'Who reaches whom',
  read: 'Who gets at which data',
  may: 'Who may do what',
  findings: 'Findings',
  accepted: 'Weakenings that are accepted',
  premises: 'Premises',
  evidence: 'Evidence for each control',
} as const;

export type SectionId = keyof typeof SECTIONS;

interface SectionProps {
  readonly id: SectionId;
  readonly children: ComponentChildren;
}

export function Section({ id, children }: SectionProps): JSX.Element {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{SECTIONS[id]}</h2>
      {children}
    </section>
  );
}
