/** What a key of a pattern asks of the field beside its value, by the sign before its brackets. */
const ANCHORS = { '': 'condition', '<': 'global', X: 'negation', '=': 'equality', '^': 'existence' } as const;

export type AnchorKind = (typeof ANCHORS)[keyof typeof ANCHORS];

export interface Anchor {
  readonly kind: AnchorKind;
  /** The field that is meant. */
  readonly key: string;
}

const ANCHOR = /^([<X=^]?)\((.+)\)$/;

/**
 * The anchor that a key of a pattern is; undefined for a plain key
 * (https://kyverno.io/docs/policy-types/cluster-policy/validate/#anchors).
 */
export function anchorOf(text: string): Anchor | undefined {
  const match = ANCHOR.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, key] = match as unknown as [string, keyof typeof ANCHORS, string];
  return { kind: ANCHORS[sign], key };
}

/** An anchor's text again, with another key. */
export function withKey(text: string, key: string): string {
  const sign = text.trim().slice(0, text.trim().indexOf('('));
  return `${sign}(${key})`;
}
