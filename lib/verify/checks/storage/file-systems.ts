import { accountOfArn } from '../../../model/aws/arn';
import type { Policy } from '../../access/policy/policy';
import { PolicyReader } from '../../access/facts/policy-reader';
import { ELASTIC, GROUPS_OF, LUSTRE, MOUNT_TARGET, ownersOf } from '../../cloud/file-system-group';
import { peerText, rulesOf, SECURITY_GROUP } from '../../cloud/security-group';
import type { Evidence } from '../../evidence';
import { byNaturalOrder } from '../../natural-order';
import { knownField, knownList, knownText } from '../../input/pulumi/plan-value';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import { onlyOne } from '../../only-one';
import type { Check } from '../check';
import { repositoryProblems } from './parts/data-repositories';
import { elasticPolicyProblems } from './parts/elastic-policy';
import { mountingProblems } from './parts/elastic-mounts';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';

export const fileSystems: Check = {
  id: 'storage/file-systems',
  title: 'A file system asks who mounts it, and answers the nodes of one project only',
  why: 'It sees the node and no pod: after an escape root reads every directory, unless the file system itself refuses.',
  stops: ['A3', 'T15'],
  control: 'FSx: root squash and a security group of the project; EFS: a policy that demands TLS and an access point',
  fix: 'give FSx root squash, EFS a policy and an access point, and both a security group for the nodes of the project; ProjectFileSystem makes it so',
  *judge(evidence) {
    for (const links of evidence.plans) {
      for (const system of links.of(LUSTRE)) {
        const owner = ownerOf(evidence, system);
        const problems = [
          ...squashed(system),
          ...lettingIn(evidence, links, system, owner),
          ...repositoryProblems(evidence, links, system, owner),
        ];
        yield { subject: resourceSubject(system), problems };
      }
      for (const system of links.of(ELASTIC)) {
        const owner = ownerOf(evidence, system);
        const targets = links.of(MOUNT_TARGET).filter((target) => links.refersTo(target, 'fileSystemId', system));
        const reached = targets.flatMap((target) => lettingIn(evidence, links, target, owner));
        yield { subject: resourceSubject(system), problems: [...fenced(evidence, links, system, owner), ...reached] };
      }
    }
  },
};

/** Name of the project that a description gives a file system to, or that its tag names. */
function ownerOf({ platform, scope }: Evidence, system: PlannedResource): string | undefined {
  const id = knownText(propertyOf(system, 'id'));
  const described = (platform?.projects ?? []).filter(({ data, checkpoints }) =>
    [data?.source, checkpoints?.source].some(
      (source) => source !== undefined && 'fileSystemId' in source && source.fileSystemId === id,
    ),
  );
  if (described.length > 0) return onlyOne(described)?.name;
  return knownText(knownField(propertyOf(system, 'tags'), scope.keys.project));
}

/** Both numbers have to be others than 0, and some clients may be left out (https://docs.aws.amazon.com/fsx/latest/APIReference/API_LustreRootSquashConfiguration.html). */
function squashed(system: PlannedResource): readonly Problem[] {
  const given = propertyOf(system, 'rootSquashConfiguration');
  const ids = /^(\d+):(\d+)$/.exec(knownText(knownField(given, 'rootSquash')) ?? '')?.slice(1) ?? [];
  if (ids.length === 0 || ids.some((text) => Number(text) === 0))
    return [fails('trusts root of its clients: no root squash', { at: inputPlace(system, 'rootSquashConfiguration') })];
  const excepted = knownField(given, 'noSquashNids');
  if (excepted === undefined || excepted === null || (Array.isArray(excepted) && excepted.length === 0)) return [];
  const whom = Array.isArray(excepted) ? knownList(excepted).map((nid) => knownText(nid) ?? '(not known)') : ['some'];
  const at = inputPlace(system, 'rootSquashConfiguration', 'noSquashNids');
  return [fails(`trusts root of clients ${whom.join(', ')}`, { at })];
}

function fenced(
  evidence: Evidence,
  links: PlanLinks,
  system: PlannedResource,
  owner: string | undefined,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (propertyOf(system, 'encrypted') !== true) problems.push(fails('is not encrypted', { at: inputPlace(system) }));
  // Of two the one that is written last counts, and which that is no plan shows.
  const policies = links
    .of('aws:efs/fileSystemPolicy:FileSystemPolicy')
    .filter((item) => links.refersTo(item, 'fileSystemId', system));
  if (policies.length === 0) problems.push(fails('has no policy: whoever reaches it mounts all of it'));
  return [...problems, ...policies.flatMap((policy) => policyProblems(evidence, system, policy, owner))];
}

function policyProblems(
  evidence: Evidence,
  system: PlannedResource,
  policy: PlannedResource,
  owner: string | undefined,
): readonly Problem[] {
  const reader = new PolicyReader(evidence.inputs.faults);
  const read = reader.read(propertyOf(policy, 'policy'), policy, 'policy', {
    kind: 'resource-policy',
    resource: system.name,
  });
  const at = inputPlace(policy, 'policy');
  if (read === undefined)
    return [
      notKnown('its policy is not known in the plan', {
        at,
        fix: 'a policy that names ids is known once AWS has chosen them: give the stack then (pulumi stack export)',
      }),
    ];
  const arn = knownText(propertyOf(system, 'arn'));
  const ways = arn === undefined ? supposedProblems(evidence, read) : elasticPolicyProblems(read, arn);
  const account = accountOfArn(arn ?? '') ?? evidence.cloud.place?.account;
  return [...ways, ...mountingProblems(evidence, read, { account, owner })];
}

/** As long as the id is not known: what denies every file system of the account denies this one, and what denies none does not. */
function supposedProblems({ cloud }: Evidence, policy: Policy): readonly Problem[] {
  const { partition, region, account } = cloud.place ?? { partition: 'aws', region: '', account: '' };
  const arn = `arn:${partition}:elasticfilesystem:${region}:${account}:file-system/fs-00000000000000000`;
  const statements = policy.statements.map((statement) => ({ ...statement, resources: undefined }));
  const sure = elasticPolicyProblems({ ...policy, statements }, arn);
  if (sure.length > 0 || elasticPolicyProblems(policy, arn).length === 0) return sure;
  return [notKnown('whether its policy means it is not known: its ARN is not in the plan', { at: policy.place })];
}

/** Nodes that the security groups of a file system let in: of other projects than its own, or of several. */
function lettingIn(
  evidence: Evidence,
  links: PlanLinks,
  resource: PlannedResource,
  owner: string | undefined,
): readonly Problem[] {
  const property = GROUPS_OF[resource.type] as string;
  const groups = links.targets(resource, property, SECURITY_GROUP);
  const at = inputPlace(resource, property);
  if (groups.length === 0) return [notKnown('its security groups are not in the plan', { at })];
  const projects = new Set<string>();
  const problems: Problem[] = [];
  if (groups.length < knownList(propertyOf(resource, property)).length)
    problems.push(notKnown('one of its security groups is not in the plan: whom that lets in is not known', { at }));
  for (const group of groups) {
    for (const rule of rulesOf(links, group).filter(({ direction }) => direction === 'ingress')) {
      const { peer } = rule;
      // Who is in the group of the file system is let in by a rule that names the group itself.
      const named = peer === 'self' ? group : typeof peer === 'object' && 'group' in peer ? peer.group : undefined;
      const owners = named === undefined ? [] : ownersOf(evidence, named);
      if (peer !== 'self' && owners.length === 0)
        problems.push(fails(`lets in ${peerText(rule)}`, { at: inputPlace(rule.resource) }));
      for (const name of owners) projects.add(name);
      const other = owners.find(
        (name) => name !== owner && evidence.scope.namespaces.some(({ project }) => project === name),
      );
      if (owner !== undefined && other !== undefined)
        problems.push(fails(`is of ${owner} and lets in the nodes of ${other}`, { at }));
    }
  }
  if (projects.size > 1) problems.push(fails(`lets in the nodes of ${[...projects].sort(byNaturalOrder).join(', ')}`));
  return problems;
}
