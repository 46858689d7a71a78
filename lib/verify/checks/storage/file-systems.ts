import { PolicyReader } from '../../access/facts/policy-reader';
import { ELASTIC, GROUPS_OF, LUSTRE, MOUNT_TARGET, ownersOf } from '../../cloud/file-system-group';
import { peerText, rulesOf, SECURITY_GROUP } from '../../cloud/security-group';
import type { Evidence } from '../../evidence';
import { knownField, knownText } from '../../input/pulumi/plan-value';
import type { PlanLinks } from '../../input/pulumi/plan-links';
import { propertyOf, type PlannedResource } from '../../input/pulumi/planned-resource';
import type { Check } from '../check';
import { elasticPolicyProblems } from './parts/elastic-policy';
import { fails, inputPlace, notKnown, resourceSubject, type Problem } from '../../problem';

export const fileSystems: Check = {
  id: 'storage/file-systems',
  title: 'A file system asks who mounts it, and answers the nodes of one project only',
  why: 'It sees the node and no pod: after an escape root reads every directory, unless the file system itself refuses.',
  stops: ['A3', 'T15'],
  control: 'FSx: root squash and a security group of the project; EFS: a policy that demands TLS and an access point',
  fix: 'make it with ProjectFileSystem: root squash, access point and policy, security group of the nodes of its project',
  *judge(evidence) {
    for (const links of evidence.plans) {
      for (const system of links.of(LUSTRE))
        yield {
          subject: resourceSubject(system),
          problems: [...squashed(system), ...lettingIn(evidence, links, system)],
        };
      for (const system of links.of(ELASTIC)) {
        const targets = links.of(MOUNT_TARGET).filter((target) => links.refersTo(target, 'fileSystemId', system));
        const reached = targets.flatMap((target) => lettingIn(evidence, links, target));
        yield { subject: resourceSubject(system), problems: [...fenced(evidence, links, system), ...reached] };
      }
    }
  },
};

function squashed(system: PlannedResource): readonly Problem[] {
  const squash = knownText(knownField(propertyOf(system, 'rootSquashConfiguration'), 'rootSquash'));
  if (squash !== undefined && !squash.startsWith('0:')) return [];
  return [fails('trusts root of its clients: no root squash', { at: inputPlace(system, 'rootSquashConfiguration') })];
}

function fenced({ inputs }: Evidence, links: PlanLinks, system: PlannedResource): readonly Problem[] {
  const problems: Problem[] = [];
  if (propertyOf(system, 'encrypted') !== true) problems.push(fails('is not encrypted', { at: inputPlace(system) }));
  const policy = links
    .of('aws:efs/fileSystemPolicy:FileSystemPolicy')
    .find((item) => links.refersTo(item, 'fileSystemId', system));
  if (policy === undefined) return [...problems, fails('has no policy: whoever reaches it mounts all of it')];
  const arn = knownText(propertyOf(system, 'arn'));
  const reader = new PolicyReader(inputs.faults);
  const read = reader.read(propertyOf(policy, 'policy'), policy, 'policy', {
    kind: 'resource-policy',
    resource: system.name,
  });
  if (read === undefined || arn === undefined)
    return [...problems, notKnown('its policy is not known in the plan', { at: inputPlace(policy, 'policy') })];
  return [...problems, ...elasticPolicyProblems(read, arn)];
}

/** Nodes of different projects that the security groups of a file system let in. */
function lettingIn(evidence: Evidence, links: PlanLinks, resource: PlannedResource): readonly Problem[] {
  const property = GROUPS_OF[resource.type] as string;
  const groups = links.targets(resource, property, SECURITY_GROUP);
  if (groups.length === 0)
    return [notKnown('its security groups are not in the plan', { at: inputPlace(resource, property) })];
  const projects = new Set<string>();
  const problems: Problem[] = [];
  for (const group of groups) {
    for (const rule of rulesOf(links, group).filter(({ direction }) => direction === 'ingress')) {
      const { peer } = rule;
      const named = typeof peer === 'object' && 'group' in peer ? peer.group : undefined;
      const owners = named === undefined ? [] : ownersOf(evidence, named);
      if (peer !== 'self' && owners.length === 0)
        problems.push(fails(`lets in ${peerText(rule)}`, { at: inputPlace(rule.resource) }));
      for (const owner of owners) projects.add(owner);
    }
  }
  if (projects.size > 1) problems.push(fails(`lets in the nodes of ${[...projects].sort().join(', ')}`));
  return problems;
}
