import type { Evidence } from '../../../evidence';
import { itemsIn, type Field } from '../../../input/field';
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
  /** References to generators. */
  readonly generators: readonly Field[];
}

/** What an object asks of stores for projects; undefined if it is of another kind. */
export function externalRequest({ scope }: Evidence, object: KubernetesObject): ExternalRequest | undefined {
  if (object.group !== EXTERNAL_SECRETS) return undefined;
  const spec = object.field.get('spec');
  const project = scope.find(object.namespace);
  const own = project === undefined ? [] : [project];
  const meant = (): readonly TrainingNamespace[] => scope.namespaces.filter((namespace) => means(spec, namespace));
  switch (object.kind) {
    case 'ExternalSecret':
      return { namespaces: own, ...asked(spec) };
    case 'ClusterExternalSecret':
      return { namespaces: meant(), ...asked(spec?.get('externalSecretSpec')) };
    case 'PushSecret':
      return { namespaces: own, ...pushed(spec) };
    case 'ClusterPushSecret':
      return { namespaces: meant(), ...pushed(spec?.get('pushSecretSpec')) };
    default:
      return undefined;
  }
}

type Asked = Omit<ExternalRequest, 'namespaces'>;

/** References of the whole, and of single entries. */
function asked(spec: Field | undefined): Asked {
  const from = itemsIn(spec, 'dataFrom');
  const entries = [...itemsIn(spec, 'data'), ...from];
  return {
    does: 'reads from',
    stores: [spec?.get('secretStoreRef'), ...entries.map((entry) => entry.at('sourceRef', 'storeRef'))].flatMap(
      (reference) => reference ?? [],
    ),
    generators: from.flatMap((entry) => entry.at('sourceRef', 'generatorRef') ?? []),
  };
}

function pushed(spec: Field | undefined): Asked {
  const generator = spec?.at('selector', 'generatorRef');
  return {
    does: 'writes to',
    stores: itemsIn(spec, 'secretStoreRefs'),
    generators: generator === undefined ? [] : [generator],
  };
}

/** Whether an object of the cluster is for a namespace, or may be (https://external-secrets.io/latest/api/clusterexternalsecret/). */
function means(spec: Field | undefined, namespace: TrainingNamespace): boolean {
  const named = itemsIn(spec, 'namespaces');
  if (named.some(({ value }) => value === namespace.name)) return true;
  const single = spec?.get('namespaceSelector');
  const selectors = [...(single === undefined ? [] : [single]), ...itemsIn(spec, 'namespaceSelectors')];
  const known = labelsOfNamespace(namespace);
  const labels = namespace.object === undefined ? partialLabels(known) : completeLabels(known);
  return selectors.some((field) => {
    const selector = readSelector(field);
    return selector === undefined || matches(selector, labels) !== 'no';
  });
}
