/** The machine lacks something, or may not have it: the project is not at fault. Commands end with exit code 3. */
export class MachineCannot extends Error {
  /** Says what is missing and, after a semicolon, how to mend it. */
  constructor(missing: string, remedy: string, options?: ErrorOptions) {
    super(`${missing}; ${remedy}`, options);
    this.name = 'MachineCannot';
  }
}
