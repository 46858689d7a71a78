/** Every prop of every component, and every field of the AWS side of a description, reaches an input of a resource. */
import {
  AuditTrail,
  GpuNodePool,
  ProjectFileSystem,
  ProjectIdentity,
  SharedIdentity,
  TrainingCluster,
  TrainingNetwork,
  TrainingStorage,
  type AuditTrailArgs,
  type GpuNodePoolArgs,
  type ProjectFileSystemArgs,
  type ProjectIdentityArgs,
  type SharedIdentityArgs,
  type TrainingClusterArgs,
  type TrainingNetworkArgs,
  type TrainingStorageArgs,
} from '../../lib/aws';
import type { AwsProps, PlatformProps, PoolProps } from '../../lib/model';
import type { Plan } from '../../lib/plan';
import { faultPaths, faultsOf } from '../faults-of';
import { ACCOUNT, ADMIN, described, difference, EXISTING, existingVpc, plan, POOL, REASON } from './planned';

/** For every prop of `T` another value than the base has; a prop without one does not compile. */
type Others<T> = { readonly [K in keyof Required<T>]: Partial<T> };

async function reach<T extends object>(
  base: T,
  others: Others<T>,
  construct: (args: T) => unknown,
): Promise<Record<string, boolean>> {
  const before = await plan(() => construct(base));
  const found: Record<string, boolean> = {};
  for (const [prop, other] of Object.entries(others)) {
    const after = await plan(() => construct({ ...base, ...(other as Partial<T>) }));
    found[prop] = difference(before, after).length > 0;
  }
  return found;
}

const everyOne = (others: object): Record<string, boolean> =>
  Object.fromEntries(Object.keys(others).map((prop) => [prop, true]));

const platform = described();
const renamed = described({}, { name: 'lab' });
const tags = { costs: 'research' };
const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

describe('every prop reaches a resource:', () => {
  it('TrainingNetwork', async () => {
    const others: Others<TrainingNetworkArgs> = {
      platform: { platform: renamed },
      tags: { tags },
      flowLogRetentionDays: { flowLogRetentionDays: 30 },
      deletionProtection: { deletionProtection: false },
      existing: {
        platform: described(existingVpc()),
        existing: { ...EXISTING.network, endpointSubnetIds: ['subnet-e'], platformEndpointSubnetIds: ['subnet-f'] },
      },
    };
    expect(await reach({ platform }, others, (args) => new TrainingNetwork('n', args))).toEqual(everyOne(others));
  });

  it('TrainingCluster', async () => {
    const others: Others<TrainingClusterArgs> = {
      platform: { platform: renamed },
      tags: { tags },
      network: { network: { ...EXISTING.network, controlPlaneSubnetIds: ['subnet-x', 'subnet-y'] } },
      addOnVersions: { addOnVersions: { 'vpc-cni': 'v1.21.1-eksbuild.1' } },
      systemNodes: { systemNodes: { instanceTypes: ['m7i.2xlarge'], minNodes: 3, maxNodes: 9 } },
      logRetentionDays: { logRetentionDays: 30 },
      deletionProtection: { deletionProtection: false },
    };
    const base = { platform, network: EXISTING.network };
    expect(await reach(base, others, (args) => new TrainingCluster('c', args))).toEqual(everyOne(others));
  });

  it('GpuNodePool', async () => {
    const two = described(
      {},
      {
        pools: [POOL, { ...POOL, name: 'other' }],
        projects: [{ name: 'alpha', gpus: 8, pools: ['p4d', 'other'] }],
      },
    );
    const others: Others<GpuNodePoolArgs> = {
      platform: { platform },
      tags: { tags },
      pool: { pool: 'other' },
      cluster: { cluster: { ...EXISTING.cluster, securityGroupId: 'sg-other' } },
      network: { network: { ...EXISTING.network, vpcId: 'vpc-other' } },
      clusterSecurityGroupId: { clusterSecurityGroupId: 'sg-third' },
      volumeKeyArn: { volumeKeyArn: `arn:aws:kms:us-west-2:${ACCOUNT}:key/2` },
    };
    const base = { platform: two, pool: 'p4d', ...EXISTING };
    expect(await reach(base, others, (args) => new GpuNodePool('p', args))).toEqual(everyOne(others));
  });

  it('TrainingStorage', async () => {
    const others: Others<TrainingStorageArgs> = {
      platform: { platform: renamed },
      tags: { tags },
      existing: { existing: ['training-data-bucket'] },
      abortUploadsAfterDays: { abortUploadsAfterDays: 1 },
      expireNoncurrentAfterDays: { expireNoncurrentAfterDays: 1 },
      lockCheckpointsForDays: { lockCheckpointsForDays: 30 },
      deletionProtection: { deletionProtection: false },
    };
    expect(await reach({ platform }, others, (args) => new TrainingStorage('s', args))).toEqual(everyOne(others));
  });

  it('ProjectIdentity', async () => {
    const irsa = described({ credentials: { kind: 'irsa' } });
    const issuer = 'oidc.eks.us-west-2.amazonaws.com/id/';
    const base = { platform: irsa, project: 'alpha', cluster: { name: 'train-1', oidcIssuer: `${issuer}A` } };
    const others: Others<ProjectIdentityArgs> = {
      platform: { platform },
      tags: { tags },
      project: { project: 'beta' },
      cluster: { cluster: { name: 'train-1', oidcIssuer: `${issuer}B` } },
      maxSessionHours: { maxSessionHours: 12 },
    };
    expect(await reach(base, others, (args) => new ProjectIdentity('i', args))).toEqual(everyOne(others));
  });

  it('SharedIdentity', async () => {
    const credentials = { kind: 'shared-role', reason: REASON } as const;
    const base = { platform: described({ credentials }), cluster: 'train-1' };
    const others: Others<SharedIdentityArgs> = {
      platform: { platform: described({ credentials }, { projects: [{ name: 'alpha', gpus: 8 }] }) },
      tags: { tags },
      cluster: { cluster: 'other', platform: described({ credentials, clusterName: 'other' }) },
    };
    expect(await reach(base, others, (args) => new SharedIdentity('i', args))).toEqual(everyOne(others));
  });

  it('ProjectFileSystem', async () => {
    const made = (args: Omit<ProjectFileSystemArgs, 'pools'> & { readonly pools?: ProjectFileSystemArgs['pools'] }) => {
      const pool = new GpuNodePool('p4d', { platform: args.platform, pool: 'p4d', ...EXISTING });
      return new ProjectFileSystem('f', { pools: [pool], ...args });
    };
    const others: Others<Omit<ProjectFileSystemArgs, 'pools'>> = {
      platform: { platform: renamed },
      tags: { tags },
      project: { project: 'beta' },
      fileSystem: { fileSystem: { kind: 'efs' } },
      network: { network: { ...EXISTING.network, vpcId: 'vpc-other' } },
      keyArn: { keyArn: `arn:aws:kms:us-west-2:${ACCOUNT}:key/3` },
      deletionProtection: { deletionProtection: false },
    };
    const base = {
      platform,
      project: 'alpha',
      fileSystem: { kind: 'fsx-lustre', sizeGiB: 2400, availabilityZone: 'us-west-2b' },
      network: EXISTING.network,
    } as const;
    expect(await reach<Omit<ProjectFileSystemArgs, 'pools'>>(base, others, made)).toEqual(everyOne(others));
  });

  it('AuditTrail', async () => {
    const others: Others<AuditTrailArgs> = {
      platform: { platform: renamed },
      tags: { tags },
      retentionDays: { retentionDays: 30 },
      readers: { readers: [role('auditor')] },
      deniedAccessTopicArn: { deniedAccessTopicArn: `arn:aws:sns:us-west-2:${ACCOUNT}:security` },
      deletionProtection: { deletionProtection: false },
    };
    expect(await reach({ platform }, others, (args) => new AuditTrail('a', args))).toEqual(everyOne(others));
  });
});

/** Everything that the description's AWS side decides, in one program. */
function everything(aws: Partial<AwsProps>, rest: Partial<PlatformProps>): Promise<Plan> {
  const whole = described(aws, rest);
  return plan(() => {
    const network = new TrainingNetwork('n', {
      platform: whole,
      ...(whole.aws?.vpcCidr === undefined
        ? { existing: { ...EXISTING.network, endpointSubnetIds: ['subnet-e'] } }
        : {}),
    });
    const cluster = new TrainingCluster('c', { platform: whole, network });
    new GpuNodePool('p', { platform: whole, pool: 'p4d', cluster, network });
    new TrainingStorage('s', { platform: whole });
    if (whole.aws?.credentials.kind === 'shared-role') new SharedIdentity('i', { platform: whole, cluster });
    else new ProjectIdentity('i', { platform: whole, project: 'alpha', cluster });
  });
}

describe('every field of the description reaches a resource:', () => {
  let before: Plan;
  beforeAll(async () => {
    before = await everything({}, {});
  });

  const aws: { readonly [K in keyof Required<AwsProps>]: Partial<AwsProps> } = {
    account: { account: '999999999999', access: { administrators: ['arn:aws:iam::999999999999:role/admin'] } },
    region: { region: 'us-west-1', zones: ['us-west-1a', 'us-west-1b'] },
    zones: { zones: ['us-west-2a', 'us-west-2b', 'us-west-2c'] },
    vpcCidr: { vpcCidr: '10.1.0.0/16' },
    existing: existingVpc(),
    clusterName: { clusterName: 'train-2' },
    access: { access: { administrators: [ADMIN], dataLoaders: [role('loader')] } },
    credentials: { credentials: { kind: 'shared-role', reason: REASON } },
    storageKeys: { storageKeys: { bucketKeys: { reason: REASON } } },
    s3EndpointIds: { s3EndpointIds: ['vpce-0a1b2c3d4e5f60718'] },
    serviceBuckets: { serviceBuckets: ['mlflow-artifacts'] },
    createOnlyCheckpoints: { createOnlyCheckpoints: {} },
    registry: { registry: 'published' },
    images: { images: ['registry.k8s.io/autoscaling/cluster-autoscaler'] },
    volumeKeyArn: { volumeKeyArn: `arn:aws:kms:us-west-2:${ACCOUNT}:key/1` },
    // Walls are asked, not written: see the tests of walls.
    quotas: {},
    unsafe: { unsafe: { nodeAccess: { reason: REASON } } },
  };

  it.each(Object.keys(aws).filter((field) => field !== 'quotas'))('aws.%s', async (field) => {
    const zone = field === 'region' ? { pools: [{ ...POOL, availabilityZone: 'us-west-1b' }] } : {};
    const after = await everything(aws[field as keyof AwsProps], zone);
    expect(difference(before, after)).not.toEqual([]);
  });

  const pool: {
    readonly [K in keyof Omit<Required<PoolProps>, 'name' | 'oversubscribed' | 'wholeNodes'>]: Partial<PoolProps>;
  } = {
    instanceType: { instanceType: 'p5.48xlarge' },
    availabilityZone: { availabilityZone: 'us-west-2a' },
    maxNodes: { maxNodes: 2, oversubscribed: true },
    shared: { shared: { reason: REASON } },
    provisioner: { provisioner: 'karpenter' },
    protectedLabel: {},
    fabric: { fabric: 'tcp' },
    rdmaResource: {},
    gpuResource: { gpuResource: 'example.com/gpu' },
    reserved: {},
    rootVolumeGiB: { rootVolumeGiB: 500 },
    purchase: { purchase: { kind: 'capacity-block', id: 'cr-0123456789abcdef0' } },
    image: { image: { family: 'bottlerocket', release: '1.62.1' } },
  };

  // An RDMA device plugin, how pods share a node, and labels that managed nodes cannot have are no business of AWS.
  it.each(Object.keys(pool).filter((field) => !['rdmaResource', 'reserved', 'protectedLabel'].includes(field)))(
    'pools.%s',
    async (field) => {
      const launchers =
        field === 'provisioner' ? { access: { administrators: [ADMIN], nodeLaunchers: [role('karpenter')] } } : {};
      const after = await everything(launchers, { pools: [{ ...POOL, ...pool[field as keyof typeof pool] }] });
      expect(difference(before, after)).not.toEqual([]);
    },
  );
});

describe('what is given and would reach nothing is refused:', () => {
  const components: readonly (readonly [string, (args: never) => unknown])[] = [
    ['TrainingNetwork', (args) => new TrainingNetwork('n', args)],
    ['TrainingCluster', (args) => new TrainingCluster('n', args)],
    ['GpuNodePool', (args) => new GpuNodePool('n', args)],
    ['ProjectFileSystem', (args) => new ProjectFileSystem('n', args)],
    ['ProjectIdentity', (args) => new ProjectIdentity('n', args)],
    ['SharedIdentity', (args) => new SharedIdentity('n', args)],
    ['TrainingStorage', (args) => new TrainingStorage('n', args)],
    ['AuditTrail', (args) => new AuditTrail('n', args)],
  ];

  it.each(components)(
    'a misspelt argument of %s, a description that nothing judged, and no arguments',
    (_, construct) => {
      const misspelt = { platform: { name: 'lab' }, tag: { costs: 'research' } } as never;
      const faults = faultsOf(() => construct(misspelt));
      expect(faults).toContainEqual(expect.objectContaining({ path: 'tag', fix: 'did you mean "tags"?' }));
      expect(faults).toContainEqual(
        expect.objectContaining({ path: 'platform', allowed: expect.stringMatching(/definePlatform/) }),
      );
      expect(faultPaths(() => construct(undefined as never))).toContain('platform');
    },
  );

  it('with every other fault of the component', () => {
    const args = { platform: described(), retentionDays: 0.5, reader: [role('a')] } as never;
    expect(faultPaths(() => new AuditTrail('n', args))).toEqual(['reader', 'retentionDays']);
  });
});
