/** Things in one line of a message. */
export interface Few {
  /** The first of them, and how many more. */
  readonly shown: string;
  /** All of them, for programs; undefined where all are shown. */
  readonly all: readonly string[] | undefined;
}

/** @param most how many are shown */
export function few(texts: readonly string[], separator = ', ', most = 3): Few {
  if (texts.length <= most) return { shown: texts.join(separator), all: undefined };
  return { shown: `${texts.slice(0, most).join(separator)} and ${texts.length - most} more`, all: texts };
}
