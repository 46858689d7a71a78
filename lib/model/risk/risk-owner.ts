import type { AcceptedRisk } from './accepted-risk';
import type { Platform } from '../platform/platform';
import type { Project } from '../project/project';

/** What a risk of the description is about: a namespace, pool, service, the ARN of a role; empty for the cluster. */
export function acceptedOn(platform: Platform, { path }: AcceptedRisk): string {
  const [, list, index] = /^(?:aws\.access\.)?(\w+)\[(\d+)\]/.exec(path) ?? [];
  const position = Number(index);
  switch (list) {
    case 'projects':
      return platform.projects[position]?.namespace ?? '';
    case 'pools':
      return platform.pools[position]?.name ?? '';
    case 'services':
      return platform.services[position]?.name ?? '';
    case 'checkpointReaders':
      return platform.aws?.access.checkpointReaders[position]?.role ?? '';
    default:
      return '';
  }
}

/**
 * Risks that a project lives with and that no object of its own carries out: those of its nodes, of the network plugin, of
 * the account.
 */
export function inheritedRisks(platform: Platform, { nodeGroups }: Project): readonly AcceptedRisk[] {
  const pools = nodeGroups.map(({ pool }) => pool.name);
  return platform.acceptedRisks.filter(
    (risk) =>
      /^(aws|cni)\./.test(risk.path) || (risk.path.startsWith('pools[') && pools.includes(acceptedOn(platform, risk))),
  );
}
