import type { ComponentChildren, JSX } from 'preact';

/** Sections in the order of the page with their titles, and what the table of contents calls them. */
export const SECTIONS = {
  expected: ['Expected behaviour', 'Verdict'],
  findings: ['Findings', 'Findings'],
  accepted: ['Weakenings that are accepted', 'Accepted'],
  reach: ['Who reaches whom', 'Network'],
  read: ['Who gets at which data', 'Data'],
  may: ['Who may do what', 'Rights'],
  premises: ['Premises', 'Premises'],
  evidence: ['Evidence for each control', 'Evidence'],
} as const;

export type SectionId = keyof typeof SECTIONS;

interface SectionProps {
  readonly id: SectionId;
  readonly children: ComponentChildren;
}

export function Section({ id, children }: SectionProps): JSX.Element {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{SECTIONS[id][0]}</h2>
      {children}
    </section>
  );
}
