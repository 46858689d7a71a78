import { definePlatform } from 'training-isolation';

/** Two teams beside what a cluster runs already: the VPC, its endpoints and the cluster are facts, not plans. */
export const platform = definePlatform({
  name: 'research',
  aws: {
    account: '111122223333',
    region: 'eu-west-1',
    clusterName: 'shared-services',
    existing: {
      endpointCidrs: ['10.20.4.10/32', '10.20.5.10/32'],
      platformEndpointCidrs: ['10.20.4.11/32', '10.20.5.11/32'],
      controlPlaneCidrs: ['10.20.0.0/28', '10.20.0.16/28'],
      nodeCidrs: ['10.20.32.0/19', '10.20.64.0/19'],
      resolverCidrs: ['10.20.0.2/32'],
    },
    s3EndpointIds: ['vpce-0a1b2c3d4e5f60718'],
    access: {
      administrators: ['arn:aws:iam::111122223333:role/platform-admin'],
      dataLoaders: ['arn:aws:iam::111122223333:role/ingest'],
    },
  },
  pools: [{ name: 'p5', instanceType: 'p5.48xlarge', availabilityZone: 'eu-west-1a', maxNodes: 6 }],
  storage: { datasets: 'research-datasets', checkpoints: 'research-checkpoints' },
  projects: [
    { name: 'vision', gpus: 16, existing: { namespace: 'vision-team' } },
    {
      name: 'speech',
      gpus: 32,
      peopleRoles: { scientists: ['arn:aws:iam::111122223333:role/speech-science'] },
    },
  ],
});
