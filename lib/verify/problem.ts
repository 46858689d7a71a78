import type { RiskId } from '../model';
import type { WorkRuleId } from '../model/policies';
import type { Field } from './input/field';
import type { SourceDocument } from './input/input-file';
import { pathText } from './input/input-fault';
import type { KubernetesObject } from './input/kubernetes-object';
import type { Path } from './input/line-of';
import type { PlannedResource } from './input/pulumi/planned-resource';
import { onceFor } from './once-for';
import type { Workload } from './workload/workload';

/** Where in the input something stands. Its line is looked up when it is reported. */
export interface Place {
  readonly document: SourceDocument;
  /** Way from the document. */
  readonly path: Path;
}

/** Something that was judged. */
export interface Subject {
  /** `Job/pretrain`, `LaunchTemplate/p4d--alpha`, `role/ml-alpha`. */
  readonly resource: string;
  readonly namespace?: string;
  readonly place?: Place;
  /** Length of the way to the object; what follows is the path inside it. */
  readonly depth?: number;
}

/** A weakening that a description could have accepted. */
export interface Weakened {
  readonly risk: RiskId;
  /** Name of the namespace, pool or service that it concerns; empty for the cluster. */
  readonly on: string;
}

/**
 * What an admission rule says of the same work. An exception of the description that lets this work pass this rule
 * accepts the problem as well, as long as it lasts.
 */
export interface RuledWork {
  readonly rule: WorkRuleId;
  readonly namespace: string;
  /** Name of the object as admission reads it; undefined for all work of the namespace. */
  readonly work: string | undefined;
}

/** What is wrong with a subject, or what is not known about it. */
export interface Problem {
  readonly status: 'fail' | 'unknown';
  readonly message: string;
  /** Everything of which the message shows the first. @default - the message shows all */
  readonly all?: readonly string[];
  /** How to mend this one. @default - the fix of the check */
  readonly fix?: string;
  /** @default - where the subject stands */
  readonly place?: Place;
  readonly weakened?: Weakened;
  readonly ruled?: RuledWork;
}

/** A subject with its problems; without any it is as it should be. */
export interface Judged {
  readonly subject: Subject;
  readonly problems: readonly Problem[];
}

export interface ProblemDetails {
  /** The value that is wrong, or the nearest thing around what is missing. */
  readonly at?: Field | Place | undefined;
  readonly all?: readonly string[] | undefined;
  readonly fix?: string | undefined;
  readonly weakened?: Weakened | undefined;
  readonly ruled?: RuledWork | undefined;
}

export function fails(message: string, details: ProblemDetails = {}): Problem {
  return problem('fail', message, details);
}

/** Something that the input does not decide; the message names what is missing. */
export function notKnown(message: string, details: ProblemDetails = {}): Problem {
  return problem('unknown', message, details);
}

function problem(
  status: Problem['status'],
  message: string,
  { at, all, fix, weakened, ruled }: ProblemDetails,
): Problem {
  return {
    status,
    message,
    ...(all === undefined ? {} : { all }),
    ...(fix === undefined ? {} : { fix }),
    ...(at === undefined ? {} : { place: placeOf(at) }),
    ...(weakened === undefined ? {} : { weakened }),
    ...(ruled === undefined ? {} : { ruled }),
  };
}

/** One problem of many that a reader calls the same: a sure one before one that may be. */
export function worstProblem<T>(items: readonly T[], problemOf: (item: T) => Problem | undefined): readonly Problem[] {
  const found = items.flatMap((item) => problemOf(item) ?? []);
  const one = found.find(({ status }) => status === 'fail') ?? found[0];
  return one === undefined ? [] : [one];
}

export function placeOf(at: Field | Place): Place {
  return 'pathInDocument' in at ? { document: at.document, path: at.pathInDocument } : at;
}

/** Every check speaks of the same objects: their subjects are made once. */
export const objectSubject = onceFor(({ kind, name, namespace, field }: KubernetesObject): Subject => {
  const path = field.pathInDocument;
  return {
    resource: `${kind}/${name}`,
    ...(namespace === undefined ? {} : { namespace }),
    place: { document: field.document, path },
    depth: path.length,
  };
});

/** A workload under the name that people know its pods by. */
export const workloadSubject = onceFor(({ object, kind, name, namespace }: Workload): Subject => ({
  ...objectSubject(object),
  resource: `${kind}/${name}`,
  namespace,
}));

/** A workload as a rule of admission judges it: by the name of the object itself, whatever owner the object claims. */
export function ruledWork(rule: WorkRuleId, { namespace, object }: Workload): RuledWork {
  return { rule, namespace, work: object.name };
}

/** `LaunchTemplate/p4d--alpha`. */
export function resourceSubject(resource: PlannedResource): Subject {
  return {
    resource: `${resource.type.slice(resource.type.lastIndexOf(':') + 1)}/${resource.name}`,
    place: { document: resource.document, path: resource.path },
    depth: resource.path.length,
  };
}

/** A place inside an object, for findings, whether something stands there or not. */
export function placeIn({ field }: KubernetesObject, ...path: Path): Place {
  return { document: field.document, path: [...field.pathInDocument, ...path] };
}

/** An input of a planned resource, for findings. */
export function inputPlace({ document, path }: PlannedResource, ...keys: Path): Place {
  return { document, path: [...path, 'inputs', ...keys] };
}

/** A subject without an object of its own, such as a namespace that is only mentioned. */
export function namedSubject(resource: string, namespace?: string): Subject {
  return namespace === undefined ? { resource } : { resource, namespace };
}

/** Way inside the subject's own object, as text; empty for the object itself. */
export function pathWithin({ place, depth = 0 }: Subject, at: Place | undefined): string {
  if (at === undefined || place === undefined || at.document !== place.document) return '';
  return pathText(at.path.slice(depth));
}
