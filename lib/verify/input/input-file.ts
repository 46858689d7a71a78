/** A file as it was read. The text stays, so that a finding can name its line without a second look at the disk. */
export interface InputFile {
  /** Path as the user gave it, `-` for standard input. */
  readonly name: string;
  readonly text: string;
  /** Namespace of objects that name none, as `kubectl apply --namespace` gives it. @default "default" */
  readonly namespace?: string;
}

/** One document of a file, parsed. A JSON file has as many as objects or lists follow each other; a YAML file as `---` says. */
export interface SourceDocument {
  readonly file: InputFile;
  /** Where the document's text starts and ends in the file's text. */
  readonly start: number;
  readonly end: number;
  /** Plain data; `null` for an empty document. */
  readonly value: unknown;
}
