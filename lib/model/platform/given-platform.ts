import * as v from 'valibot';
import type { Platform } from './platform';

/** `definePlatform` looked at every field, so only whether it made the value: a bare description has nothing derived. */
export function isGivenPlatform(given: unknown): given is Platform {
  return (
    typeof given === 'object' && given !== null && 'projects' in given && 'keys' in given && 'acceptedRisks' in given
  );
}

export const WHAT_MAKES_ONE = 'what definePlatform(...) returns';

export const givenPlatform = v.custom<Platform>(isGivenPlatform, `Expected ${WHAT_MAKES_ONE}`);
