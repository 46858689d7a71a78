import { itemsIn, type Field } from '../../input/field';

/** Options are written `name value` or `name=value`, with or without dashes before them. */
export function mountOption(spec: Field | undefined, name: string): string {
  for (const option of itemsIn(spec, 'mountOptions')) {
    const match = /^-{0,2}([a-z-]+)[ =](.*)$/.exec(plainText(option));
    if (match?.[1] === name) return match[2] as string;
  }
  return '';
}

export function hasMountOption(spec: Field | undefined, name: string): boolean {
  return itemsIn(spec, 'mountOptions').some((option) => plainText(option).replace(/^-{1,2}/, '') === name);
}

/** A text; empty for what is none. */
export function plainText(field: Field | undefined): string {
  return typeof field?.value === 'string' ? field.value : '';
}
