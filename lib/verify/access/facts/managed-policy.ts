import type { PlanLinks } from '../../input/pulumi/plan-links';
import { knownText } from '../../input/pulumi/plan-value';
import { propertyOf, type AccountFacts, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { PlanValue } from '../../input/pulumi/wire-value';

const POLICY = 'aws:iam/policy:Policy';

export function plannedPolicy(
  links: PlanLinks,
  from: PlannedResource,
  property: string,
  value: PlanValue | undefined,
): PlannedResource | undefined {
  const arn = knownText(value);
  return (
    links.of(POLICY).find((policy) => arn !== undefined && propertyOf(policy, 'arn') === arn) ??
    (arn === undefined ? links.referenced(from, property, POLICY) : undefined)
  );
}

/** An input that names a managed policy: resource, input, value. */
export type NamingInput = readonly [from: PlannedResource, property: string, value: PlanValue | undefined];

/**
 * The ARN of a managed policy that is named by an input, if its account may change the policy: it may not change those of AWS
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html).
 */
export function changeableArn(
  links: PlanLinks,
  [from, property, value]: NamingInput,
  account: AccountFacts,
): string | undefined {
  const target = plannedPolicy(links, from, property, value);
  const arn = knownText(value) ?? (target === undefined ? undefined : plannedArn(target, account));
  return ifChangeable(arn);
}

/** The ARN of a managed policy, where its account may change the policy. */
export function ifChangeable(arn: string | undefined): string | undefined {
  return arn !== undefined && isChangeable(arn) ? arn : undefined;
}

export function isChangeable(arn: string): boolean {
  return !arn.includes(':iam::aws:');
}

/** A name that the program leaves to Pulumi begins with the one in the program. */
function plannedArn(policy: PlannedResource, { partition, id = '*' }: AccountFacts): string {
  const name = knownText(propertyOf(policy, 'name')) ?? `${policy.name}-*`;
  const path = propertyOf(policy, 'path') ?? '/';
  return knownText(propertyOf(policy, 'arn')) ?? `arn:${partition}:iam::${id}:policy${knownText(path) ?? '/*'}${name}`;
}
