/**
 * Whether a regular expression means to Go, whose engines read it in a cluster, what it means here: no flags, classes by name,
 * places or other extensions of either (https://github.com/google/re2/wiki/Syntax).
 */
export function meansTheSameToGo(pattern: string): boolean {
  return PLAIN.test(pattern) && !OTHERWISE.test(pattern.replaceAll(/\\[^b]/g, ''));
}

const PLAIN = /^(?:[\w ,:;@#%&=~"'<>/!-]|[.*+?|()[\]^$-]|\{\d+(?:,\d*)?\}|\\[dwDWb.*+?|()[\]^$/{}\\-])*$/;
/** A class by its name, a group with a flag or a look around, a class that is empty or begins with its end, `\b` in a class. */
const OTHERWISE = /\[[^\]]*\[:|\(\?(?!:)|\[\^?\]|\[[^\]]*\\b/;
