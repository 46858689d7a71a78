/** Letters that follow each other in some words; a word ends where it has a number. */
interface Step {
  word?: number;
  readonly next: Map<string, Step>;
}

const step = (): Step => ({ next: new Map() });

/** Where some words stand in a text, all of them in one reading: there are hundreds, and texts of a thousand projects. */
export class WordPlaces {
  private readonly first = step();

  constructor(words: readonly string[]) {
    for (const [word, text] of words.entries()) {
      let at = this.first;
      for (const letter of text) {
        const next = at.next.get(letter) ?? step();
        at.next.set(letter, next);
        at = next;
      }
      at.word = word;
    }
  }

  /** For each place of each word which word it is, where it begins, and whether the text ends with it. */
  *in(text: string): Generator<readonly [word: number, at: number, isLast: boolean]> {
    const letters = [...text];
    for (const begin of letters.keys()) {
      let at: Step | undefined = this.first;
      for (let end = begin; end < letters.length; end++) {
        at = at.next.get(letters[end] as string);
        if (at === undefined) break;
        if (at.word !== undefined) yield [at.word, begin, end === letters.length - 1];
      }
    }
  }
}
