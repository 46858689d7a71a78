import { definePlatform } from 'training-isolation';

/** One team in a cluster that `@pulumi/eks` makes in a VPC that stands already. */
export const platform = definePlatform({
  name: 'research',
  aws: {
    account: '111122223333',
    region: 'eu-west-1',
    clusterName: 'research',
    existing: {
      endpointCidrs: ['10.20.4.10/32', '10.20.5.10/32'],
      controlPlaneCidrs: ['10.20.0.0/28', '10.20.0.16/28'],
      nodeCidrs: ['10.20.32.0/19'],
      resolverCidrs: ['10.20.0.2/32'],
    },
    access: { administrators: ['arn:aws:iam::111122223333:role/platform-admin'] },
  },
  pools: [{ name: 'a10g', instanceType: 'g5.12xlarge', availabilityZone: 'eu-west-1a', maxNodes: 4 }],
  storage: { datasets: 'research-datasets', checkpoints: 'research-checkpoints' },
  projects: [{ name: 'vision', gpus: 8 }],
});
