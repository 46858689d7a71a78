import type { Role } from '../../../access/facts/role';
import { arnGlob, glob, literal, type Glob } from '../../../glob/glob';
import { oneOf } from '../../../glob/language';
import { OWN_ACTIONS } from '../../../access/proof/escalation';
import { ANYWHERE, type Target } from '../../../access/proof/proof';

/** Requests by which somebody gives itself whatever right it likes: policies of its own, and of its group. */
export function promotions(kind: 'Role' | 'User', { arn, name }: Role): readonly Target[] {
  // Without the path of a role that another program makes, one without a path is asked about.
  const group = /^\(of group (.*)\)$/.exec(name)?.[1];
  if (group !== undefined) return [target(OWN_ACTIONS.group, named('group', group))];
  const own = arn === undefined ? named(kind.toLowerCase(), name) : [literal(arn)];
  return [target(kind === 'Role' ? OWN_ACTIONS.role : OWN_ACTIONS.user, own)];
}

function target(actions: readonly string[], globs: readonly Glob[]): Target {
  return { ...ANYWHERE, meaning: 'gives itself whatever right it likes', actions, resource: oneOf(globs) };
}

function named(kind: string, name: string): readonly Glob[] {
  return [arnGlob(glob(`arn:*:iam::*:${kind}/${name}`))];
}
