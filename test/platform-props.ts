import type { AwsProps, PlatformProps, PoolProps, ProjectProps } from '../lib';

/** What pools of Karpenter need of AWS: the role of its controller, which encrypts the volumes of nodes. */
export function launchersOf(pools: readonly PoolProps[] = []): Pick<AwsProps, 'access'> {
  const isKarpenter = pools.some(({ provisioner }) => provisioner === 'karpenter');
  return isKarpenter ? { access: { nodeLaunchers: ['arn:aws:iam::111122223333:role/karpenter'] } } : {};
}

/** A description that is right, as small as tests need it; fields are replaced by those given. */
export function platformProps(changes: Partial<PlatformProps> = {}): PlatformProps {
  return {
    name: 'ml',
    aws: {
      account: '111122223333',
      region: 'us-west-2',
      zones: ['us-west-2a', 'us-west-2b'],
      vpcCidr: '10.0.0.0/16',
      ...launchersOf(changes.pools),
    },
    pools: [{ name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: 'us-west-2b', maxNodes: 16 }],
    storage: { datasets: 'training-data-bucket', checkpoints: 'model-checkpoints' },
    services: [
      { name: 'data-lake', namespace: 'ml-data', podLabels: { app: 'data-lake' }, port: 443, tenancy: 'authenticated' },
    ],
    policies: { registries: ['registry.example.com/{project}/'] },
    projects: [
      { name: 'alpha', gpus: 32, uses: ['data-lake'] },
      { name: 'beta', gpus: 8, uses: ['data-lake'] },
    ],
    ...changes,
  };
}

/** The same with the first project changed. */
export function alphaProps(changes: Partial<ProjectProps>): PlatformProps {
  const props = platformProps();
  const [alpha, ...others] = props.projects as [ProjectProps, ...ProjectProps[]];
  return { ...props, projects: [{ ...alpha, ...changes }, ...others] };
}
