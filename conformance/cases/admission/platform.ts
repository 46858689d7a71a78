import { definePlatform, type PlatformProps } from '../../../lib';

/** The description that the cases are written for: what they say of projects, groups and registries stands here. */
export const props: PlatformProps = {
  name: 'ml',
  aws: { account: '111122223333', region: 'us-west-2', zones: ['us-west-2a', 'us-west-2b'], vpcCidr: '10.0.0.0/16' },
  pools: [
    { name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: 'us-west-2b', maxNodes: 16 },
    {
      name: 'shared',
      instanceType: 'g5.12xlarge',
      availabilityZone: 'us-west-2b',
      maxNodes: 4,
      shared: { reason: 'evaluation of all projects runs here, one pod a node' },
      oversubscribed: true,
    },
  ],
  storage: { datasets: 'training-data-bucket', checkpoints: 'model-checkpoints' },
  services: [
    { name: 'data-lake', namespace: 'ml-data', podLabels: { app: 'lake' }, port: 443, tenancy: 'authenticated' },
  ],
  components: ['coredns', 'nvidia-device-plugin', 'mountpoint-s3', 'falco', 'kyverno', 'kueue'],
  policies: {
    registries: ['registry.example.com/{project}/', 'registry.example.com/shared/'],
    runtimeClasses: ['gvisor'],
    gpuNamespaces: ['inference'],
    platformGroups: ['system:serviceaccounts:argocd'],
    controllers: ['system:serviceaccount:rook-ceph:rook-csi-rbd-provisioner-sa'],
    queue: 'training',
    exceptions: [
      {
        rule: 'read-only-root',
        project: 'alpha',
        names: ['legacy'],
        reason: 'the framework writes beside its code until its next release',
        owner: 'team-alpha@example.com',
        expires: '2099-12-31',
      },
      {
        rule: 'training-taint',
        namespace: 'monitoring',
        reason: 'the node exporter of the company runs on every node',
        owner: 'team-observability@example.com',
        expires: '2099-12-31',
      },
    ],
  },
  projects: [
    { name: 'alpha', gpus: 32, pools: ['p4d', 'shared'], uses: ['data-lake'] },
    {
      name: 'beta',
      gpus: 8,
      pools: ['p4d'],
      uses: ['data-lake'],
      claims: ['archive'],
      unsafe: { debuggers: { reason: 'beta profiles kernels by hand until its tooling runs as a job' } },
    },
    {
      name: 'vision',
      gpus: 8,
      pools: ['p4d'],
      existing: { namespace: 'vision-team', serviceAccount: 'trainer' },
    },
  ],
};

export const platform = definePlatform(props);
