import { definePlatform } from 'training-isolation';
import { Placeholders } from 'training-isolation/bridge';

/** Values that AWS chooses while the same program runs; in the description stands a text in their place. */
export const placeholders = new Placeholders();

/** One team in a cluster that stands already, with checkpoints on an elastic file system that this program makes. */
export const platform = definePlatform({
  name: 'research',
  aws: {
    account: '111122223333',
    region: 'eu-west-1',
    clusterName: 'shared-services',
    existing: {
      endpointCidrs: ['10.20.4.10/32', '10.20.5.10/32'],
      controlPlaneCidrs: ['10.20.0.0/28', '10.20.0.16/28'],
      nodeCidrs: ['10.20.32.0/19'],
      resolverCidrs: ['10.20.0.2/32'],
    },
  },
  pools: [{ name: 'a10g', instanceType: 'g5.12xlarge', availabilityZone: 'eu-west-1a', maxNodes: 4 }],
  components: ['nvidia-device-plugin', 'mountpoint-s3', 'efs-csi'],
  storage: { datasets: 'research-datasets' },
  projects: [
    {
      name: 'vision',
      gpus: 8,
      storage: {
        checkpoints: {
          kind: 'efs',
          fileSystemId: placeholders.of('file-system', 'file-system-id'),
          accessPointId: placeholders.of('access-point', 'access-point-id'),
        },
      },
    },
  ],
});
