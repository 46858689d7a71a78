import { knownList, knownText } from './plan-value';
import { propertyOf, type AccountFacts, type PlannedResource } from './planned-resource';

/**
 * The account is what providers are held to; without such a guard it is the only one that the ARNs of the plan's own
 * resources name.
 */
export function plannedAccount(resources: readonly PlannedResource[]): AccountFacts {
  const held = resources
    .filter(({ type }) => type === 'pulumi:providers:aws')
    .flatMap((provider) => accountIds(propertyOf(provider, 'allowedAccountIds')));
  const arns = resources.flatMap((resource) =>
    (['arn', 'roleArn'] as const).flatMap((property) => {
      const arn = knownText(propertyOf(resource, property));
      return arn?.startsWith('arn:') === true ? [arn.split(':')] : [];
    }),
  );
  const named = arns.map((parts) => parts[4] as string).filter((account) => /^\d{12}$/.test(account));
  return {
    id: onlyOne(held.length > 0 ? held : named),
    partition: onlyOne(arns.map((parts) => parts[1] as string)) ?? 'aws',
  };
}

/** A list, or its JSON text, as providers take their settings. */
function accountIds(value: ReturnType<typeof propertyOf>): readonly string[] {
  if (typeof value === 'string') return value.match(/\d{12}/g) ?? [];
  return knownList(value).flatMap((item) => knownText(item) ?? []);
}

function onlyOne(values: readonly string[]): string | undefined {
  const different = new Set(values);
  return different.size === 1 ? values[0] : undefined;
}
