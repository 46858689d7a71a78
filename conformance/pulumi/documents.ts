import type { Values } from './cloud/values';

/** A resource as previews and exports of stacks write it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs?: Values;
  readonly outputs?: Values;
  readonly protect?: boolean;
  readonly provider?: string;
  readonly dependencies?: readonly string[];
}

/** One step of `pulumi preview --json`. */
export interface Step {
  readonly op: string;
  readonly urn: string;
  readonly oldState?: StateResource;
  readonly newState?: StateResource;
  readonly diffReasons?: readonly string[];
  readonly replaceReasons?: readonly string[];
}

export interface Preview {
  readonly steps: readonly Step[];
  readonly changeSummary: Readonly<Record<string, number>>;
}

/** `pulumi stack export`. */
export interface StackExport {
  readonly version: number;
  readonly deployment: { readonly resources: readonly StateResource[] };
}
