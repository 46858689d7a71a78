import { literal } from '../../glob/glob';
import { oneOf } from '../../glob/language';
import { ABSENT, bothRequirements, PRESENT, satisfying, type KeyRequirement } from './requirement';

/**
 * Whether a request comes over TLS, which every request says
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport).
 */
export const TLS = 'aws:securetransport';
/** Requests to S3 over TLS carry its version, and others have none. */
const VERSION = 's3:tlsversion';

const said = (...texts: readonly string[]): KeyRequirement => ({
  ...PRESENT,
  text: oneOf(texts.map((text) => literal(text))),
});
export const EITHER: KeyRequirement = said('true', 'false');
const WAYS: readonly (readonly [transport: KeyRequirement, version: KeyRequirement])[] = [
  [said('true'), PRESENT],
  [said('false'), ABSENT],
];

/**
 * The keys with those of transport as one request has them, over TLS where that is possible: that is how requests come.
 * Undefined if no request has them so.
 */
export function overTransport(
  keys: ReadonlyMap<string, KeyRequirement>,
): ReadonlyMap<string, KeyRequirement> | undefined {
  const version = keys.get(VERSION);
  if (version === undefined) return keys;
  for (const [transport, versions] of WAYS) {
    const tls = bothRequirements(keys.get(TLS) ?? EITHER, transport);
    const its = bothRequirements(version, versions);
    if (satisfying(tls) !== undefined && satisfying(its) !== undefined)
      return new Map([...keys, [TLS, tls], [VERSION, its]]);
  }
  return undefined;
}
