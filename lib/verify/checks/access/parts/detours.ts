import { changeableOf, partitionOfRole, type Role } from '../../../access/facts/role';
import { arnGlob, glob, literal, type Glob } from '../../../glob/glob';
import { oneOf } from '../../../glob/language';
import { distinctMissing } from '../../../access/missing';
import { mayReach } from '../../../access/bucket-reach';
import { forBuckets } from '../../../access/managed-policies';
import {
  ADMINISTRATOR_ACTIONS,
  CAPABILITY_ACTIONS,
  EXPIRY_ACTIONS,
  PASS_ACTIONS,
  ROLE_ACTIONS,
  TAKE_ACTIONS,
  VERSION_ACTIONS,
} from '../../../access/proof/escalation';
import type { Policy } from '../../../access/policy/policy';
import { keyTarget } from '../../../access/proof/key-target';
import { ANYWHERE, prove, targetsOn, type Proof, type Target, type Witness } from '../../../access/proof/proof';
import { fenceOf } from '../../../access/proof/s3-targets';
import { bucketKey } from '../../../cloud/bucket-key';
import { rolesOfDescription } from '../../../cloud/described-roles';
import type { Evidence } from '../../../evidence';
import { knownText } from '../../../input/pulumi/plan-value';
import { propertyOf } from '../../../input/pulumi/planned-resource';
import { CLUSTER } from '../../../input/pulumi/resource-types';
import { onceFor } from '../../../once-for';
import { besides } from './intruders';
import { liftings, policyGlobs, promotions } from './promotions';

/** Requests by which somebody gets at the data without a right to it. */
export interface Detour {
  readonly target: Target;
  /** Name of the bucket that it is about. */
  readonly bucket?: string;
  /** What they come to nothing without. */
  readonly beside?: Target;
  /** ARN of a role that people are meant to take on, by rights that name it. */
  readonly meant?: string;
}

/**
 * Whether a role or a user gets at the data by changing what keeps it away: the policy of a bucket, its key, a role of a
 * project, who administers the cluster, or its own rights; or by becoming somebody who is let past all that.
 */
export function detours(evidence: Evidence, kind: 'Role' | 'User', role: Role): readonly Proof[] {
  const shared = detoursOf(evidence);
  const answers = (asked: Role, detour: readonly Detour[]): readonly Proof[] =>
    detour.map((item): Proof => {
      const isNear =
        item.bucket === undefined || mayReach(asked, item.bucket, evidence.access.buckets.get(item.bucket));
      return isNear ? answer(evidence, kind, asked, item) : { verdict: 'proved' };
    });
  const asked = forBuckets(role);
  const own = promotions(kind, asked).map((target) => ({ target }));
  // Rights that it gives itself stay within its boundary, which is then the most that it has.
  const { boundary } = role;
  const isLimited =
    boundary !== undefined &&
    answers({ ...asked, identity: [boundary], boundary: undefined }, shared).every(
      ({ verdict }) => verdict === 'proved',
    );
  const found = answers(asked, isLimited ? shared : [...shared, ...own]);
  if (found.some(({ verdict }) => verdict !== 'proved')) return found;
  return answers(
    asked,
    liftings(kind, asked).map((target) => ({ target })),
  ).flatMap((lifting) =>
    lifting.verdict === 'proved'
      ? []
      : answers({ ...asked, boundary: undefined }, [...shared, ...own]).map((proof) => once(lifting, proof)),
  );
}

/** What somebody does after it has freed itself of its boundary, or may have. */
function once(lifting: Exclude<Proof, { readonly verdict: 'proved' }>, proof: Proof): Proof {
  if (proof.verdict === 'proved') return proof;
  const { witness } = proof;
  const told = witness && { ...witness, meaning: `frees itself of its boundary, and then ${witness.meaning}` };
  if (proof.verdict === 'leak' && lifting.verdict === 'leak') return { verdict: 'leak', witness: told as Witness };
  const missing = [lifting, proof].flatMap((item) => (item.verdict === 'unknown' ? item.missing : []));
  return { verdict: 'unknown', missing: distinctMissing(missing), witness: told };
}

function answer({ access }: Evidence, kind: 'Role' | 'User', role: Role, { target, beside, meant }: Detour): Proof {
  const proof = prove(access, role, [target]);
  if (proof.verdict !== 'leak') return proof;
  const isMeant =
    kind === 'User' &&
    proof.witness.allowedBy.some(({ resources }) => resources?.patterns.includes(meant ?? '') === true);
  if (isMeant) return { verdict: 'proved' };
  const other = beside === undefined ? proof : prove(access, role, [beside]);
  return other.verdict === 'leak' ? proof : other;
}

const detoursOf = onceFor((evidence: Evidence): readonly Detour[] => {
  const { access, cloud, plans } = evidence;
  const partition = partitionOfRole(cloud.identities[0]?.role);
  const fences = cloud.buckets.flatMap(({ name }) => {
    const fence = fenceOf({ name, partition, policy: access.buckets.get(name) }, 'rewrites the fence of a bucket');
    const end = { ...fence, meaning: 'lets objects of a bucket end', actions: EXPIRY_ACTIONS };
    return [fence, end].map((target): Detour => ({ target, bucket: name }));
  });
  const roles = cloud.identities.flatMap(({ role }) => [
    ...(role.arn === undefined ? [] : [literal(role.arn)]),
    ...besides(role),
  ]);
  const meant = rolesOfDescription(evidence.platform).map(({ arn }) => arn);
  const described = meant.map((arn) => literal(arn));
  const managed = (role: Role): readonly Glob[] => policyGlobs(changeableOf(role));
  const clusters = plans
    .flatMap((links) => links.of(CLUSTER))
    .flatMap((item) => knownText(propertyOf(item, 'name')) ?? [])
    .flatMap((name) => [`arn:*:eks:*:*:cluster/${name}`, `arn:*:eks:*:*:access-entry/${name}/*`])
    .map((pattern) => arnGlob(glob(pattern)));
  return [
    ...fences,
    ...keysOf(evidence).map((target) => ({ target })),
    ...on("rewrites a project's role", ROLE_ACTIONS, roles),
    ...on(
      "rewrites a policy of a project's role",
      VERSION_ACTIONS,
      cloud.identities.flatMap(({ role }) => managed(role)),
    ),
    ...on('rewrites a role that the description lets past the fence', ROLE_ACTIONS, described),
    ...on(
      'rewrites a policy of a role that the description lets past the fence',
      VERSION_ACTIONS,
      access.roles.filter(({ arn }) => meant.includes(arn ?? '')).flatMap(managed),
    ),
    ...on('lets itself into the cluster', ADMINISTRATOR_ACTIONS, clusters),
    ...on('lets a controller with a role of its choice into the cluster', CAPABILITY_ACTIONS, clusters).map(
      (detour) => ({
        ...detour,
        beside: { ...ANYWHERE, meaning: 'passes a role on', actions: PASS_ACTIONS },
      }),
    ),
    ...takenOn(evidence),
  ];
});

/** What is not there nobody changes, whatever policies are not known. */
function on(meaning: string, actions: readonly string[], globs: readonly Glob[]): readonly Detour[] {
  return targetsOn(meaning, actions, globs).map((target) => ({ target }));
}

/** Keys of training buckets. */
function keysOf({ plans, cloud, access }: Evidence): readonly Target[] {
  const ids = new Set(cloud.buckets.flatMap((bucket) => bucketKey(plans, bucket)?.id ?? []));
  return [...ids].map((id) => keyTarget(id, access.keys.get(id), 'opens or shuts the key of a bucket'));
}

/** Roles that are let past the fence, taken on by a right to it, as far as their trust leaves it to rights. */
function takenOn({ access, platform }: Evidence): readonly Detour[] {
  return rolesOfDescription(platform).map(({ arn, isAdministrator }) => {
    const trust = access.roles.find((role) => role.arn === arn)?.trust;
    return {
      meant: arn,
      target: {
        ...ANYWHERE,
        meaning: isAdministrator
          ? 'becomes an administrator'
          : 'becomes a role that the description lets past the fence',
        actions: TAKE_ACTIONS,
        resource: oneOf([literal(arn)]),
        resourcePolicy: trust === undefined ? undefined : leftToRights(trust),
        isClosed: trust !== undefined,
      },
    };
  });
}

/** What a trust leaves to the rights of whoever is of an account; whom it names itself, access/described-roles tells. */
function leftToRights({ place, statements }: Policy): Policy {
  return {
    place,
    statements: statements.flatMap((statement) => {
      const { effect, principals } = statement;
      if (effect === 'Deny') return [statement];
      const accounts = (principals?.byKind.get('AWS') ?? []).filter((name) => /^(?:\d{12}|.*:root)$/.test(name));
      const left = { everybody: false, negated: false, byKind: new Map([['AWS', accounts]]) };
      return accounts.length === 0 || principals?.negated === true ? [] : [{ ...statement, principals: left }];
    }),
  };
}
