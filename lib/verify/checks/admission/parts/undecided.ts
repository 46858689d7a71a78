import type { Admission } from '../../../admission/admission';

/** Texts in one line: at most three, and how many more. */
export function few(texts: readonly string[], separator: string): string {
  return `${texts.slice(0, 3).join(separator)}${texts.length > 3 ? ` and ${texts.length - 3} more` : ''}`;
}

/** What judges in a way that the files do not show, for a sentence about what it says; and why, where one thing is why. */
export function undecided(
  admission: Admission,
  names: readonly string[],
  several: 'one of' | 'each of',
): { readonly who: string; readonly why: string } {
  const who = names.length > 1 ? `${several} ${few(names, ', ')}` : names.join();
  const unread = names.filter((name) => admission.isUnread(name));
  if (unread.length === 0) return { who, why: '' };
  const [which, is] =
    unread.length < names.length
      ? [few(unread, ', '), unread.length > 1 ? 'are' : 'is']
      : names.length > 1
        ? ['they', 'are']
        : ['it', 'is'];
  return { who, why: `: ${which} ${is} written as patterns or in JMESPath, which are not evaluated here` };
}
