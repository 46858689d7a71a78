import { shown, type Fault } from '../fault/fault';
import type { PlatformProps } from '../platform/platform-props';
import type { Draft } from '../fault/shape';

/** A fault where Karpenter launches nodes and could not encrypt their volumes: they would never start. */
export function nodeLauncherFaults({ aws, pools = [] }: Draft<PlatformProps>, path: string): Fault[] {
  if (aws?.volumeKeyArn !== undefined || (aws?.access?.nodeLaunchers ?? []).length > 0) return [];
  if (pools.every((pool) => pool?.provisioner !== 'karpenter')) return [];
  return [
    {
      path,
      given: shown(aws?.access?.nodeLaunchers),
      allowed: "the role of Karpenter's controller",
      fix: 'nodes whose volumes it cannot encrypt never start: name it, or a key of your own in aws.volumeKeyArn whose policy lets it',
    },
  ];
}
