import { definePlatform } from 'training-isolation';

/**
 * The platform of the guide "Isolating AI training batch jobs in Kubernetes": two projects on p4d nodes, a data lake, a
 * model registry and experiment tracking beside them. Both programs import it: manifests and infrastructure cannot
 * disagree.
 */
export const platform = definePlatform({
  name: 'ml',
  aws: {
    account: '111122223333',
    region: 'us-west-2',
    zones: ['us-west-2a', 'us-west-2b'],
    vpcCidr: '10.0.0.0/16',
    access: { administrators: ['arn:aws:iam::111122223333:role/platform-admin'] },
    // What this cluster runs beside the node agents; nodes without a way to the internet pull it from the own registry.
    images: [
      'registry.k8s.io/autoscaling/cluster-autoscaler',
      'registry.k8s.io/metrics-server/metrics-server',
      'reg.kyverno.io/kyverno/kyverno',
    ],
  },
  pools: [{ name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: 'us-west-2b', maxNodes: 16 }],
  storage: { datasets: 'training-data-bucket', checkpoints: 'model-checkpoints' },
  services: [
    {
      name: 'data-lake',
      namespace: 'ml-data',
      podLabels: { app: 'data-lake' },
      port: 443,
      tenancy: 'authenticated',
      egress: ['cloud-endpoints'],
    },
    {
      name: 'model-registry',
      namespace: 'ml-registry',
      podLabels: { app: 'registry' },
      port: 443,
      egress: ['cloud-endpoints'],
    },
    {
      name: 'tracking',
      namespace: 'ml-platform',
      podLabels: { app: 'mlflow' },
      port: 5000,
      egress: ['cloud-endpoints'],
    },
  ],
  components: [
    'coredns',
    'nvidia-device-plugin',
    'efa-device-plugin',
    'mountpoint-s3',
    'cluster-autoscaler',
    'ebs-csi',
    'metrics-server',
    'falco',
    'kyverno',
  ],
  projects: [
    { name: 'alpha', gpus: 32, uses: ['data-lake', 'model-registry', 'tracking'] },
    {
      name: 'beta',
      gpus: 8,
      uses: ['data-lake'],
      unsafe: { debuggers: { reason: 'beta profiles kernels by hand until its tooling runs as a job' } },
    },
  ],
});
