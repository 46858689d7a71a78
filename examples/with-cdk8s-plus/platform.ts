import { definePlatform } from 'training-isolation';

export const platform = definePlatform({
  name: 'team',
  aws: { account: '111122223333', region: 'eu-west-1', zones: ['eu-west-1a'], vpcCidr: '10.50.0.0/16' },
  pools: [{ name: 'a10g', instanceType: 'g5.xlarge', maxNodes: 2 }],
  storage: { checkpoints: 'team-checkpoints' },
  policies: { registries: ['registry.example.com/{project}/'] },
  projects: [{ name: 'ranking', gpus: 2 }],
});
