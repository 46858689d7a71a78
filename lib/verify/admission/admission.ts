import type { LabelKeys } from '../../model/kubernetes/label-keys';
import { itemsIn } from '../input/field';
import type { Inputs } from '../input/inputs';
import { isKind, labelsOf, type KubernetesObject } from '../input/kubernetes-object';
import type { Match } from '../match';
import { onceFor } from '../once-for';
import type { AdmissionPolicy, Ruling } from './admission-policy';
import type { AdmissionRequest } from './admission-request';
import { Disguises, type Disguise } from './disguise';
import { dressed, leavesFault } from './dressed';
import { isHarmless } from './harmless-webhooks';
import { isOfEngine } from './engine-webhooks';
import { kyvernoPolicies } from './kyverno/policies';
import { nativePolicies } from './native-policies';
import { webhooksHear } from './resource-match';
import { TellingWords } from './telling-words';
import { toldNamespaces } from './told-namespaces';

/** What admission says to a request: who refuses it for sure, and who may. */
export interface AdmissionAnswer {
  readonly refusing: readonly AdmissionPolicy[];
  /** Names of what judges it in a way that the files do not show. */
  readonly perhaps: readonly string[];
}

/** A request that has to be refused, and what counts as a refusal. */
export interface Forbidden {
  readonly request: AdmissionRequest;
  /** A request that is alike and harmless: what refuses it as well proves nothing. @default - none */
  readonly harmless?: AdmissionRequest | undefined;
  /** Whether only the API server's own policies count, since a webhook can be switched off. @default false */
  readonly native?: boolean | undefined;
  /** What is asked, in words: what refused the same of another namespace most likely refuses this. @default - none */
  readonly meaning?: string;
}

/** What is known of a request so far: who hears of it, and what they said. */
interface Proceedings {
  readonly hearing: Map<AdmissionPolicy, Match>;
  readonly rulings: Map<AdmissionPolicy, readonly Ruling[]>;
}

/** Admission as the files show it: policies that are evaluated, and things that judge in ways that are not known. */
export class Admission {
  readonly policies: readonly AdmissionPolicy[];
  /** Whether the files hold nothing at all that could refuse a request, not even a policy that is bound to nothing. */
  readonly isEmpty: boolean;
  /** Labels by which policies tell namespaces apart. */
  readonly namespacesTold: readonly (readonly [key: string, value: string])[];
  private readonly strangers: readonly KubernetesObject[];
  private readonly words: TellingWords;
  private readonly hearings = new Map<string, Map<AdmissionPolicy, Match>>();
  /** Requests share most of what they are told apart by. */
  private readonly textOf = onceFor((part: object) => JSON.stringify(part instanceof Map ? Array.from(part) : part));
  private readonly requests = new WeakMap<AdmissionRequest, Proceedings>();
  /** Policies that enforce; the one that refused last stands first. */
  private readonly recent: AdmissionPolicy[];
  /** What refused what is called so last. */
  private readonly usual = new Map<string, AdmissionPolicy>();

  private readonly disguises: Disguises;

  /**
   * @param keys the label by which policies of the platform say which rule they carry out
   * @param engine namespace of Kyverno
   */
  constructor(
    { objects }: Pick<Inputs, 'objects'>,
    keys: Pick<LabelKeys, 'rule'>,
    private readonly engine: string,
  ) {
    this.disguises = new Disguises(({ object }) => labelsOf(object.field.get('metadata')).has(keys.rule));
    this.policies = [...nativePolicies(objects), ...kyvernoPolicies(objects)];
    const judging = objects.filter(({ group }) => JUDGING.has(group));
    const fields = judging.map(({ field }) => field);
    this.isEmpty = judging.every(({ kind }) => !REFUSING.test(kind));
    this.words = new TellingWords(fields);
    this.namespacesTold = [...toldNamespaces(fields)];
    this.recent = this.policies.filter(({ enforces }) => enforces);
    this.strangers = objects.filter(
      (object) =>
        isKind(object, 'admissionregistration.k8s.io', 'ValidatingWebhookConfiguration') ||
        object.group === 'constraints.gatekeeper.sh',
    );
  }

  /** Whether a policy, binding or exception names something in so many words, and so may treat it otherwise than its like. */
  names(text: string): boolean {
    return this.words.has(text);
  }

  /** Equal for names that no word of a policy, binding or exception tells apart, in whole or in part. */
  traitsOf(name: string): string {
    return this.words.traits(name);
  }

  /** What judges under a name that {@link ask} gives. */
  objectOf(name: string): KubernetesObject | undefined {
    return (
      this.policies.find((policy) => policy.name === name)?.object ??
      this.strangers.find((object) => strangerName(object) === name)
    );
  }

  /** What policies that {@link ask} names asked for so far that is not evaluated here. */
  notEvaluatedIn(names: readonly string[]): readonly string[] {
    const asking = this.policies.filter(({ name }) => names.includes(name));
    return [...new Set(asking.flatMap((policy) => policy.notEvaluated?.() ?? []))];
  }

  /**
   * What all policies say to a request, in their order.
   *
   * @param isSigned whether its images have the signatures that policies ask for
   */
  ask(request: AdmissionRequest, isSigned = false): AdmissionAnswer {
    const refusing = new Set<AdmissionPolicy>();
    const perhaps = new Set<string>();
    for (const policy of this.policies) {
      if (isSigned && policy.asksForSignatures === true) continue;
      for (const ruling of this.rulings(policy, request)) {
        if (ruling === 'refuses') refusing.add(policy);
        else if (ruling !== 'holds') perhaps.add(policy.name);
      }
    }
    for (const object of this.strangers) {
      if (strangerHears(object, request, this.engine) !== 'no') perhaps.add(strangerName(object));
    }
    return { refusing: [...refusing], perhaps: [...perhaps] };
  }

  /**
   * A policy that refuses a request, and not by the same demand the harmless one beside it. One policy refuses most of what
   * is alike: the one that refused last is asked first, and no other once one refuses.
   */
  refuserOf({ request, harmless, native, meaning }: Forbidden): AdmissionPolicy | undefined {
    const usual = meaning === undefined ? undefined : this.usual.get(meaning);
    if (usual !== undefined) this.askFirst(usual);
    const policy = this.recent.find((one) => counts(one, native) && this.refuses(one, request, harmless));
    if (policy === undefined) return undefined;
    this.askFirst(policy);
    if (meaning !== undefined) this.usual.set(meaning, policy);
    return policy;
  }

  private askFirst(policy: AdmissionPolicy): void {
    if (this.recent[0] === policy) return;
    this.recent.splice(this.recent.indexOf(policy), 1);
    this.recent.unshift(policy);
  }

  /** Names of policies that would refuse a request, and not the harmless one beside it, if they did more than report. */
  reportersOf({ request, harmless }: Forbidden): readonly string[] {
    const wouldRefuse = (policy: AdmissionPolicy, one: AdmissionRequest | undefined): boolean =>
      one !== undefined && policy.reports?.(one) === 'yes' && policy.rulings(one).includes('refuses');
    const reporting = this.policies.filter(
      (policy) => !policy.enforces && wouldRefuse(policy, request) && !wouldRefuse(policy, harmless),
    );
    return [...new Set(reporting.map(({ name }) => name))];
  }

  /**
   * A disguise in which nobody refuses any more what is refused as it stands. A demand that looks at neither name nor labels
   * refuses it in every one.
   *
   * @param isNamed whether its name means something, so that only marks beside it are tried. @default false
   */
  disguiseOf({ request, harmless, native }: Forbidden, isNamed = false): Disguise | undefined {
    const counting = this.recent.filter((policy) => counts(policy, native));
    const isSure = (policy: AdmissionPolicy): boolean =>
      this.refusingDemands(policy, request, harmless).some((demand) => this.disguises.isBlind(policy, demand));
    const waysPast = (policy: AdmissionPolicy): readonly Disguise[] =>
      this.disguises
        .for(policy)
        .filter((disguise) => !(isNamed && disguise.name !== undefined) && leavesFault(disguise, request, harmless));
    // Most refusals end here: one policy holds, however it is dressed.
    const first = counting.find((policy) => this.refuses(policy, request, harmless));
    const holds = (policy: AdmissionPolicy): boolean =>
      isSure(policy) ||
      waysPast(policy).every((disguise) => this.refuses(policy, dressed(request, disguise), undefined));
    if (first === undefined || holds(first) || counting.some(isSure)) return undefined;
    return counting
      .filter((policy) => this.refuses(policy, request, undefined))
      .flatMap(waysPast)
      .find((disguise) => this.refuserOf({ request: dressed(request, disguise), native }) === undefined);
  }

  /** Whether a policy refuses a request for sure, by a demand that lets the harmless one pass. */
  refuses(policy: AdmissionPolicy, request: AdmissionRequest, harmless: AdmissionRequest | undefined): boolean {
    return this.refusingDemands(policy, request, harmless).length > 0;
  }

  /** Demands by which a policy refuses a request for sure, and not the harmless one beside it. */
  private refusingDemands(
    policy: AdmissionPolicy,
    request: AdmissionRequest,
    harmless: AdmissionRequest | undefined,
  ): readonly number[] {
    return this.rulings(policy, request).flatMap((ruling, demand) =>
      ruling === 'refuses' && (harmless === undefined || this.rulings(policy, harmless)[demand] !== 'refuses')
        ? [demand]
        : [],
    );
  }

  /** For each demand of a policy; what it may not even hear of it refuses perhaps. None where it does not hear, or refuse. */
  private rulings(policy: AdmissionPolicy, request: AdmissionRequest): readonly Ruling[] {
    const { rulings, hearing } = this.judged(request);
    const known = rulings.get(policy);
    if (known !== undefined) return known;
    const heard = policy.enforces ? (hearing.get(policy) ?? policy.hears(request)) : 'no';
    if (policy.hearsBySpec !== true) hearing.set(policy, heard);
    const made: readonly Ruling[] =
      heard === 'no'
        ? []
        : policy.rulings(request).map((ruling) => (ruling === 'refuses' && heard === 'maybe' ? 'unknown' : ruling));
    rulings.set(policy, made);
    return made;
  }

  /** What is known of a request; of all that differ in nothing but the spec those policies hear that do not look at it. */
  private judged(request: AdmissionRequest): Proceedings {
    const known = this.requests.get(request);
    if (known !== undefined) return known;
    const { operation, group, version, kind, resource, subresource, name, namespace, labels, object, oldObject, who } =
      request;
    const key = [
      ...[operation, group, version, kind, resource, subresource, name, namespace ?? ''],
      ...[who, labels, object?.metadata, oldObject?.metadata].map((part) => part && this.textOf(part)),
    ].join('\n');
    const hearing = this.hearings.get(key) ?? new Map<AdmissionPolicy, Match>();
    this.hearings.set(key, hearing);
    const made: Proceedings = { hearing, rulings: new Map() };
    this.requests.set(request, made);
    return made;
  }
}

const counts = (policy: AdmissionPolicy, native = false): boolean => !native || policy.native;

const strangerName = ({ kind, name }: KubernetesObject): string => `${kind} ${name}`;

/** Kyverno's own webhooks judge by the policies that are read, and of some it is known that they refuse no job; of others only what they hear is known. */
function strangerHears(object: KubernetesObject, request: AdmissionRequest, engine: string): Match {
  if (object.kind !== 'ValidatingWebhookConfiguration') return 'maybe';
  const webhooks = itemsIn(object.field, 'webhooks').filter(
    (webhook) => !isOfEngine(object, webhook, engine) && !isHarmless(object, webhook),
  );
  return webhooksHear(webhooks, request) === 'no' ? 'no' : 'maybe';
}

const JUDGING = new Set([
  'admissionregistration.k8s.io',
  'kyverno.io',
  'policies.kyverno.io',
  'constraints.gatekeeper.sh',
]);

/** Kinds among the judging ones that may refuse; constraints of Gatekeeper have a kind of their own each. */
const REFUSING = /^(?!Mutating|PolicyException$)/;
