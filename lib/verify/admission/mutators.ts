import { itemsIn, type Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import { and, not, or, type Match } from '../match';
import type { AdmissionRequest } from './admission-request';
import { kyvernoMatched } from './kyverno/rule-match';
import { isHarmless } from './harmless-webhooks';
import { isOfEngine } from './engine-webhooks';
import { boundTo, constrained, webhooksHear } from './resource-match';
import { placesOf, placesOfExpressions, type WrittenPlace } from './written-place';

/** Something that changes objects on their way in, makes others of them, or removes them. What it does is not evaluated. */
export interface Mutator {
  readonly does: 'change' | 'remove';
  /** Whether it hears of a request. */
  hears(request: AdmissionRequest): Match;
  /** Namespaces out of which rules copy. */
  readonly clones: readonly Field[];
  /** Where rules write, beside the namespace of what they hear of. */
  readonly targets: readonly WrittenPlace[];
  /** Expressions that look up objects, and make them. */
  readonly expressions: readonly Field[];
}

type By = (hears: Mutator['hears'], more?: Partial<Omit<Mutator, 'hears'>>) => Mutator;

/** What else decides what an object does to others. */
export interface Surroundings {
  /** Namespace of Kyverno. */
  readonly engine: string;
  /** MutatingAdmissionPolicyBindings of the input. */
  readonly bindings: readonly KubernetesObject[];
  /** Whether the cluster has no others. */
  readonly complete: boolean;
}

/** What an object does to others; undefined where it does nothing. */
export function mutator(object: KubernetesObject, { engine, bindings, complete }: Surroundings): Mutator | undefined {
  const spec = object.field.get('spec');
  const constraints = spec?.get('matchConstraints');
  const by: By = (hears, more) => ({
    does: 'change',
    hears,
    clones: [],
    targets: [],
    expressions: [],
    ...more,
  });
  switch (object.groupKind) {
    case 'kyverno.io/ClusterPolicy':
    case 'kyverno.io/Policy':
      return ofRules(object, by);
    case 'kyverno.io/ClusterCleanupPolicy':
    case 'kyverno.io/CleanupPolicy':
      return by(
        inOwnNamespace(object, (request) =>
          and(kyvernoMatched(spec?.get('match'), request), not(kyvernoMatched(spec?.get('exclude'), request))),
        ),
        { does: 'remove' },
      );
    case 'policies.kyverno.io/DeletingPolicy':
    case 'policies.kyverno.io/NamespacedDeletingPolicy':
      return by(
        // On a schedule (https://kyverno.io/docs/policy-types/deleting-policy/).
        inOwnNamespace(object, (request) => constrained(constraints, request, 'objects alone')),
        { does: 'remove' },
      );
    case 'policies.kyverno.io/MutatingPolicy':
    case 'policies.kyverno.io/NamespacedMutatingPolicy':
    case 'policies.kyverno.io/GeneratingPolicy':
    case 'policies.kyverno.io/NamespacedGeneratingPolicy': {
      const existing = spec?.get('targetMatchConstraints');
      const hears: Mutator['hears'] = (request) =>
        or(constrained(constraints, request), constrained(existing, request));
      return by(inOwnNamespace(object, hears), {
        targets:
          object.namespace === undefined ? placesOfExpressions(spec?.get('generate'), spec?.get('variables')) : [],
        expressions: ['variables', 'generate', 'mutations'].flatMap((part) => spec?.get(part) ?? []),
      });
    }
    case 'admissionregistration.k8s.io/MutatingAdmissionPolicy':
      return by(throughBindings(object, { bindings, complete }));
    case 'admissionregistration.k8s.io/MutatingWebhookConfiguration':
      return ofWebhooks(object, by, engine);
    default:
      return undefined;
  }
}

/** A policy of the API server does nothing without a binding (https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/). */
function throughBindings(
  { field, name }: KubernetesObject,
  { bindings, complete }: Omit<Surroundings, 'engine'>,
): Mutator['hears'] {
  const constraints = field.at('spec', 'matchConstraints');
  const own = bindings.filter((binding) => binding.field.at('spec', 'policyName')?.value === name);
  const isBoundElsewhere = own.length === 0 && !complete;
  return (request) =>
    and(
      constrained(constraints, request),
      own.map((binding) => boundTo(binding, request)).reduce(or, isBoundElsewhere ? 'maybe' : 'no'),
    );
}

/** A policy of a namespace hears of nothing elsewhere. */
function inOwnNamespace({ namespace }: KubernetesObject, hears: Mutator['hears']): Mutator['hears'] {
  return (request) => (namespace !== undefined && request.namespace !== namespace ? 'no' : hears(request));
}

function ofRules(object: KubernetesObject, by: By): Mutator | undefined {
  const rules = itemsIn(object.field, 'spec', 'rules').filter(
    (rule) => rule.get('mutate') !== undefined || rule.get('generate') !== undefined,
  );
  if (rules.length === 0) return undefined;
  const generated = rules.flatMap((rule) => {
    const generate = rule.get('generate');
    return generate?.get('foreach')?.items() ?? (generate === undefined ? [] : [generate]);
  });
  const mutated = rules.flatMap((rule) => itemsIn(rule, 'mutate', 'targets'));
  return by(
    inOwnNamespace(object, (request) =>
      rules
        .map((rule) =>
          and(kyvernoMatched(rule.get('match'), request), not(kyvernoMatched(rule.get('exclude'), request))),
        )
        .reduce(or, 'no'),
    ),
    {
      clones: generated.flatMap((one) => ['clone', 'cloneList'].flatMap((how) => one.at(how, 'namespace') ?? [])),
      // A policy of a namespace writes there alone.
      targets: object.namespace === undefined ? [...generated, ...mutated].flatMap(placesOf) : [],
    },
  );
}

function ofWebhooks(object: KubernetesObject, by: By, engine: string): Mutator | undefined {
  const webhooks = itemsIn(object.field, 'webhooks').filter(
    (webhook) => !isOfEngine(object, webhook, engine) && !isHarmless(object, webhook),
  );
  if (webhooks.length === 0) return undefined;
  return by((request) => webhooksHear(webhooks, request));
}
