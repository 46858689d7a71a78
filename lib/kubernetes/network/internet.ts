import type { Platform, Project, Weakening } from '../../model';
import { internetBlocks } from '../../model/network/internet';
import type { NetworkPolicy } from '../api';
import { projectMetadata } from '../metadata';
import { blocks, EVERY_POD } from './selectors';

/** Opens the internet to the project, and nothing of the own network: other pods, the metadata of nodes and databases stay shut. */
export function allowInternet(platform: Platform, project: Project, { reason }: Weakening): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: projectMetadata(platform, project, 'unsafe-internet', {
      purpose: 'The project may send to any address of the internet.',
      risks: [{ id: 'internet-egress', reason }],
    }),
    spec: { podSelector: EVERY_POD, policyTypes: ['Egress'], egress: [{ to: blocks(internetBlocks(platform)) }] },
  };
}
