import type { Admission } from '../../../admission/admission';

/** Texts in one line: at most three, and how many more. */
export function few(texts: readonly string[], separator: string): string {
  return `${texts.slice(0, 3).join(separator)}${texts.length > 3 ? ` and ${texts.length - 3} more` : ''}`;
}

/** What judges in a way that the files do not show, for a sentence about what it says; and why, where that is known. */
export function undecided(
  admission: Admission,
  names: readonly string[],
  several: 'one of' | 'each of',
): { readonly who: string; readonly why: string } {
  const who = names.length > 1 ? `${several} ${few(names, ', ')}` : names.join();
  const asked = admission.notEvaluatedIn(names);
  return { who, why: asked.length === 0 ? '' : `; not evaluated here: ${few(asked, ', ')}` };
}
