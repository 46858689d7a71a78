import { definePlatform } from 'training-isolation';

/** The smallest platform: one project, one GPU a node. */
export const platform = definePlatform({
  name: 'lab',
  aws: { account: '111122223333', region: 'eu-central-1', zones: ['eu-central-1a'], vpcCidr: '10.30.0.0/16' },
  pools: [{ name: 'l40s', instanceType: 'g6e.2xlarge', maxNodes: 2 }],
  storage: { datasets: 'lab-datasets', checkpoints: 'lab-checkpoints' },
  policies: { registries: ['registry.example.com/{project}/'] },
  projects: [{ name: 'speech', gpus: 2 }],
});
