import type { KubeObject } from '../../rig/kubectl';

/** A change of an object: null removes a field, an object with numbers as keys changes items of a list. */
export type Change = { readonly [field: string]: unknown };

/** A request as the API server gets it. */
export type AdmissionRequest =
  | {
      readonly operation: 'CREATE';
      readonly object: KubeObject;
      readonly subresource?: string;
      /** What a subresource hangs on: it stands in the cluster since before the policies. */
      readonly on?: KubeObject;
    }
  /** The object stands in the cluster since before the policies. */
  | { readonly operation: 'UPDATE'; readonly was: KubeObject; readonly change: Change; readonly subresource?: string }
  /** The object stands in the cluster since before the policies. */
  | { readonly operation: 'DELETE'; readonly was: KubeObject }
  /** `to` stands in the cluster since before the policies. */
  | {
      readonly operation: 'CONNECT';
      readonly to: KubeObject;
      readonly subresource: 'exec' | 'attach' | 'portforward' | 'proxy';
      /** Path behind a proxy. */
      readonly path?: string;
    };

export const create = (object: KubeObject, subresource?: string, on?: KubeObject): AdmissionRequest => ({
  operation: 'CREATE',
  object,
  ...(subresource === undefined ? {} : { subresource }),
  ...(on === undefined ? {} : { on }),
});

export const update = (was: KubeObject, change: Change, subresource?: string): AdmissionRequest => ({
  operation: 'UPDATE',
  was,
  change,
  ...(subresource === undefined ? {} : { subresource }),
});

export const remove = (was: KubeObject): AdmissionRequest => ({ operation: 'DELETE', was });

export const connect = (
  to: KubeObject,
  subresource: 'exec' | 'attach' | 'portforward' | 'proxy',
  path?: string,
): AdmissionRequest => ({ operation: 'CONNECT', to, subresource, ...(path === undefined ? {} : { path }) });

/** The object with a change. The object that was given stays as it is. */
export function changed<T>(object: T, change: Change | undefined): T {
  if (change === undefined) return object;
  const copy: unknown = Array.isArray(object) ? [...(object as unknown[])] : { ...object };
  const fields = copy as Record<string, unknown>;
  for (const [field, value] of Object.entries(change)) {
    if (value === null) delete fields[field];
    else fields[field] = isChange(value) ? changed(fields[field] ?? {}, value) : value;
  }
  return copy as T;
}

/** The object as it lies in the cluster once a request that writes one is through. */
export function resulting(request: AdmissionRequest): object {
  if (request.operation === 'CREATE') return request.object;
  if (request.operation === 'UPDATE') return changed(request.was, request.change);
  throw new Error(`${request.operation} writes no object`);
}

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
