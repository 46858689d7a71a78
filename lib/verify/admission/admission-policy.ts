import type { Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import type { Match } from '../match';
import type { AdmissionRequest } from './admission-request';
import type { CelFault } from './cel-faults';

/** What one demand of a policy says about a request. */
export type Ruling = 'holds' | 'refuses' | 'unknown';

/** Something that judges requests, as far as the files show how. */
export interface AdmissionPolicy {
  readonly object: KubernetesObject;
  /** `ClusterPolicy ml-own-volumes`. */
  readonly name: string;
  /** All that says what it judges and what it demands: its own spec, and those of objects that switch it on. */
  readonly decidedBy: readonly Field[];
  /** Judged by the API server itself; others by a webhook that can be down. */
  readonly native: boolean;
  /** Whether it refuses, or only reports. */
  readonly enforces: boolean;
  /** Whether requests pass unjudged where it fails or cannot be asked. */
  readonly failsOpen: boolean;
  /** Whether an object that breaks it already may be changed and go on to break it. @default false */
  readonly forgives?: boolean;
  /** Whether all that it demands is that images are signed. @default false */
  readonly asksForSignatures?: boolean;
  /** What it asked for so far that is not evaluated here. @default - nothing */
  notEvaluated?(): readonly string[];
  /** Expressions for which the policy is refused whole. @default - none in a language that is read here */
  faults?(): readonly CelFault[];
  /** Whether what it hears of hangs on more of an object than its kind and metadata. @default false */
  readonly hearsBySpec?: boolean;
  /** Whether it hears of a request at all. */
  hears(request: AdmissionRequest): Match;
  /** Whether one that does not enforce reports on a request. @default - it reports on none */
  reports?(request: AdmissionRequest): Match;
  /** The expressions that decide a demand. @default - what it says is not known */
  said?(demand: number): readonly string[];
  /** For each demand, in its order. */
  rulings(request: AdmissionRequest): readonly Ruling[];
}
