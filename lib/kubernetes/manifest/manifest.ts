import { ApiObject, type ApiObjectProps, type JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { refuseFaults, shown, type Fault } from '../../model/fault/fault';
import { register } from './object-registry';
import { written } from './written';

/** The part that every Kubernetes object has. */
export interface Resource {
  /** Group and version: `networking.k8s.io/v1`, for the core group `v1`. */
  apiVersion?: string;
  /** `NetworkPolicy`. */
  kind?: string;
  /** Name and namespace, labels and annotations. */
  metadata?: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
}

/**
 * A Kubernetes object in the API's own spelling, typed, inside a cdk8s chart.
 *
 * The generated `KubeXxx` classes filter what a schema of 2023 does not know, patches included; a plain object loses
 * nothing (https://github.com/cdk8s-team/cdk8s-core/issues/72). Everything that works on a cdk8s `ApiObject` works here:
 * `metadata.addLabel`, `addJsonPatch`, dependencies.
 */
export class Manifest<T extends Resource = Resource> extends ApiObject {
  private patched = false;

  /**
   * @param scope a chart, or a construct inside one
   * @param id id of the construct; the object's name is in its metadata
   * @param comment a line for the reader of the file, in front of the object
   * @throws InvalidInputError without apiVersion and kind, or if the app holds another object of this kind and name
   */
  constructor(
    scope: Construct,
    id: string,
    /** The whole object: apiVersion, kind, metadata with an explicit name, and the rest. */
    readonly manifest: Readonly<T>,
    private readonly comment?: string,
  ) {
    refuseFaults(`Manifest "${id}"`, manifestFaults(manifest));
    super(scope, id, manifest as ApiObjectProps);
    register(this);
  }

  /** Changes what is written, as on every `ApiObject`. */
  override addJsonPatch(...operations: JsonPatch[]): void {
    this.patched = true;
    super.addJsonPatch(...operations);
  }

  /** cdk8s stamps the chart's namespace on every object, cluster-scoped ones included (cdk8s-core#731). */
  private unstamped(object: Resource): Resource {
    if (this.manifest.metadata?.namespace === undefined) delete object.metadata?.namespace;
    return object;
  }

  /** The object as it is written: what was given, and what was added to its metadata since. */
  override toJson(): object {
    // The stock path resolves tokens in every scalar, which plain data does not have. Patches need it.
    if (this.patched) return written(this.unstamped(super.toJson() as Resource), this.comment);
    const { apiVersion, kind, metadata: _, ...rest } = this.manifest;
    return written(
      this.unstamped({ apiVersion, kind, metadata: this.metadata.toJson() as object, ...rest } as Resource),
      this.comment,
    );
  }
}

/** Looked at by hand and not by a shape: every object of an app passes here. */
function manifestFaults(manifest: { readonly apiVersion?: unknown; readonly kind?: unknown } | undefined): Fault[] {
  return (['apiVersion', 'kind'] as const)
    .filter((path) => typeof manifest?.[path] !== 'string')
    .map((path) => ({
      path,
      given: shown(manifest?.[path]),
      allowed: 'a text: what a manifest of this object has there',
      fix: "for example { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } }",
    }));
}
