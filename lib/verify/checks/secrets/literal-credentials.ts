import { containersOf } from '../../workload/containers';
import { load } from 'js-yaml';
import { isRecord } from '../../record';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import { itemsIn, type Field } from '../../input/field';
import { fieldsBelow } from '../../input/fields-below';
import { RAY_GROUP } from '../../workload/ray';
import type { Check } from '../check';
import { fails, objectSubject, type Problem } from '../../problem';
import { trainingPods } from '../training-pods';
import { credentialWords, isCredential } from './parts/credential';

export const literalCredentials: Check = {
  id: 'secrets/literal-credentials',
  title: 'No credentials stand in the manifests of projects',
  why: 'A key in a manifest is in the repository, in every dump and in every log of it, and outlives the job.',
  stops: ['A1', 'A2'],
  control: 'roles by Pod Identity, Secrets from an external store',
  fix: 'use the role of the project, or a Secret from an external store',
  *judge(evidence) {
    yield* trainingPods(evidence, ({ spec }) =>
      containersOf(spec).flatMap(({ name, field }) => [
        ...itemsIn(field, 'env').flatMap((variable): Problem[] => {
          const key = String(variable.get('name')?.value);
          const value = variable.get('value');
          return typeof value?.value === 'string' && isCredential(key, value.value)
            ? [fails(`container ${name} has a credential in ${key}`, { at: value })]
            : [];
        }),
        ...commandsOf(field).flatMap(([what, command]) => commandProblems(`container ${name}`, what, command)),
      ]),
    );
    // Long files of code are the same in every project.
    const known = new Map<string, Map<string, boolean>>();
    const holdsCredential = (key: string, text: string): boolean => {
      const ofKey = known.get(key) ?? new Map<string, boolean>();
      known.set(key, ofKey);
      const holds = ofKey.get(text) ?? isCredential(key, text);
      ofKey.set(text, holds);
      return holds;
    };
    for (const object of evidence.inputs.objects) {
      const texts = textsOf(object);
      if (texts === undefined || !evidence.scope.contains(object.namespace)) continue;
      const problems = texts.flatMap(([key, text, at]): Problem[] =>
        holdsCredential(key, text) ? [fails(`${key} holds a credential`, { at })] : [],
      );
      yield { subject: objectSubject(object), problems };
    }
  },
};

/** Everything that a container runs: itself, and what the kubelet starts in it. */
function commandsOf(container: Field): readonly (readonly [string, Field])[] {
  const hooks = ['postStart', 'preStop'].map(
    (hook) => [hook, container.at('lifecycle', hook, 'exec', 'command')] as const,
  );
  const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'].map(
    (probe) => [probe, container.at(probe, 'exec', 'command')] as const,
  );
  const own = ['command', 'args'].map((list) => [list, container.get(list)] as const);
  return [...own, ...hooks, ...probes].flatMap(([what, list]) => (list === undefined ? [] : [[what, list] as const]));
}

function commandProblems(who: string, what: string, command: Field): readonly Problem[] {
  const items = command.items();
  return credentialWords(items.map(({ value }) => String(value))).map((index) =>
    fails(`${who} has a credential in its ${what}`, { at: items[index] }),
  );
}

/** Key, text and place of what a ConfigMap, a Secret or a cluster of Ray holds. What an operator keeps filled is a Secret in its place. */
function textsOf(object: KubernetesObject): readonly (readonly [string, string, Field])[] | undefined {
  const texts = (part: string, read: (text: string) => string): readonly (readonly [string, string, Field])[] =>
    (object.field.get(part)?.entries() ?? []).flatMap(([key, at]) =>
      typeof at.value === 'string' ? [[key, read(at.value), at] as const] : [],
    );
  const plain = (text: string): string => text;
  const decoded = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
  if (object.group === RAY_GROUP) return rayTexts(object);
  if (isKind(object, '', 'ConfigMap')) return [...texts('data', plain), ...texts('binaryData', decoded)];
  const owners = object.field.at('metadata', 'ownerReferences');
  if (!isKind(object, '', 'Secret') || (owners !== undefined && owners.items().length > 0)) return undefined;
  return [...texts('data', decoded), ...texts('stringData', plain)];
}

/** Variables that Ray gives to every process of a job, and flags of its own start (https://docs.ray.io/en/latest/cluster/kubernetes/). */
function rayTexts({ field }: KubernetesObject): readonly (readonly [string, string, Field])[] {
  return [...fieldsBelow(field)].flatMap(({ key, field: found }) => {
    const environment = found.get('runtimeEnvYAML');
    const variables = typeof environment?.value === 'string' ? variablesIn(environment.value) : [];
    const flags = key === 'rayStartParams' ? found.entries() : [];
    return [
      ...variables.map(([name, value]) => [name, value, environment ?? found] as const),
      ...flags.map(([name, at]) => [name, String(at.value), at] as const),
    ];
  });
}

/** `env_vars` of a runtime environment, which is YAML within the manifest. */
function variablesIn(text: string): readonly (readonly [string, string])[] {
  try {
    const environment = load(text);
    const variables = isRecord(environment) ? environment['env_vars'] : undefined;
    return isRecord(variables) ? Object.entries(variables).map(([name, value]) => [name, String(value)]) : [];
  } catch {
    // Ray refuses it, and starts nothing.
    return [];
  }
}
