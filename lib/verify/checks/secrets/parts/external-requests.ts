import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import { groupOf } from '../../../input/kinds';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { completeLabels, partialLabels } from '../../../labels/labels';
import { matches, readSelector } from '../../../labels/selector';
import { EXTERNAL_SECRETS } from '../../../scope/store-readers';
import { type TrainingNamespace, labelsOfNamespace } from '../../../scope/training-scope';

/** An object that takes Secrets of projects out of stores, or puts them there. */
export interface ExternalRequest {
  /** Namespaces of projects that it means. */
  readonly namespaces: readonly TrainingNamespace[];
  readonly does: 'reads from' | 'writes to';
  /** References to stores. */
  readonly stores: readonly Field[];
}

/** What an object asks of stores for projects; undefined if it is of another kind. */
export function externalRequest({ scope }: Evidence, object: KubernetesObject): ExternalRequest | undefined {
  if (groupOf(object.apiVersion) !== EXTERNAL_SECRETS) return undefined;
  const spec = object.field.get('spec');
  const project = scope.find(object.namespace);
  const own = project === undefined ? [] : [project];
  const meant = (): readonly TrainingNamespace[] => scope.namespaces.filter((namespace) => means(spec, namespace));
  switch (object.kind) {
    case 'ExternalSecret':
      return { namespaces: own, does: 'reads from', stores: storesOfSecret(spec) };
    case 'ClusterExternalSecret':
      return { namespaces: meant(), does: 'reads from', stores: storesOfSecret(spec?.get('externalSecretSpec')) };
    case 'PushSecret':
      return { namespaces: own, does: 'writes to', stores: spec?.get('secretStoreRefs')?.items() ?? [] };
    case 'ClusterPushSecret':
      return {
        namespaces: meant(),
        does: 'writes to',
        stores: spec?.at('pushSecretSpec', 'secretStoreRefs')?.items() ?? [],
      };
    default:
      return undefined;
  }
}

/** References of the whole, and of single entries. */
function storesOfSecret(spec: Field | undefined): readonly Field[] {
  const entries = [...(spec?.get('data')?.items() ?? []), ...(spec?.get('dataFrom')?.items() ?? [])];
  return [spec?.get('secretStoreRef'), ...entries.map((entry) => entry.at('sourceRef', 'storeRef'))].flatMap(
    (reference) => reference ?? [],
  );
}

/** Whether an object of the cluster is for a namespace, or may be (https://external-secrets.io/latest/api/clusterexternalsecret/). */
function means(spec: Field | undefined, namespace: TrainingNamespace): boolean {
  const named = spec?.get('namespaces')?.items() ?? [];
  if (named.some(({ value }) => value === namespace.name)) return true;
  const single = spec?.get('namespaceSelector');
  const selectors = [...(single === undefined ? [] : [single]), ...(spec?.get('namespaceSelectors')?.items() ?? [])];
  const known = labelsOfNamespace(namespace);
  const labels = namespace.object === undefined ? partialLabels(known) : completeLabels(known);
  return selectors.some((field) => {
    const selector = readSelector(field);
    return selector === undefined || matches(selector, labels) !== 'no';
  });
}
