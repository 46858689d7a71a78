import type { AccessFacts, Role } from '../facts/role';

/** Buckets that the input says anything of: by a policy of theirs, or by what a policy gives a role or user. */
export function namedBuckets({ buckets, loose, roles, users }: AccessFacts, role: Role): ReadonlySet<string> {
  const given = [role, ...roles, ...users]
    .flatMap(({ identity }) => identity)
    .flatMap(({ statements }) => statements.flatMap(({ resources }) => resources?.patterns ?? []));
  return new Set([
    ...buckets.keys(),
    ...loose.resources.flatMap(({ bucket }) => bucket ?? []),
    ...given.flatMap((pattern) => /^arn:[^:]*:s3:::([a-z0-9][a-z0-9.-]+)(?:\/|$)/.exec(pattern)?.[1] ?? []),
  ]);
}
