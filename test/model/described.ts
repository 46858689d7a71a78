import { definePlatform, isInvalidInput, type AwsProps, type PlatformProps, type PoolProps } from '../../lib/model';
import { launchersOf } from '../platform-props';
import { isOnAws, type AwsPlatform } from '../../lib/model/iam';

/** A pool of p4d nodes. */
export const POOL: PoolProps = {
  name: 'p4d',
  instanceType: 'p4d.24xlarge',
  availabilityZone: 'eu-west-1a',
  maxNodes: 400,
};

/** A description on AWS with one project, and what a test changes of it. */
export function described(aws: Partial<AwsProps> = {}, rest: Partial<PlatformProps> = {}): PlatformProps {
  return {
    name: 'ml',
    aws: {
      account: '111122223333',
      region: 'eu-west-1',
      zones: ['eu-west-1a'],
      vpcCidr: '10.0.0.0/16',
      ...launchersOf(rest.pools),
      ...aws,
    },
    pools: [POOL],
    storage: { datasets: 'data-bucket', checkpoints: 'checkpoints' },
    projects: [{ name: 'alpha', gpus: 8 }],
    ...rest,
  };
}

export function platformOf(props: PlatformProps): AwsPlatform {
  const platform = definePlatform(props);
  if (!isOnAws(platform)) throw new Error('no AWS');
  return platform;
}

/** Paths of all faults of a description. */
export function faultsOf(props: unknown): readonly string[] {
  try {
    definePlatform(props as PlatformProps);
    return [];
  } catch (error) {
    if (!isInvalidInput(error)) throw error;
    return error.faults.map(({ path }) => path);
  }
}
