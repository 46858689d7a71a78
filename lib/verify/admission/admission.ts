import type { Inputs } from '../input/inputs';
import { groupOf } from '../input/kinds';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import type { Match } from '../labels/selector';
import { and } from '../labels/selector';
import type { AdmissionPolicy } from './admission-policy';
import type { AdmissionRequest } from './admission-request';
import { kyvernoPolicies } from './kyverno-policies';
import { nativePolicies } from './native-policies';
import { namespaceSelected, objectSelected, ruleMatches } from './resource-match';

/** A demand of a policy that refuses a request. */
export interface Refusal {
  readonly policy: AdmissionPolicy;
  /** Which of its demands. */
  readonly demand: number;
}

/** What admission says to a request: who refuses it for sure, and who may. */
export interface Answer {
  readonly refusals: readonly Refusal[];
  /** Names of what judges it in a way that the files do not show. */
  readonly perhaps: readonly string[];
}

/** Admission as the files show it: policies that are evaluated, and things that judge in ways that are not known. */
export class Admission {
  readonly policies: readonly AdmissionPolicy[];
  private readonly strangers: readonly KubernetesObject[];
  private readonly words: ReadonlySet<string>;
  private readonly answers = new WeakMap<AdmissionRequest, Answer>();
  private readonly heard = new Map<string, readonly (readonly [AdmissionPolicy, Match])[]>();

  constructor({ objects }: Pick<Inputs, 'objects'>) {
    this.policies = [...nativePolicies(objects), ...kyvernoPolicies(objects)];
    this.words = wordsOf(objects.filter(({ apiVersion }) => JUDGING.has(groupOf(apiVersion))));
    this.strangers = objects.filter(
      (object) =>
        isKind(object, 'admissionregistration.k8s.io', 'ValidatingWebhookConfiguration') ||
        groupOf(object.apiVersion) === 'constraints.gatekeeper.sh',
    );
  }

  /** Whether a policy, binding or exception names something in so many words, and so may treat it otherwise than its like. */
  names(text: string): boolean {
    return this.words.has(text);
  }

  /** Answers are kept: the same harmless request stands beside many others. */
  ask(request: AdmissionRequest): Answer {
    const known = this.answers.get(request) ?? this.answer(request);
    this.answers.set(request, known);
    return known;
  }

  private answer(request: AdmissionRequest): Answer {
    const refusals: Refusal[] = [];
    const perhaps = new Set<string>();
    for (const [policy, heard] of this.hearing(request)) {
      for (const [demand, ruling] of policy.rulings(request).entries()) {
        if (ruling === 'refuses' && heard === 'yes') refusals.push({ policy, demand });
        else if (ruling !== 'holds') perhaps.add(policy.name);
      }
    }
    for (const object of this.strangers) {
      if (strangerHears(object, request) !== 'no') perhaps.add(`${object.kind} ${object.name}`);
    }
    return { refusals, perhaps: [...perhaps] };
  }

  /** The policies that hear of a request: the same for all that differ in nothing but the spec. */
  private hearing(request: AdmissionRequest): readonly (readonly [AdmissionPolicy, Match])[] {
    const { operation, group, version, kind, resource, subresource, name, namespace, labels, object, oldObject, who } =
      request;
    const key = JSON.stringify([
      [operation, group, version, kind, resource, subresource, name, namespace, who],
      [...(labels ?? [])],
      [object?.metadata, oldObject?.metadata],
    ]);
    const known =
      this.heard.get(key) ??
      this.policies
        .filter(({ enforces }) => enforces)
        .map((policy) => [policy, policy.hears(request)] as const)
        .filter(([, heard]) => heard !== 'no');
    this.heard.set(key, known);
    return known;
  }
}

/** Kyverno's own webhooks judge by the policies that are read; of others only what they hear is known. */
function strangerHears(object: KubernetesObject, request: AdmissionRequest): Match {
  if (object.kind !== 'ValidatingWebhookConfiguration') return 'maybe';
  const webhooks = (object.field.get('webhooks')?.items() ?? []).filter(
    (webhook) => !/kyverno/.test(String(webhook.at('clientConfig', 'service', 'namespace')?.value ?? '')),
  );
  const heard = webhooks.some((webhook) => {
    const rules = (webhook.get('rules')?.items() ?? []).some((rule) => ruleMatches(rule, request) !== 'no');
    const selected = and(
      namespaceSelected(webhook.get('namespaceSelector'), request),
      objectSelected(webhook.get('objectSelector'), request),
    );
    return rules && selected !== 'no';
  });
  return heard ? 'maybe' : 'no';
}

const JUDGING = new Set([
  'admissionregistration.k8s.io',
  'kyverno.io',
  'policies.kyverno.io',
  'constraints.gatekeeper.sh',
]);

/** Every text in quotes, in JSON or in an expression. */
function wordsOf(objects: readonly KubernetesObject[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { field } of objects) {
    for (const [, word] of JSON.stringify(field.value).matchAll(/(?<=['"])([^'"\\\s]+)(?=\\?['"])/g))
      words.add(word as string);
  }
  return words;
}
