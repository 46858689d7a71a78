/** An engine did not do what it was asked: its own words are in the text, a stack trace would add nothing. */
export class EngineFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineFault';
  }
}
