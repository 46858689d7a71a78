import { definePlatform } from 'training-isolation';

/** Large jobs on p5 nodes: 32 EFA cards a node, checkpoints on a Lustre file system of the project's own. */
export const platform = definePlatform({
  name: 'llm',
  aws: { account: '111122223333', region: 'us-east-2', zones: ['us-east-2a', 'us-east-2b'], vpcCidr: '10.40.0.0/16' },
  pools: [{ name: 'p5', instanceType: 'p5.48xlarge', availabilityZone: 'us-east-2a', maxNodes: 16 }],
  storage: { datasets: 'llm-tokens' },
  policies: { registries: ['registry.example.com/{project}/'] },
  projects: [
    {
      name: 'foundation',
      gpus: 128,
      storage: {
        checkpoints: {
          kind: 'fsx-lustre',
          fileSystemId: 'fs-0a1b2c3d4e5f60718',
          dnsName: 'fs-0a1b2c3d4e5f60718.fsx.us-east-2.amazonaws.com',
          mountName: 'k3jd9fmx',
          sizeGiB: 38_400,
        },
      },
    },
  ],
});
