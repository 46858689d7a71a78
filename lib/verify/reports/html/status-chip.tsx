import type { JSX } from 'preact';
import type { Status } from '../../verdict/status';

const TEXTS: Readonly<Record<Status, readonly [sign: string, text: string]>> = {
  pass: ['✓', 'pass'],
  fail: ['✕', 'fail'],
  unknown: ['?', 'unknown'],
  accepted: ['!', 'accepted'],
  'not-applicable': ['–', 'does not apply'],
};

/**
 * A status by word and sign; colour only repeats it.
 *
 * @param called in place of its word. @default - its word
 */
export function StatusChip({ status, called }: { readonly status: Status; readonly called?: string }): JSX.Element {
  const [sign, text] = TEXTS[status];
  return (
    <span class={`chip ${status}`}>
      <span aria-hidden="true">{sign}</span> {called ?? text}
    </span>
  );
}
