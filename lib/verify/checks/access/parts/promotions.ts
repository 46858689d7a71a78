import type { Role } from '../../../access/facts/role';
import { arnGlob, glob, literal, type Glob } from '../../../glob/glob';
import { BOUNDARY_ACTIONS, OWN_ACTIONS, VERSION_ACTIONS } from '../../../access/proof/escalation';
import { targetsOn, type Target } from '../../../access/proof/proof';

/** Requests by which somebody gives itself whatever right it likes: policies of its own, and of its group. */
export function promotions(kind: 'Role' | 'User', role: Role): readonly Target[] {
  const meaning = 'gives itself whatever right it likes';
  const attached = targetsOn(meaning, VERSION_ACTIONS, policyGlobs(role.attached ?? []));
  // Without the path of a role that another program makes, one without a path is asked about.
  const group = groupOf(role);
  if (group !== undefined) return [...targetsOn(meaning, OWN_ACTIONS.group, named('group', group)), ...attached];
  const actions = kind === 'Role' ? OWN_ACTIONS.role : OWN_ACTIONS.user;
  return [...targetsOn(meaning, actions, itself(kind, role)), ...attached];
}

/** Requests by which somebody frees itself of its boundary, so that this limits it no longer. */
export function liftings(kind: 'Role' | 'User', role: Role): readonly Target[] {
  if (role.boundary === undefined) return [];
  const meaning = 'frees itself of its boundary';
  const { boundaryArn } = role;
  return [
    ...targetsOn(meaning, VERSION_ACTIONS, policyGlobs(boundaryArn === undefined ? [] : [boundaryArn])),
    ...targetsOn(meaning, kind === 'Role' ? BOUNDARY_ACTIONS.role : BOUNDARY_ACTIONS.user, itself(kind, role)),
  ];
}

/** Managed policies by their ARNs, in which a star stands for what is not known. */
export function policyGlobs(arns: readonly string[]): readonly Glob[] {
  return arns.map((arn) => arnGlob(glob(arn)));
}

function groupOf({ name }: Role): string | undefined {
  return /^\(of group (.*)\)$/.exec(name)?.[1];
}

function itself(kind: 'Role' | 'User', { arn, name }: Role): readonly Glob[] {
  return arn === undefined ? named(kind.toLowerCase(), name) : [literal(arn)];
}

function named(kind: string, name: string): readonly Glob[] {
  return [arnGlob(glob(`arn:*:iam::*:${kind}/${name}`))];
}
