import type { AdmissionCase } from '../../../conformance/cases/admission/case';
import { ALL_CASES } from '../../../conformance/cases/admission';
import { STAGE, standing } from '../../../conformance/cases/admission/before';
import type { Person } from '../../../conformance/cases/admission/people';
import { changed, type AdmissionRequest } from '../../../conformance/cases/admission/request';
import { kindInPath, resourceOf } from '../../../conformance/cases/admission/resource-path';
import type { KubeObject } from '../../../conformance/rig/kubectl';
import { NAMESPACE_NAME_LABEL } from '../../../lib/model';
import { withDefaults } from './defaults';

/** A request as admission gets it. */
export interface Asked {
  readonly operation: AdmissionRequest['operation'];
  readonly group: string;
  readonly version: string;
  /** Kind of what stands in the path: a Pod, where a shell is opened in one. */
  readonly kind: string;
  readonly resource: string;
  readonly subresource: string | undefined;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Labels of the namespace; those of the object itself for a namespace; undefined outside namespaces. */
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly object: unknown;
  readonly oldObject: unknown;
  readonly who: Person;
}

const namespaces: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  [...STAGE, ...standing(ALL_CASES)]
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata }) => [metadata.name, metadata.labels ?? {}]),
);

/** Labels of a namespace that stands before the cases, with the one that the API server sets. */
export const labelsOfNamespace = (name: string): Readonly<Record<string, string>> => ({
  ...namespaces.get(name),
  [NAMESPACE_NAME_LABEL]: name,
});

export const askedBy = ({ who, request }: Pick<AdmissionCase, 'who' | 'request'>): Asked => asked(who, request);

function asked(who: Person, request: AdmissionRequest): Asked {
  switch (request.operation) {
    case 'CREATE':
      return about(request.object, request.subresource, {
        who,
        operation: 'CREATE',
        object: request.object,
        oldObject: null,
      });
    case 'UPDATE':
      return about(request.was, request.subresource, {
        who,
        operation: 'UPDATE',
        object: changed(request.was, request.change),
        oldObject: request.was,
      });
    case 'DELETE':
      return about(request.was, undefined, { who, operation: 'DELETE', object: null, oldObject: request.was });
    case 'CONNECT':
      return about(request.to, request.subresource, {
        who,
        operation: 'CONNECT',
        object: {
          apiVersion: 'v1',
          kind: 'ConnectOptions',
          ...(request.path === undefined ? {} : { path: request.path }),
        },
        oldObject: null,
      });
  }
}

function about(
  object: KubeObject,
  subresource: string | undefined,
  rest: Pick<Asked, 'who' | 'operation' | 'object' | 'oldObject'>,
): Asked {
  const kind = kindInPath(object, subresource);
  // What is posted to a subresource may be of another group than what it hangs on.
  const apiVersion = kind === object.kind ? object.apiVersion : 'v1';
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const { name, namespace } = object.metadata;
  const own = ((rest.object ?? rest.oldObject) as KubeObject).metadata;
  const labels =
    kind === 'Namespace'
      ? { ...own.labels, [NAMESPACE_NAME_LABEL]: name }
      : namespace === undefined
        ? undefined
        : labelsOfNamespace(namespace);
  return {
    ...rest,
    object: withDefaults(rest.object),
    oldObject: withDefaults(rest.oldObject),
    group,
    version,
    kind,
    resource: resourceOf(kind),
    subresource,
    name,
    namespace,
    labels,
  };
}
