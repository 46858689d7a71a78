/** A kind of object under both of its names: Kyverno's ClusterPolicy matches kinds, the others match resources. */
export interface ApiKind {
  /** Empty for the core group. */
  readonly group: string;
  /** `*` where the version is not ours to know. */
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  readonly subresource?: string;
}
