import * as eks from '@pulumi/aws/eks';
import * as pulumi from '@pulumi/pulumi';
import {
  AuditTrail,
  GpuNodePool,
  ProjectFileSystem,
  ProjectIdentity,
  SharedIdentity,
  TrainingCluster,
  TrainingNetwork,
  TrainingStorage,
} from '../../lib/aws';
import { INSTANCE_TYPES, isInvalidInput, type Fault, type KnownInstanceType, type PoolProps } from '../../lib/model';
import type { JsonObject, Plan } from '../../lib/plan';
import { ACCOUNT, all, described, EXISTING, existingVpc, one, plan, POOL, REASON } from './planned';

const platform = described();

/** Faults of a program, or none. */
async function faultsOf(program: () => unknown): Promise<readonly Pick<Fault, 'path' | 'given'>[]> {
  try {
    await plan(program);
    return [];
  } catch (error) {
    if (!isInvalidInput(error)) throw error;
    return error.faults.map(({ path, given }) => ({ path, given }));
  }
}

function pooled(pool: Partial<PoolProps>, gpus = 8): Promise<Plan> {
  const changed = described({}, { pools: [{ ...POOL, ...pool }], projects: [{ name: 'alpha', gpus }] });
  return plan(() => new GpuNodePool('p', { platform: changed, pool: 'p4d', ...EXISTING }));
}

describe('GpuNodePool', () => {
  it('E1-32: starts managed nodes with EFA, encrypted disks, closed metadata and a placement of their own', async () => {
    const planned = await plan(() => new GpuNodePool('p4d', { platform, pool: 'p4d', ...EXISTING }));
    const { userData: _, ...template } = one(planned, 'LaunchTemplate', 'p4d-alpha').inputs;
    expect(template).toMatchSnapshot();
    expect(one(planned, 'NodeGroup', 'p4d-alpha')).toMatchSnapshot({
      dependencies: expect.any(Array) as string[],
      provider: expect.any(String) as string,
    });
  });

  it.each(Object.keys(INSTANCE_TYPES) as KnownInstanceType[])(
    'gives %s an interface for each EFA card',
    async (type) => {
      const { efaCards, gpus } = INSTANCE_TYPES[type];
      const planned = await pooled({ instanceType: type }, gpus);
      const interfaces = one(planned, 'LaunchTemplate', 'p-alpha').inputs['networkInterfaces'] as readonly JsonObject[];
      expect(interfaces.map(({ interfaceType }) => interfaceType)).toEqual(
        efaCards === 0 ? ['interface'] : ['efa', ...Array.from({ length: efaCards - 1 }, () => 'efa-only')],
      );
      expect(interfaces.map(({ networkCardIndex }) => networkCardIndex)).toEqual(interfaces.map((_, index) => index));
      expect(all(planned, 'PlacementGroup')).toHaveLength(efaCards === 0 ? 0 : 1);
    },
  );

  it('E1-33: writes every tag for scale from zero on the Auto Scaling group itself, and none on instances', async () => {
    const planned = await pooled({});
    const tags = all(planned, 'Tag');
    expect(tags).toHaveLength(12);
    for (const { inputs, propertyDependencies } of tags) {
      expect((inputs['tag'] as JsonObject)['propagateAtLaunch']).toBe(false);
      expect(propertyDependencies['autoscalingGroupName']).toEqual([one(planned, 'NodeGroup', 'p-alpha').urn]);
    }
  });

  it('E1-36: keeps others out by taints and training in by labels, both from the description', async () => {
    const [group] = described().projects[0]?.nodeGroups ?? [];
    const inputs = one(
      await plan(() => new GpuNodePool('p4d', { platform, pool: 'p4d', ...EXISTING })),
      'NodeGroup',
      'p4d-alpha',
    ).inputs;
    expect(inputs['labels']).toMatchObject(group?.labels ?? {});
    expect(inputs['taints']).toEqual(group?.taints.map(({ key, value }) => ({ key, value, effect: 'NO_SCHEDULE' })));
  });

  it('E1-37: asks a managed group for no label that EKS refuses it', async () => {
    const labels = one(await pooled({}), 'NodeGroup', 'p-alpha').inputs['labels'] as JsonObject;
    expect(Object.keys(labels).filter((key) => /(^|\.)(kubernetes|k8s)\.io\//.test(key))).toEqual([]);
  });

  it('takes a reservation or a capacity block in place of a placement group', async () => {
    const template = async (purchase: PoolProps['purchase']): Promise<JsonObject> =>
      one(await pooled(purchase === undefined ? {} : { purchase }), 'LaunchTemplate', 'p-alpha').inputs;
    const id = 'cr-0123456789abcdef0';
    const reserved = { capacityReservationTarget: { capacityReservationId: id } };
    expect(await template({ kind: 'reservation', id })).toMatchObject({ capacityReservationSpecification: reserved });
    expect(await template({ kind: 'reservation', id })).not.toHaveProperty('placement');
    const block = await pooled({ purchase: { kind: 'capacity-block', id } });
    expect(one(block, 'LaunchTemplate', 'p-alpha').inputs).toMatchObject({
      capacityReservationSpecification: reserved,
      instanceMarketOptions: { marketType: 'capacity-block' },
    });
    expect(one(block, 'NodeGroup', 'p-alpha').inputs['capacityType']).toBe('CAPACITY_BLOCK');
  });

  it('opens its nodes to the kubelet port, and the way out to what they need', async () => {
    const planned = await plan(() => new GpuNodePool('p4d', { platform, pool: 'p4d', ...EXISTING }));
    const rules = [...all(planned, 'SecurityGroupIngressRule'), ...all(planned, 'SecurityGroupEgressRule')].map(
      ({ type, name, inputs }) =>
        `${/Ingress/.test(type) ? 'in' : 'out'} ${name} ${String(inputs['ipProtocol'])} ${String(inputs['fromPort'] ?? 'all')} ${String(inputs['cidrIpv4'] ?? '')}`.trim(),
    );
    expect(rules).toEqual([
      'in p4d-access-kubelet tcp 10250',
      'in p4d-alpha-from-itself -1 all',
      'in p4d-beta-from-itself -1 all',
      'in p4d-cluster-dns udp 53',
      'in p4d-cluster-dns-tcp tcp 53',
      'in p4d-cluster-service-5000 tcp 5000',
      'in p4d-cluster-tls tcp 443',
      'out p4d-access-dns udp 53',
      'out p4d-access-dns-tcp tcp 53',
      'out p4d-access-endpoint-0 tcp 443 10.0.240.0/24',
      'out p4d-access-endpoint-1 tcp 443 10.0.241.0/24',
      'out p4d-access-endpoint-2 tcp 443 10.0.244.0/24',
      'out p4d-access-endpoint-3 tcp 443 10.0.245.0/24',
      'out p4d-access-service-5000 tcp 5000',
      'out p4d-access-tls tcp 443',
      'out p4d-alpha-to-itself -1 all',
      'out p4d-beta-to-itself -1 all',
    ]);
  });

  it('makes for Karpenter what Karpenter cannot make: role, profile, entry and security group', async () => {
    const karpenter = described(
      { access: { administrators: [], nodeLaunchers: [`arn:aws:iam::${ACCOUNT}:role/karpenter`] } },
      { pools: [{ ...POOL, provisioner: 'karpenter' }], projects: [{ name: 'alpha', gpus: 8 }] },
    );
    const planned = await plan(() => new GpuNodePool('p', { platform: karpenter, pool: 'p4d', ...EXISTING }));
    expect(one(planned, 'InstanceProfile', 'p-alpha').inputs['name']).toBe('ml--p4d--alpha');
    expect(one(planned, 'AccessEntry', 'p-alpha').inputs).toMatchObject({ type: 'EC2_LINUX' });
    expect(all(planned, 'NodeGroup')).toEqual([]);
    expect(all(planned, 'Tag')).toEqual([]);
  });

  it('takes a cluster in any form that people have', async () => {
    const forms: Record<string, () => ConstructorParameters<typeof GpuNodePool>[1]['cluster']> = {
      resource: () => new eks.Cluster('own', { name: 'train-1', roleArn: 'r', vpcConfig: { subnetIds: ['a'] } }),
      package: () => ({
        eksCluster: pulumi.output(
          new eks.Cluster('own', { name: 'train-1', roleArn: 'r', vpcConfig: { subnetIds: ['a'] } }),
        ),
      }),
      facts: () => EXISTING.cluster,
      name: () => 'train-1',
    };
    for (const [form, cluster] of Object.entries(forms)) {
      const planned = await plan(
        () =>
          new GpuNodePool('p4d', {
            platform,
            pool: 'p4d',
            network: EXISTING.network,
            cluster: cluster(),
            clusterSecurityGroupId: 'sg-1',
          }),
      );
      expect({ form, name: one(planned, 'NodeGroup', 'p4d-alpha').inputs['clusterName'] }).toEqual({
        form,
        name: 'train-1',
      });
    }
  });

  it('says all at once what is wrong', async () => {
    const args = {
      platform: described(),
      pool: 'p4d',
      cluster: 'other',
      network: { vpcId: 'v', nodeSubnetIds: { 'us-west-2a': 's' } },
    };
    expect(await faultsOf(() => new GpuNodePool('p', args))).toEqual([
      { path: 'cluster', given: '"other"' },
      { path: 'clusterSecurityGroupId', given: 'nothing' },
      { path: 'network.nodeSubnetIds', given: 'us-west-2a' },
    ]);
    expect(await faultsOf(() => new GpuNodePool('p', { ...args, pool: 'p5' }))).toEqual([
      { path: 'pool', given: '"p5"' },
    ]);
  });
});

describe('TrainingCluster', () => {
  it('is private, logs everything, wraps its Secrets and knows people by access entries alone', async () => {
    const planned = await plan(() => new TrainingCluster('c', { platform, network: EXISTING.network }));
    expect(one(planned, 'Cluster', 'c').inputs).toMatchSnapshot();
  });

  it('E1-31: lets the node part of every driver onto training nodes', async () => {
    const drivers = described(
      {},
      {
        components: ['coredns', 'ebs-csi', 'mountpoint-s3', 'efs-csi', 'fsx-csi'],
      },
    );
    const planned = await plan(() => new TrainingCluster('c', { platform: drivers, network: EXISTING.network }));
    const configuration = (name: string): unknown =>
      JSON.parse(String(one(planned, 'Addon', `c-${name}`).inputs['configurationValues']));
    const tolerant = { node: { tolerateAllTaints: true } };
    expect(configuration('aws-ebs-csi-driver')).toEqual(tolerant);
    expect(configuration('aws-mountpoint-s3-csi-driver')).toEqual(tolerant);
    expect(configuration('aws-fsx-csi-driver')).toEqual(tolerant);
    expect(configuration('aws-efs-csi-driver')).toEqual({ node: { tolerations: [{ operator: 'Exists' }] } });
  });

  it('names an administrator, a second zone and add-ons that do what isolation needs', async () => {
    const nobody = described({ access: {} });
    const versions = { 'vpc-cni': 'v1.15.0-eksbuild.1', coredns: '1.11', 'vpc-cnl': 'v1.20.0-eksbuild.1' };
    expect(
      await faultsOf(
        () =>
          new TrainingCluster('c', {
            platform: nobody,
            network: { ...EXISTING.network, controlPlaneSubnetIds: ['subnet-c'] },
            addOnVersions: versions,
          }),
      ),
    ).toEqual([
      { path: 'addOnVersions.vpc-cni', given: '"v1.15.0-eksbuild.1"' },
      { path: 'addOnVersions.coredns', given: '"1.11"' },
      { path: 'addOnVersions.vpc-cnl', given: '"v1.20.0-eksbuild.1"' },
      { path: 'platform.aws.access.administrators', given: '[]' },
      { path: 'network.controlPlaneSubnetIds', given: 'one subnet' },
    ]);
  });
});

describe('TrainingNetwork', () => {
  it('makes endpoints, registry and flow log in a VPC that exists already, and nothing else', async () => {
    const existing = described({ ...existingVpc(), registry: 'own' });
    const planned = await plan(
      () =>
        new TrainingNetwork('n', {
          platform: existing,
          existing: { ...EXISTING.network, endpointSubnetIds: ['subnet-e'] },
        }),
    );
    expect(['Vpc', 'Subnet', 'RouteTable', 'Route', 'InternetGateway'].flatMap((kind) => all(planned, kind))).toEqual(
      [],
    );
    expect(all(planned, 'VpcEndpoint')).toHaveLength(10);
    expect(all(planned, 'Repository').length).toBeGreaterThan(5);
    expect(one(planned, 'VpcEndpoint', 'n-s3').inputs).toMatchObject({
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: ['subnet-e'],
      privateDnsEnabled: true,
      dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: false },
    });
  });

  it('adds the endpoints of file systems where a claim is on one', async () => {
    const fsx = {
      kind: 'fsx-lustre',
      fileSystemId: 'fs-0123456789abcdef0',
      dnsName: 'a.b',
      mountName: 'abcd',
      sizeGiB: 1200,
    } as const;
    const changed = described({}, { projects: [{ name: 'alpha', gpus: 8, storage: { checkpoints: fsx } }] });
    const names = all(await plan(() => new TrainingNetwork('n', { platform: changed })), 'VpcEndpoint').map(
      ({ name }) => name,
    );
    expect(names).toContain('n-fsx');
    expect(names).not.toContain('n-elasticfilesystem');
  });

  it('refuses ids beside a planned VPC, and a described VPC without them', async () => {
    const existing = { ...EXISTING.network, endpointSubnetIds: ['subnet-e'] };
    expect(await faultsOf(() => new TrainingNetwork('n', { platform, existing }))).toEqual([
      { path: 'existing', given: 'ids of a VPC' },
    ]);
    expect(await faultsOf(() => new TrainingNetwork('n', { platform: described(existingVpc()) }))).toEqual([
      { path: 'existing', given: 'nothing' },
    ]);
  });
});

describe('TrainingStorage', () => {
  it('makes private, encrypted, versioned buckets that are protected and kept', async () => {
    const planned = await plan(() => new TrainingStorage('s', { platform }));
    const on = (kind: string): JsonObject => one(planned, kind, 's-model-checkpoints').inputs;
    expect(one(planned, 'Bucket', 's-model-checkpoints')).toMatchObject({ protect: true, retainOnDelete: true });
    expect(all(planned, 'Key').every(({ protect, retainOnDelete }) => protect && retainOnDelete)).toBe(true);
    expect(on('BucketPublicAccessBlock')).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(on('BucketOwnershipControls')).toMatchObject({ rule: { objectOwnership: 'BucketOwnerEnforced' } });
    expect(on('BucketVersioning')).toMatchObject({ versioningConfiguration: { status: 'Enabled' } });
    expect(on('BucketLifecycleConfiguration')).toMatchSnapshot();
    expect(on('BucketServerSideEncryptionConfiguration')['rules']).toMatchObject([{ bucketKeyEnabled: false }]);
  });

  it('gives the fence of a bucket that exists as a document, and makes nothing of it', async () => {
    const existing = ['training-data-bucket'];
    let fence = '';
    const planned = await plan(() => {
      fence = new TrainingStorage('s', { platform, existing }).fences['training-data-bucket'] ?? '';
    });
    expect(all(planned, 'Bucket').map(({ name }) => name)).toEqual(['s-model-checkpoints']);
    expect(JSON.parse(fence)).toMatchObject({ Version: '2012-10-17' });
    const typo = ['training-data-buckets'];
    expect(
      await faultsOf(() => new TrainingStorage('s', { platform, existing: typo, abortUploadsAfterDays: 0 })),
    ).toEqual([
      { path: 'existing[0]', given: '"training-data-buckets"' },
      { path: 'abortUploadsAfterDays', given: '0' },
    ]);
  });

  it('locks checkpoints where it is told to, and only those', async () => {
    const planned = await plan(() => new TrainingStorage('s', { platform, lockCheckpointsForDays: 30 }));
    expect(all(planned, 'BucketObjectLockConfiguration').map(({ name, inputs }) => [name, inputs['rule']])).toEqual([
      ['s-model-checkpoints', { defaultRetention: { mode: 'COMPLIANCE', days: 30 } }],
    ]);
  });
});

describe('identities', () => {
  it('of a project are a role, its policy and an association with one service account', async () => {
    const planned = await plan(() => new ProjectIdentity('alpha', { platform, project: 'alpha', cluster: 'train-1' }));
    expect(one(planned, 'PodIdentityAssociation', 'alpha').inputs).toMatchSnapshot();
    expect(one(planned, 'Role', 'alpha-role').inputs['tags']).not.toHaveProperty('kubernetes-namespace');
  });

  it('by OIDC tag the role with namespace and cluster, which the fences ask for', async () => {
    const irsa = described({ credentials: { kind: 'irsa', issuer: 'oidc.eks.us-west-2.amazonaws.com/id/E' } });
    const planned = await plan(
      () => new ProjectIdentity('alpha', { platform: irsa, project: 'alpha', cluster: 'train-1' }),
    );
    expect(one(planned, 'Role', 'alpha-role').inputs['tags']).toMatchObject({
      'kubernetes-namespace': 'ml-alpha',
      'eks-cluster-arn': `arn:aws:eks:us-west-2:${ACCOUNT}:cluster/train-1`,
    });
    expect(all(planned, 'PodIdentityAssociation')).toEqual([]);
  });

  it('shared by all projects are one role and an association each, by reason', async () => {
    const shared = described({ credentials: { kind: 'shared-role', reason: REASON } });
    const planned = await plan(() => new SharedIdentity('all', { platform: shared, cluster: 'train-1' }));
    expect(all(planned, 'Role').map(({ name }) => name)).toEqual(['all-role']);
    expect(all(planned, 'PodIdentityAssociation').map(({ inputs }) => inputs['namespace'])).toEqual([
      'ml-alpha',
      'ml-beta',
    ]);
    expect(await faultsOf(() => new SharedIdentity('all', { platform, cluster: 'train-1' }))).toEqual([
      { path: 'platform.aws.credentials', given: '"pod-identity"' },
    ]);
    expect(
      await faultsOf(
        () => new ProjectIdentity('a', { platform: shared, project: 'alpah', cluster: 'x', maxSessionHours: 24 }),
      ),
    ).toEqual([
      { path: 'cluster', given: '"x"' },
      { path: 'project', given: '"alpah"' },
      { path: 'platform.aws.credentials', given: '"shared-role"' },
      { path: 'maxSessionHours', given: '24' },
    ]);
  });
});

describe('AuditTrail', () => {
  it('records every call on objects of training, where nobody deletes it', async () => {
    const planned = await plan(() => new AuditTrail('a', { platform }));
    expect(one(planned, 'Trail', 'a').inputs['advancedEventSelectors']).toMatchSnapshot();
    expect(one(planned, 'BucketObjectLockConfiguration', 'a').inputs['rule']).toEqual({
      defaultRetention: { mode: 'COMPLIANCE', days: 365 },
    });
    expect(await faultsOf(() => new AuditTrail('a', { platform, retentionDays: 0 }))).toEqual([
      { path: 'retentionDays', given: '0' },
    ]);
  });
});

describe('ProjectFileSystem', () => {
  it('T15: of EFS takes TLS, the role of the nodes and one access point, as soon as AWS has named it', async () => {
    const planned = await plan(
      () => {
        const pool = new GpuNodePool('p4d', { platform, pool: 'p4d', ...EXISTING });
        const rest = { platform, project: 'alpha', network: EXISTING.network, pools: [pool] };
        new ProjectFileSystem('alpha', { ...rest, fileSystem: { kind: 'efs' } });
      },
      {
        preview: false,
        outputs: ({ type }) =>
          ({
            'aws:efs/fileSystem:FileSystem': { arn: 'arn:aws:elasticfilesystem:us-west-2:1:file-system/fs-1' },
            'aws:efs/accessPoint:AccessPoint': { arn: 'arn:aws:elasticfilesystem:us-west-2:1:access-point/fsap-1' },
            'aws:ec2/launchTemplate:LaunchTemplate': { latestVersion: 1 },
            'aws:eks/nodeGroup:NodeGroup': { resources: [{ autoscalingGroups: [{ name: 'asg' }] }] },
          })[type] ?? {},
      },
    );
    const policy = JSON.parse(String(one(planned, 'FileSystemPolicy', 'alpha').inputs['policy'])) as {
      Statement: JsonObject[];
    };
    expect(policy.Statement[0]).toMatchObject({
      Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:role/training-nodes/train-1/ml--p4d--alpha`] },
      Condition: {
        StringEquals: {
          'elasticfilesystem:AccessPointArn': 'arn:aws:elasticfilesystem:us-west-2:1:access-point/fsap-1',
        },
      },
    });
    expect(one(planned, 'AccessPoint', 'alpha').inputs).toMatchObject({ posixUser: { uid: 10001, gid: 10001 } });
  });
});

describe('what is protected', () => {
  const settings = /^aws:(s3\/bucket\w+:|efs\/fileSystemPolicy:)/;
  const protectedTypes = async (deletionProtection: boolean): Promise<Plan['resources']> => {
    const planned = await plan(() => {
      const network = new TrainingNetwork('n', { platform, deletionProtection });
      const cluster = new TrainingCluster('c', { platform, network, deletionProtection });
      const pool = new GpuNodePool('p4d', { platform, pool: 'p4d', cluster, network });
      new TrainingStorage('s', { platform, deletionProtection, lockCheckpointsForDays: 7 });
      new AuditTrail('a', { platform, deletionProtection });
      new ProjectFileSystem('f', {
        ...{ platform, project: 'alpha', network, pools: [pool], deletionProtection },
        fileSystem: { kind: 'efs' },
      });
    });
    return planned.resources.filter(({ protect }) => protect);
  };

  it('is what holds data, and what a cluster could not live without', async () => {
    const held = await protectedTypes(true);
    const names = held
      .filter(({ type }) => !settings.test(type))
      .map(({ type, name }) => `${type.split(':').pop()} ${name}`);
    expect(names.sort()).toMatchSnapshot();
  });

  it('keeps its fences: whatever is set on a bucket or file system that is kept, is kept too', async () => {
    const held = await protectedTypes(true);
    const of = (type: RegExp): number => held.filter((resource) => type.test(resource.type)).length;
    expect([of(/^aws:s3\/bucket:/), of(/BucketPolicy$/), of(/BucketPublicAccessBlock$/)]).toEqual([3, 3, 3]);
    expect([of(/BucketServerSide/), of(/BucketVersioning$/), of(/BucketOwnership/)]).toEqual([3, 3, 3]);
    expect([of(/BucketObjectLock/), of(/BucketLifecycle/)]).toEqual([2, 3]);
    expect([of(/:FileSystem$/), of(/:FileSystemPolicy$/)]).toEqual([1, 1]);
    for (const { type, retainOnDelete } of held) if (/^aws:(s3|efs)/.test(type)) expect(retainOnDelete).toBe(true);
  });

  it('is nothing where that is said', async () => {
    expect(await protectedTypes(false)).toEqual([]);
  });
});

describe('what a component waits for', () => {
  it('its resources wait for, each of them', async () => {
    const planned = await plan(() => {
      const first = new pulumi.StackReference('first');
      new TrainingStorage('s', { platform }, { dependsOn: first });
    });
    const first = planned.resources.find(({ name }) => name === 'first');
    const made = planned.resources.filter(({ type, custom }) => custom && type.startsWith('aws:'));
    expect(made.length).toBeGreaterThan(5);
    for (const { dependencies } of made) expect(dependencies).toContain(first?.urn);
  });
});

describe('a description that is too large for AWS', () => {
  it('plans nothing and names every wall', async () => {
    const projects = Array.from({ length: 31 }, (_, index) => ({
      name: `project-${index}`,
      gpus: 8,
      prefix: `own/${index}/`,
    }));
    const large = described({}, { pools: [{ ...POOL, maxNodes: 40 }], projects });
    expect((await faultsOf(() => new AuditTrail('a', { platform: large }))).map(({ path }) => path)).toEqual([
      'pools',
      'projects',
      'projects',
    ]);
  });
});
