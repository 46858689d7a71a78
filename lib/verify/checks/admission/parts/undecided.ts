import type { Admission } from '../../../admission/admission';
import { few } from '../../../few';

/** What judges in a way that the files do not show, for a sentence about what it says; and why, where that is known. */
export function undecided(
  admission: Admission,
  names: readonly string[],
  several: 'one of' | 'each of',
): { readonly who: string; readonly why: string } {
  const who = names.length > 1 ? `${several} ${few(names).shown}` : names.join();
  const asked = admission.notEvaluatedIn(names);
  return { who, why: asked.length === 0 ? '' : `; not evaluated here: ${few(asked).shown}` };
}
