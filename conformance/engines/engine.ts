/** A program of the field that the conformance suites run: built from source, with every version pinned. */
export interface Engine {
  /** Name on the command line and in the cache. */
  readonly name: string;
  /** Folder beside this file that holds the wrapper Go module: go.mod and go.sum pin all that is compiled. */
  readonly wrapper: string;
  /** The Go module that the engine comes from. */
  readonly module: string;
  readonly version: string;
  /** Go package of each binary, by the binary's name. */
  readonly binaries: Readonly<Record<string, string>>;
  /** Linker flags beside `-s -w`. @default "- none" */
  readonly ldflags?: readonly string[];
  /** Build tags. @default "- none" */
  readonly tags?: readonly string[];
  /** Files and folders of the module that the engine needs when it runs, by the name they get in the cache. @default "- none" */
  readonly data?: Readonly<Record<string, string>>;
  /** What the suites need it for. */
  readonly why: string;
  /** SPDX identifier. */
  readonly licence: string;
}
