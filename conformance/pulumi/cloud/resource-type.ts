import type { Values } from './values';

/** Where a resource comes to be. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What the cloud says of a type, as far as a deployment can meet it. */
export interface ResourceType {
  /** Inputs that must be there. */
  readonly required: readonly string[];
  /** Inputs that may be there. */
  readonly optional: readonly string[];
  /** Inputs, by path, that no existing resource can change: a change makes another resource. */
  readonly replaces: readonly string[];
  /** Inputs of which exactly one is there; a change from one to another makes another resource. @default - none */
  readonly oneOf?: readonly string[];
  /** Where all that is written. */
  readonly source: string;
  /** Input that is a name in the account or the cluster: two of one name cannot be there at once. */
  readonly name?: string;
  /** @param fresh hexadecimal digits that no other resource has */
  id(inputs: Values, fresh: string): string;
  /** What the cloud answers beside the inputs. @default - nothing */
  outputs?(id: string, inputs: Values, place: Place): Values;
  /** Inputs that no two resources have alike. @default - ids alone tell them apart */
  readonly unique?: readonly string[];
  /** Why a resource with these inputs cannot be deleted. @default - it can */
  keeps?(inputs: Values): string | undefined;
  /** Output that counts the updates. @default - none */
  readonly counts?: string;
  /** Why these inputs make no sense together. @default - they do */
  fault?(inputs: Values): string | undefined;
}
