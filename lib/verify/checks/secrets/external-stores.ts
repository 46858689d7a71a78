import { itemsIn, type Field } from '../../input/field';
import { fieldsBelow } from '../../input/fields-below';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import type { Evidence } from '../../evidence';
import { EXTERNAL_SECRETS } from '../../scope/store-readers';
import type { TrainingNamespace } from '../../scope/training-scope';
import type { Check } from '../check';
import { fails, notKnown, objectSubject, type Problem } from '../../problem';
import { externalRequest, type ExternalRequest } from './parts/external-requests';
import { generatedProblems, generatorProblems, isGenerator } from './parts/secret-generators';
import { identityProblems } from './parts/store-identity';

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
      const problems = problemsOf(evidence, object);
      if (problems !== undefined) yield { subject: objectSubject(object), problems };
    }
  },
};

/** Undefined for what neither is a store or a generator of a project nor asks one. */
function problemsOf(evidence: Evidence, object: KubernetesObject): readonly Problem[] | undefined {
  const { namespace, kind, field } = object;
  if (namespace !== undefined && evidence.scope.contains(namespace)) {
    if (isKind(object, EXTERNAL_SECRETS, 'SecretStore')) return identityProblems(evidence, field, namespace);
    const spec = isGenerator(object) ? field.get('spec') : undefined;
    if (spec !== undefined) return generatorProblems(evidence, kind, spec, namespace);
  }
  if (isKind(object, EXTERNAL_SECRETS, OF_CLUSTER)) return borrowedProblems(evidence, object);
  const request = externalRequest(evidence, object);
  if (request === undefined || request.namespaces.length === 0) return undefined;
  return request.namespaces.flatMap((own) => [
    ...request.stores.flatMap((store) => storeProblems(evidence, request, own, store)),
    ...request.generators.flatMap((generator) => generatedProblems(evidence, own, generator)),
  ]);
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
  const conditions = itemsIn(field, 'spec', 'conditions');
  return conditions.flatMap((condition) => itemsIn(condition, 'namespaces').map(({ value }) => value));
}

/** Whether a cluster store is for one namespace alone. */
function isFor(store: KubernetesObject, namespace: string): boolean {
  const conditions = itemsIn(store.field, 'spec', 'conditions');
  const named = namesIn(store);
  return (
    named.length > 0 &&
    named.every((name) => name === namespace) &&
    conditions.every((condition) => condition.entries().every(([key]) => key === 'namespaces'))
  );
}

/** Accounts and Secrets of a project by which a cluster store reads for others, and those that it shows them. */
function borrowedProblems({ scope }: Evidence, store: KubernetesObject): readonly Problem[] {
  const problem = (from: unknown, does: string, at: Field): readonly Problem[] =>
    typeof from !== 'string' || !scope.contains(from) || isFor(store, from)
      ? []
      : [fails(`${does} of ${from}, and is not for ${from} alone`, { at })];
  const provider = store.field.at('spec', 'provider');
  const remote = provider?.at('kubernetes', 'remoteNamespace');
  return [
    ...namedObjects(provider).flatMap((at) =>
      problem(at.get('namespace')?.value, `reads as ${String(at.get('name')?.value)}`, at),
    ),
    ...(remote === undefined ? [] : problem(remote.value, 'shows Secrets', remote)),
  ];
}

/** Everything that names an object and its namespace, however deep. */
function namedObjects(provider: Field | undefined): readonly Field[] {
  return [...fieldsBelow(provider)]
    .map(({ field }) => field)
    .filter(({ value }) => !Array.isArray(value))
    .filter((field) => field.get('name') !== undefined && field.get('namespace') !== undefined);
}
