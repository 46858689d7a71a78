import { ownValue } from '../../record';
import type { SourceDocument } from '../input-file';
import type { Path } from '../line-of';
import type { PlanValue } from './wire-value';

/** A resource that a plan would create, or that a stack has. */
export interface PlannedResource {
  readonly urn: string;
  /** `aws:eks/nodeGroup:NodeGroup`. */
  readonly type: string;
  /** Name in the program, the last part of the URN. */
  readonly name: string;
  readonly inputs: { readonly [key: string]: PlanValue };
  /** What the provider reported; empty in plans. */
  readonly outputs: { readonly [key: string]: PlanValue };
  readonly parent?: string;
  /** Whether it is made of other resources, and is none of a provider. */
  readonly isComponent: boolean;
  /** URN of the provider that makes it; undefined where none is given. */
  readonly provider?: string;
  /** For each input the resources that it comes from. */
  readonly propertyDependencies: { readonly [input: string]: readonly string[] };
  readonly document: SourceDocument;
  /** Way to the resource in its document. */
  readonly path: Path;
}

/** The account that a plan is for, as far as the plan shows it. */
export interface AccountFacts {
  readonly id: string | undefined;
  readonly partition: string;
}

/** The resources of a stack, or of several that are for one account. */
export interface Plan {
  readonly documents: readonly SourceDocument[];
  readonly resources: readonly PlannedResource[];
  readonly account: AccountFacts;
}

/** A property as far as it is known: what the provider reported, otherwise what the program gave. */
export function propertyOf(resource: PlannedResource, name: string): PlanValue | undefined {
  const { inputs, outputs } = resource;
  if (Object.hasOwn(outputs, name)) return outputs[name];
  return ownValue(inputs, name);
}
