import type { Json, JsonObject } from './wire';

/** A resource as it would be made. */
export interface PlannedResource {
  /** Name of the resource in its stack, unique. */
  readonly urn: string;
  /** Type token, such as `aws:s3/bucket:Bucket`. */
  readonly type: string;
  /** Name that the program gave it, last part of the URN. */
  readonly name: string;
  /** False for components, which hold resources and are none. */
  readonly custom: boolean;
  /** URN. Undefined for the stack itself. */
  readonly parent?: string;
  /** What the program gave it; secrets and unknown values in Pulumi's wire format. */
  readonly inputs: JsonObject;
  /** What the program can read of it: of a component what it registered, else its inputs. */
  readonly outputs: JsonObject;
  /** Reference of its provider: URN and id. Undefined for components. */
  readonly provider?: string;
  /** URNs, sorted. */
  readonly dependencies: readonly string[];
  /** By input, the URNs that it comes from; inputs that come from nowhere are left out. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Whether the engine refuses to delete it. */
  readonly protect: boolean;
  /** Whether it stays when the engine forgets it. */
  readonly retainOnDelete: boolean;
  /** Paths of inputs whose changes do nothing. */
  readonly ignoreChanges: readonly string[];
  /** Paths of inputs whose changes make another one in its place. */
  readonly replaceOnChanges: readonly string[];
  /** Outputs that are secret beside those of the provider's schema. */
  readonly additionalSecretOutputs: readonly string[];
  /** Id of a resource that exists and is read or imported. */
  readonly id?: string;
}

/** Options of a resource that nobody gave any. */
export const NO_OPTIONS = {
  propertyDependencies: {},
  protect: false,
  retainOnDelete: false,
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
} as const satisfies Partial<PlannedResource>;

/** Something that a plan without plug-ins cannot show, and what would. */
export interface Unseen {
  /** The resource that hides it. */
  readonly urn: string;
  /** What is not shown, in a sentence. */
  readonly what: string;
  /** What would show it. */
  readonly how: string;
}

/** What a program would make. */
export interface Plan {
  /** Name of the project. */
  readonly project: string;
  /** Name of the stack. */
  readonly stack: string;
  /** Parents before children, else by URN. */
  readonly resources: readonly PlannedResource[];
  /** Outputs of the stack. */
  readonly outputs: JsonObject;
  /** What it cannot show; empty where it shows everything. */
  readonly unseen: readonly Unseen[];
}

/** Answers a look-up of a program: arguments to result. */
export type Lookup = (args: JsonObject) => Readonly<Record<string, unknown>>;

/** Adds what a resource would answer, beside its inputs: `arn`, `vpcConfig.clusterSecurityGroupId` ... */
export type OutputsOf = (resource: {
  readonly type: string;
  readonly name: string;
  readonly inputs: JsonObject;
}) => Readonly<Record<string, unknown>>;

/** What a plan is made with. */
export interface PlanOptions {
  /** Name of the project, part of every URN. @default "project" */
  readonly project?: string;
  /** Name of the stack, part of every URN. @default "dev" */
  readonly stack?: string;
  /** Name of the organization, for programs that ask for it. @default "organization" */
  readonly organization?: string;
  /** Configuration, with the project's name or a provider's in front: `aws:region`. @default - none */
  readonly config?: Readonly<Record<string, string>>;
  /** Keys of `config` that are secret. @default - none */
  readonly secretConfig?: readonly string[];
  /**
   * Whether values that only a cloud can know are unknown, as in `pulumi preview`. Without it, what `outputs` does not
   * answer is undefined.
   * @default true
   */
  readonly preview?: boolean;
  /** What resources would answer. @default - their inputs; the rest is unknown */
  readonly outputs?: OutputsOf;
  /** Answers of look-ups, by token such as `aws:index/getCallerIdentity:getCallerIdentity`. @default - a look-up is an error */
  readonly lookups?: Readonly<Record<string, Lookup>>;
}

export type { Json, JsonObject };
