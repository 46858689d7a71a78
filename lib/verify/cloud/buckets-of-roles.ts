import type { Statement } from '../access/policy/policy';
import { OBJECT_ACTIONS, WRITE_ACTIONS } from '../access/s3-actions';
import { glob, globMatches } from '../glob/glob';
import type { ProjectIdentity } from './project-identity';

/** A bucket that roles of projects name for their objects, and what each project is given of it. */
export interface RoleBucket {
  readonly name: string;
  readonly use: 'datasets' | 'checkpoints';
  /** By namespace; empty for the whole bucket. */
  readonly prefixes: ReadonlyMap<string, string>;
}

/**
 * Without a description or volumes: buckets that a role of a project names in so many words. A name with a wildcard is of no
 * bucket in particular; whether such a role touches one of these is asked of its policies.
 *
 * @param isKnown whether the files have the bucket: what else a role names is judged as somebody else's
 */
export function bucketsOfRoles(
  identities: readonly ProjectIdentity[],
  isKnown: (bucket: string) => boolean,
): readonly RoleBucket[] {
  const found = new Map<string, { use: RoleBucket['use']; prefixes: Map<string, string> }>();
  for (const { role, namespace } of identities) {
    for (const statement of role.identity.flatMap(({ statements }) => statements)) {
      if (!names(statement, OBJECT_ACTIONS)) continue;
      for (const { name, prefix } of placesOf(statement)) {
        if (!isKnown(name)) continue;
        const bucket = found.get(name) ?? { use: 'datasets', prefixes: new Map<string, string>() };
        found.set(name, bucket);
        if (names(statement, WRITE_ACTIONS)) bucket.use = 'checkpoints';
        const other = bucket.prefixes.get(namespace);
        bucket.prefixes.set(namespace, other === undefined ? prefix : common(other, prefix));
      }
    }
  }
  return [...found].map(([name, bucket]) => ({ name, ...bucket }));
}

/** Whether a statement allows one of some actions and lists what it allows. */
function names({ effect, actions }: Statement, some: readonly string[]): boolean {
  if (effect !== 'Allow' || actions.negated) return false;
  return actions.patterns.some((pattern) => some.some((action) => globMatches(glob(pattern, true), action)));
}

const OBJECTS = /^arn:[^:]+:s3:::([^/*?$]+)\/([^*?$]*)/;

/** The part before the first wildcard or variable, up to its last slash. */
function placesOf({ resources }: Statement): readonly { readonly name: string; readonly prefix: string }[] {
  if (resources === undefined || resources.negated) return [];
  return resources.patterns.flatMap((pattern) => {
    const [, name, path = ''] = OBJECTS.exec(pattern) ?? [];
    return name === undefined ? [] : [{ name, prefix: folderOf(path) }];
  });
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

function common(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return folderOf(a.slice(0, length));
}
