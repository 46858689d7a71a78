import { SOMEBODY, type Person } from '../../../admission/admission-request';
import type { AdmissionPolicy } from '../../../admission/admission-policy';
import { alikeIn, quotedIn } from '../../../admission/words';

/** Somebody whom a guard could mean. */
export interface Stranger {
  /** `developers`, `somebody whose sessionName is platform`. */
  readonly text: string;
  /** What the guard goes by: a name, or a key. */
  readonly by: string;
  readonly who: Person;
}

/**
 * Whom a policy could mean by what the API server is told of somebody beside a name and groups. On EKS that is the name of
 * the session too, which whoever takes a role chooses
 * (https://github.com/kubernetes-sigs/aws-iam-authenticator, `sessionName`).
 */
export function extrasIn({ object }: AdmissionPolicy): readonly Stranger[] {
  const spoken = [...expressionsIn(object.field.value)];
  const direct = spoken.filter(({ text }) => /\bextra\b/.test(text));
  if (direct.length === 0) return [];
  // What a variable has of it is compared where the variable is read.
  const read = spoken.filter(({ text }) =>
    direct.some(({ name }) => name !== undefined && new RegExp(`\\bvariables\\.${name}\\b`).test(text)),
  );
  const own = direct.map(({ text }) => text);
  const named = new Set(own.flatMap(keysIn));
  const words = [...own, ...read.map(({ text }) => text)].flatMap((text) => [...quotedIn(text), ...alikeIn(text)]);
  const keys = named.size > 0 ? named : new Set(words);
  const values = new Set(['x', ...words.filter((word) => !named.has(word)), ...words.map(unlikePattern)]);
  return [...keys].flatMap((key) =>
    [...values].map((value) => ({
      text: `somebody whose ${key} is ${value}`,
      by: `extra ${key}`,
      who: { ...SOMEBODY, extra: { [key]: [value] } },
    })),
  );
}

/** `extra['a']`, `extra[?'a']`, `extra.a`, `'a' in extra`. */
function keysIn(expression: string): readonly string[] {
  return [
    ...[...expression.matchAll(/\bextra\b[^'"[]{0,20}\[\??['"]([^'"]+)['"]\]/g)].map(([, key = '']) => key),
    ...[...expression.matchAll(/\bextra\??\.\??([A-Za-z_]\w*)(?!\w*\()/g)].map(([, key = '']) => key),
    ...[...expression.matchAll(/['"]([^'"]+)['"]\s+in\s+[\w.?]*\bextra\b(?![\w.?]*\[|\??\.)/g)].map(
      ([, key = '']) => key,
    ),
  ];
}

/** A text that a regular expression of the simplest kind means. */
const unlikePattern = (word: string): string => word.replaceAll(/[\^$\\]/g, '').replaceAll('.*', 'x');

interface Spoken {
  /** Of a variable. */
  readonly name: string | undefined;
  readonly text: string;
}

function* expressionsIn(value: unknown): Generator<Spoken> {
  if (typeof value !== 'object' || value === null) return;
  const { name, expression } = value as { readonly name?: unknown; readonly expression?: unknown };
  if (typeof expression === 'string') yield { name: typeof name === 'string' ? name : undefined, text: expression };
  for (const item of Object.values(value)) yield* expressionsIn(item);
}
