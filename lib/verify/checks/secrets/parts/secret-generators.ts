import type { Evidence } from '../../../evidence';
import type { Field } from '../../../input/field';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import type { TrainingNamespace } from '../../../scope/training-scope';
import { fails, notKnown, type Problem } from '../../../problem';
import { authProblems, keyProblems, roleProblems } from './store-identity';

const GROUP = 'generators.external-secrets.io';
const OF_CLUSTER = 'ClusterGenerator';

/** Kinds that ask nobody for what they make (https://external-secrets.io/latest/guides/generator/). */
const BY_THEMSELVES = new Set(['Fake', 'MFA', 'Password', 'SSHKey', 'UUID']);

/** Kinds that ask with what stands in Secrets of the namespace. */
const BY_SECRETS = new Set([
  'CloudsmithAccessToken',
  'GithubAccessToken',
  'Grafana',
  'QuayAccessToken',
  'VaultDynamicSecret',
  'Webhook',
]);

export function isGenerator({ group, kind }: KubernetesObject): boolean {
  return group === GROUP && kind !== OF_CLUSTER;
}

/** As whom a generator of a project's namespace makes tokens. */
export function generatorProblems(
  evidence: Evidence,
  kind: string,
  spec: Field,
  namespace: string,
): readonly Problem[] {
  switch (kind) {
    case 'ECRAuthorizationToken':
    case 'STSSessionToken':
      return [...authProblems(spec), ...keyProblems(spec), ...roleProblems(evidence, spec, namespace)];
    case 'GCRAccessToken':
      return [...authProblems(spec), ...keyProblems(spec)];
    case 'ACRAccessToken': {
      const at = spec.at('auth', 'managedIdentity');
      return [
        ...authProblems(spec),
        ...(at === undefined ? [] : [fails('reads as an identity of the node of the controller', { at })]),
      ];
    }
    default:
      return BY_THEMSELVES.has(kind) || BY_SECRETS.has(kind)
        ? []
        : [notKnown(`as whom a generator of kind ${kind} asks is not known`, { at: spec })];
  }
}

/** What a reference to a generator comes to for a project. */
export function generatedProblems(evidence: Evidence, own: TrainingNamespace, at: Field): readonly Problem[] {
  const [kind, name] = [at.get('kind')?.value, at.get('name')?.value];
  if (typeof kind !== 'string' || typeof name !== 'string')
    return [notKnown('which generator it takes from is not known', { at })];
  const isOfCluster = kind === OF_CLUSTER;
  const generator = evidence.objects.find(GROUP, kind, isOfCluster ? undefined : own.name, name);
  if (generator === undefined) return [notKnown(`takes from ${kind} ${name}, which is not in the files`, { at })];
  return isOfCluster ? clusterProblems(evidence, generator, own, at) : [];
}

/** One for everybody: whom its Secrets and accounts belong to is said by whoever uses it. */
function clusterProblems(
  evidence: Evidence,
  { name, field }: KubernetesObject,
  own: TrainingNamespace,
  at: Field,
): readonly Problem[] {
  const kind = String(field.at('spec', 'kind')?.value);
  if (BY_THEMSELVES.has(kind)) return [];
  const specs = field.at('spec', 'generator')?.entries() ?? [];
  const failing = specs
    .flatMap(([, spec]) => generatorProblems(evidence, kind, spec, own.name))
    .find(({ status }) => status === 'fail');
  const text = `takes from ${OF_CLUSTER} ${name}`;
  return failing === undefined
    ? [notKnown(`${text}, and as whom that asks for it is not known`, { at })]
    : [fails(`${text}, which ${failing.message}`, { at })];
}
