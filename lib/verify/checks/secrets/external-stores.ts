import type { Field } from '../../input/field';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import type { Evidence } from '../../evidence';
import { EXTERNAL_SECRETS } from '../../scope/store-readers';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';
import { externalRequest, type ExternalRequest } from './parts/external-requests';

const OF_CLUSTER = 'ClusterSecretStore';

export const externalStores: Check = {
  id: 'secrets/external-stores',
  title: 'Secrets of a project come out of a store of its own, which reads as the project, and go into no other',
  why: 'A store of the whole cluster, and one that reads as its controller, have one identity for everybody: a project names the key of another, and gets it.',
  stops: ['A2', 'T6'],
  control: 'SecretStores in the namespace of the project, whose account reads the own secrets only',
  fix: 'make a SecretStore of the project, as ProjectSecrets does, or name its namespace alone in conditions of the cluster store',
  *judge(evidence) {
    for (const object of evidence.inputs.objects) {
      if (isKind(object, EXTERNAL_SECRETS, 'SecretStore') && evidence.scope.contains(object.namespace)) {
        yield { subject: objectSubject(object), problems: identityProblems(object) };
        continue;
      }
      if (isKind(object, EXTERNAL_SECRETS, OF_CLUSTER)) {
        yield { subject: objectSubject(object), problems: borrowedProblems(evidence, object) };
        continue;
      }
      const request = externalRequest(evidence, object);
      if (request === undefined || request.namespaces.length === 0) continue;
      const problems = request.namespaces.flatMap((namespace) =>
        request.stores.flatMap((store) => storeProblems(evidence, request, namespace, store)),
      );
      yield { subject: objectSubject(object), problems };
    }
  },
};

/** Providers whose clients fall back on the identity of the controller (https://external-secrets.io/latest/provider/aws-access/). */
const BY_CONTROLLER = ['aws', 'gcpsm'];

function identityProblems({ field }: KubernetesObject): readonly Problem[] {
  const providers = field.at('spec', 'provider')?.entries() ?? [];
  return providers.flatMap(([name, provider]): readonly Problem[] => {
    const auth = provider.get('auth');
    if (auth !== undefined && auth.entries().length > 0) return [];
    const details = { at: auth ?? provider, fix: 'say in auth as which service account of the project it reads' };
    return BY_CONTROLLER.includes(name)
      ? [fails('reads as the controller, which reads the secrets of everybody', details)]
      : [notKnown(`as whom provider ${name} reads is not known: it has no auth`, details)];
  });
}

function storeProblems(
  { objects, scope }: Evidence,
  { does }: ExternalRequest,
  own: TrainingNamespace,
  at: Field,
): readonly Problem[] {
  const given = at.get('name')?.value;
  if (at.get('kind')?.value !== OF_CLUSTER) {
    const isKnown =
      typeof given !== 'string' || objects.find(EXTERNAL_SECRETS, 'SecretStore', own.name, given) !== undefined;
    return isKnown ? [] : [notKnown(`${does} SecretStore ${given}, which is not in the files`, { at })];
  }
  if (typeof given !== 'string') return [notKnown(`which ${OF_CLUSTER} it ${does} is not known`, { at })];
  const store = objects.find(EXTERNAL_SECRETS, OF_CLUSTER, undefined, given);
  if (store === undefined) return [notKnown(`${does} ${OF_CLUSTER} ${given}, which is not in the files`, { at })];
  const named = namesIn(store);
  const others = scope.namespaces.length > 1 || named.some((name) => name !== own.name);
  if (isFor(store, own.name) || !others) return [];
  return [fails(`${does} ${OF_CLUSTER} ${given}, which is not for ${own.name} alone`, { at })];
}

/** Namespaces that conditions of a cluster store name (https://external-secrets.io/latest/api/clustersecretstore/). */
function namesIn({ field }: KubernetesObject): readonly unknown[] {
  const conditions = field.at('spec', 'conditions')?.items() ?? [];
  return conditions.flatMap((condition) => (condition.get('namespaces')?.items() ?? []).map(({ value }) => value));
}

/** Whether a cluster store is for one namespace alone. */
function isFor(store: KubernetesObject, namespace: string): boolean {
  const conditions = store.field.at('spec', 'conditions')?.items() ?? [];
  const named = namesIn(store);
  return (
    named.length > 0 &&
    named.every((name) => name === namespace) &&
    conditions.every((condition) => condition.entries().every(([key]) => key === 'namespaces'))
  );
}

/** Accounts and Secrets of a project by which a cluster store reads for others. */
function borrowedProblems({ scope }: Evidence, store: KubernetesObject): readonly Problem[] {
  return referencesIn(store.field.at('spec', 'provider')).flatMap((at): readonly Problem[] => {
    const from = String(at.get('namespace')?.value);
    if (!scope.contains(from) || isFor(store, from)) return [];
    return [fails(`reads as ${String(at.get('name')?.value)} of ${from}, and is not for ${from} alone`, { at })];
  });
}

/** Everything that names an object and its namespace, however deep. */
function referencesIn(field: Field | undefined, depth = 0): readonly Field[] {
  if (field === undefined || depth > 8 || typeof field.value !== 'object' || field.value === null) return [];
  if (Array.isArray(field.value)) return field.items().flatMap((item) => referencesIn(item, depth + 1));
  const own = field.get('name') !== undefined && field.get('namespace') !== undefined ? [field] : [];
  return [...own, ...field.entries().flatMap(([, value]) => referencesIn(value, depth + 1))];
}
