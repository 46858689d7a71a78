import { ProgressLine, type Terminal } from '../../lib/cli/progress-line';

const CLEAR = '\r\u001b[K';

/** What a terminal is sent while work says what it does at these milliseconds. */
function sent(terminal: Partial<Terminal>, ...steps: readonly (readonly [ms: number, text: string])[]): string[] {
  const written: string[] = [];
  let now = 0;
  const line = new ProgressLine({ isTTY: true, ...terminal, write: (text) => written.push(text) }, () => now);
  line.during(() => {
    for (const [ms, text] of steps) {
      now = ms;
      line.show(text);
    }
  });
  return written;
}

test('a terminal is told of long work on one line, as often as one can read, and is left as it was', () => {
  const steps = [
    [10, 'first'],
    [1000, 'second'],
    [1050, 'third'],
    [1100, 'fourth'],
  ] as const;
  expect(sent({}, ...steps)).toEqual([`${CLEAR}second`, `${CLEAR}fourth`, CLEAR]);
  expect(sent({ columns: 0 }, ...steps)).toEqual(sent({}, ...steps));
  expect(sent({ columns: 4 }, ...steps)).toEqual([`${CLEAR}sec`, `${CLEAR}fou`, CLEAR]);
});

test('nothing is said of work that is done at once, and nothing to a file', () => {
  expect(sent({}, [10, 'first'], [900, 'second'])).toEqual([]);
  expect(sent({ isTTY: false }, [2000, 'first'])).toEqual([]);
});

test('a terminal is left as it was when the work fails', () => {
  const written: string[] = [];
  let now = 0;
  const line = new ProgressLine({ isTTY: true, write: (text) => written.push(text) }, () => now);
  const work = (): void => {
    now = 2000;
    line.show('first');
    throw new Error('bad input');
  };
  expect(() => line.during(work)).toThrow('bad input');
  expect(written).toEqual([`${CLEAR}first`, CLEAR]);
});
