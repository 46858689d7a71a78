import { itemsIn, type Field } from '../input/field';
import { asWritten, type Told } from './variables';

/**
 * What a flag takes, in Go's package (https://pkg.go.dev/flag#hdr-Command_line_flag_syntax) as in pflag: a switch is true by
 * itself, and the word after it is another's; a value stands behind `=` or in the word that follows.
 */
export type FlagKind = 'switch' | 'value';

/**
 * What a program of a container is told by a flag of one or two dashes. One value at the most, since the last counts; but of a
 * shell's script all, since nobody knows which of its lines run.
 */
export function flagsOf(container: Field, name: string, kind: FlagKind): readonly Told[] {
  const said = ['command', 'args'].flatMap((list) => itemsIn(container, list));
  const listed = said.filter((at) => !isScript(at)).map((at) => ({ text: String(at.value), at }));
  const last = valuesOf(listed, name, kind).slice(-1);
  return [...last, ...said.filter(isScript).flatMap((at) => valuesOf(wordsOf(at), name, kind))];
}

interface Word {
  readonly text: string;
  readonly at: Field;
}

/** `exec agent --mode=x`. The value of a flag may have spaces too. */
function isScript({ value }: Field): boolean {
  return typeof value === 'string' && /^[^-].*\s/s.test(value);
}

function wordsOf(script: Field): readonly Word[] {
  return String(script.value)
    .split(/[\s;&|]+/)
    .map((text) => ({ text: text.replaceAll(/["']/g, ''), at: script }));
}

function valuesOf(words: readonly Word[], name: string, kind: FlagKind): readonly Told[] {
  let areFlags = true;
  return words.flatMap(({ text, at }, index): readonly Told[] => {
    // `--` ends the flags of a program, and behind it may stand the next program: `tini -- agent --mode=x`.
    areFlags = text !== '--' && (areFlags || !text.startsWith('-'));
    const [, flag, given] = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(text) ?? [];
    if (!areFlags || flag !== name) return [];
    const value = given ?? (kind === 'switch' ? 'true' : words[index + 1]?.text);
    return [{ value: value === undefined ? undefined : asWritten(value), at }];
  });
}
