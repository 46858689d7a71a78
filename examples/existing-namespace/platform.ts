import { definePlatform } from 'training-isolation';

/** One project in a cluster and a namespace that were there before: addresses of the VPC are given, not planned. */
export const platform = definePlatform({
  name: 'research',
  aws: {
    account: '111122223333',
    region: 'eu-west-1',
    existing: {
      endpointCidrs: ['10.20.4.10/32', '10.20.5.10/32'],
      controlPlaneCidrs: ['10.20.0.0/28', '10.20.0.16/28'],
      resolverCidrs: ['10.20.0.2/32'],
    },
  },
  pools: [{ name: 'a10g', instanceType: 'g5.12xlarge', availabilityZone: 'eu-west-1a', maxNodes: 4 }],
  policies: { registries: ['registry.example.com/{project}/'] },
  projects: [
    {
      name: 'vision',
      gpus: 8,
      existing: { namespace: 'vision-team', serviceAccount: 'trainer' },
      storage: {
        datasets: 'vision-datasets',
        checkpoints: {
          kind: 'fsx-lustre',
          fileSystemId: 'fs-0123456789abcdef0',
          dnsName: 'fs-0123456789abcdef0.fsx.eu-west-1.amazonaws.com',
          mountName: 'abcdefgh',
          sizeGiB: 4800,
        },
      },
    },
  ],
});
