import type { Field } from '../../input/field';
import { isKind } from '../../input/kubernetes-object';
import type { Evidence } from '../../evidence';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, isUnknown, objectSubject, type Problem } from '../finding';

const GROUP = 'external-secrets.io';
const OF_CLUSTER = 'ClusterSecretStore';

export const externalStores: Check = {
  id: 'secrets/external-stores',
  title: 'Secrets of a project come out of a store of its own',
  why: 'A store of the whole cluster reads with one identity for everybody: a project names the key of another, and gets it.',
  answers: ['A2', 'T6'],
  control: 'SecretStores in the namespace of the project, whose account reads the own secrets only',
  fix: 'make a SecretStore of the project, as ProjectSecrets does, or name its namespace alone in conditions of the cluster store',
  *judge(evidence) {
    for (const object of evidence.inputs.objects) {
      if (!isKind(object, GROUP, 'ExternalSecret')) continue;
      const namespace = evidence.scope.namespaces.find(({ name }) => name === object.namespace);
      if (namespace === undefined) continue;
      const problems = storesOf(object.field).flatMap((store) => storeProblems(evidence, namespace, store));
      yield { subject: objectSubject(object), problems };
    }
  },
};

/** References to stores: of the whole, and of single entries. */
function storesOf(field: Field): readonly Field[] {
  const spec = field.get('spec');
  const entries = [...(spec?.get('data')?.items() ?? []), ...(spec?.get('dataFrom')?.items() ?? [])];
  return [spec?.get('secretStoreRef'), ...entries.map((entry) => entry.at('sourceRef', 'storeRef'))].flatMap(
    (reference) => reference ?? [],
  );
}

function storeProblems({ objects, scope }: Evidence, own: TrainingNamespace, at: Field): readonly Problem[] {
  if (at.get('kind')?.value !== OF_CLUSTER) return [];
  const name = String(at.get('name')?.value);
  const store = objects.find(GROUP, OF_CLUSTER, undefined, name);
  if (store === undefined) return [isUnknown(`reads from ${OF_CLUSTER} ${name}, which is not in the files`, { at })];
  // https://external-secrets.io/latest/api/clustersecretstore/
  const conditions = store.field.at('spec', 'conditions')?.items() ?? [];
  const named = conditions.flatMap((condition) => condition.get('namespaces')?.items() ?? []);
  const others = scope.namespaces.length > 1 || named.some(({ value }) => value !== own.name);
  const isOwn =
    conditions.length > 0 &&
    named.length > 0 &&
    named.every(({ value }) => value === own.name) &&
    conditions.every((condition) => condition.entries().every(([key]) => key === 'namespaces'));
  if (isOwn || !others) return [];
  return [fails(`reads from ${OF_CLUSTER} ${name}, which is not for ${own.name} alone`, { at })];
}
