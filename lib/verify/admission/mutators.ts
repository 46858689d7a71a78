import type { Field } from '../input/field';
import { groupOf } from '../input/kinds';
import type { KubernetesObject } from '../input/kubernetes-object';
import { and, not, or, type Match } from '../labels/selector';
import type { AdmissionRequest } from './admission-request';
import { kyvernoMatched } from './kyverno-match';
import { constrained, webhooksHear } from './resource-match';

/** Something that changes objects on their way in, or makes others of them. What it writes is not evaluated. */
export interface Mutator {
  readonly object: KubernetesObject;
  /** Whether it hears of a request. */
  hears(request: AdmissionRequest): Match;
  /** Rules that copy what stands in another namespace. */
  readonly clones: readonly Field[];
}

/** What an object does to others; undefined where it does nothing. */
export function mutator(object: KubernetesObject): Mutator | undefined {
  const spec = object.field.get('spec');
  const constraints = spec?.get('matchConstraints');
  const by = (hears: Mutator['hears'], clones: readonly Field[] = []): Mutator => ({ object, hears, clones });
  switch (`${groupOf(object.apiVersion)} ${object.kind}`) {
    case 'kyverno.io ClusterPolicy':
    case 'kyverno.io Policy':
      return ofRules(object, by);
    case 'policies.kyverno.io MutatingPolicy':
    case 'policies.kyverno.io NamespacedMutatingPolicy':
    case 'policies.kyverno.io GeneratingPolicy':
    case 'policies.kyverno.io NamespacedGeneratingPolicy':
    case 'admissionregistration.k8s.io MutatingAdmissionPolicy':
      return by((request) => constrained(constraints, request));
    case 'admissionregistration.k8s.io MutatingWebhookConfiguration':
      return ofWebhooks(object, by);
    default:
      return undefined;
  }
}

function ofRules(
  { field, kind, namespace }: KubernetesObject,
  by: (hears: Mutator['hears'], clones: readonly Field[]) => Mutator,
): Mutator | undefined {
  const rules = (field.at('spec', 'rules')?.items() ?? []).filter(
    (rule) => rule.get('mutate') !== undefined || rule.get('generate') !== undefined,
  );
  if (rules.length === 0) return undefined;
  const clones = rules.flatMap((rule) => {
    const generate = rule.get('generate');
    return [generate?.get('clone'), generate?.get('cloneList')].flatMap((clone) => clone ?? []);
  });
  return by(
    (request) =>
      kind === 'Policy' && request.namespace !== namespace
        ? 'no'
        : rules
            .map((rule) =>
              and(
                kyvernoMatched(rule.get('match'), request, false),
                not(kyvernoMatched(rule.get('exclude'), request, false)),
              ),
            )
            .reduce(or, 'no'),
    clones,
  );
}

/**
 * Webhooks that every cluster of EKS has: one adds the token of a role to pods, the other an interface
 * (https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html). Kyverno's do what its policies say.
 */
const KNOWN = /^(?:pod-identity-webhook|vpc-resource-mutating-webhook|kyverno-.*)$/;

function ofWebhooks({ field, name }: KubernetesObject, by: (hears: Mutator['hears']) => Mutator): Mutator | undefined {
  if (KNOWN.test(name)) return undefined;
  const webhooks = field.get('webhooks')?.items() ?? [];
  return by((request) => webhooksHear(webhooks, request));
}
