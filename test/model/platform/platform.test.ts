import { definePlatform, type PlatformProps, type PoolProps } from '../../../lib';
import { broken, takenForOptions } from '../../any-kind';
import { faultPaths, faultsOf } from '../../faults-of';
import { alphaProps, platformProps } from '../../platform-props';

describe('a platform', () => {
  test('derives every shared value of a project from its name, once', () => {
    const [alpha] = definePlatform(platformProps()).projects;
    expect(alpha).toMatchObject({
      namespace: 'ml-alpha',
      prefix: 'ml-alpha/',
      serviceAccount: 'train',
      role: { path: '/training/ml/', name: 'ml-alpha', arn: 'arn:aws:iam::111122223333:role/training/ml/ml-alpha' },
      data: { name: 'alpha--data' },
      checkpoints: { name: 'alpha--checkpoints' },
      groups: { scientist: ['ml:alpha:scientists'], engineer: ['ml:alpha:engineers'], viewer: ['ml:alpha:viewers'] },
      ownFence: false,
    });
  });

  test('keeps every key of its own under one prefix, taint key and value aside', () => {
    const platform = definePlatform(
      platformProps({ labels: { keyPrefix: 'isolation.example.com', taintKey: 'pool', taintValue: 'gpu' } }),
    );
    expect(new Set(Object.values(platform.keys).map((key) => key.split('/')[0]))).toEqual(
      new Set(['isolation.example.com']),
    );
    expect(platform.taint).toEqual({ key: 'pool', value: 'gpu', effect: 'NoSchedule' });
    expect(platform.projects[0]?.nodeGroups[0]?.labels).toMatchObject({
      pool: 'gpu',
      'isolation.example.com/project': 'alpha',
    });
  });

  test.each([
    ['us-west-2', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('in region %s writes ARNs of partition %s', (region, partition) => {
    const zone = `${region}a`;
    const props = platformProps({
      aws: { account: '111122223333', region, zones: [zone], vpcCidr: '10.0.0.0/16' },
      pools: [{ name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: zone, maxNodes: 16 }],
    });
    expect(definePlatform(props).projects[0]?.role.arn).toBe(
      `arn:${partition}:iam::111122223333:role/training/ml/ml-alpha`,
    );
  });

  test('is plain frozen data that survives JSON', () => {
    const platform = definePlatform(platformProps());
    expect(JSON.parse(JSON.stringify(platform))).toEqual(platform);
    expect(Object.isFrozen(platform.projects[0]?.nodeGroups[0]?.labels)).toBe(true);
  });

  test('shares nothing with the description: that can still be changed, and changes nothing', () => {
    const uses = ['data-lake'];
    const groups = ['team-a@example.com'];
    const props = alphaProps({ uses, people: { scientists: groups }, claims: ['scratch'] });
    const platform = definePlatform(props);
    const before = JSON.stringify(platform);
    uses.push('vault');
    groups.push('everybody@example.com');
    expect(JSON.stringify(platform)).toBe(before);
    const frozen = (value: unknown): boolean =>
      typeof value === 'object' && value !== null && (Object.isFrozen(value) || Object.values(value).some(frozen));
    expect(frozen(props)).toBe(false);
  });

  test('lists what it accepts, with path and reason', () => {
    const reason = 'only for the move of March';
    const platform = definePlatform({
      ...alphaProps({ unsafe: { internet: { reason }, debuggers: { reason } } }),
      cni: { kind: 'vpc-cni', startsOpen: { reason } },
      pools: [
        { name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: 'us-west-2b', maxNodes: 16, shared: { reason } },
      ],
    });
    expect(platform.acceptedRisks.map(({ id, path }) => `${id} at ${path}`)).toEqual([
      'network-starts-open at cni.startsOpen',
      'shared-pool at pools[0].shared',
      'project-debuggers at projects[0].unsafe.debuggers',
      'internet-egress at projects[0].unsafe.internet',
    ]);
  });
});

describe('whatever a description holds', () => {
  const everything = (): PlatformProps => ({
    ...alphaProps({
      people: { scientists: ['team-a@example.com'] },
      quota: { pods: 10 },
      unsafe: { internet: { reason: 'only for the move of March' } },
    }),
    labels: { taintKey: 'pool' },
    policies: {
      registries: ['registry.example.com/{project}/'],
      exceptions: [
        {
          rule: 'image-digest',
          project: 'alpha',
          names: ['legacy'],
          reason: 'the vendor publishes no digests',
          owner: 'ml-platform@example.com',
          expires: '2027-06-30',
        },
      ],
    },
  });

  test('it is taken or refused with its faults: no value of another kind breaks anything', () => {
    expect(definePlatform(everything())).toBeDefined();
    expect(broken(everything(), definePlatform)).toEqual([]);
  });

  test('a misspelt instance type does not compile, and is refused where nothing was compiled', () => {
    // @ts-expect-error: one letter is missing
    const pool: PoolProps = { name: 'p4d', instanceType: 'p4d.24xlage', availabilityZone: 'us-west-2b', maxNodes: 16 };
    expect(faultPaths(() => definePlatform(platformProps({ pools: [pool] })))).toEqual(['pools[0].instanceType']);
  });

  test('a list, a date or a map is no object of options, which would be options that say nothing', () => {
    expect(takenForOptions(everything(), definePlatform)).toEqual([]);
    const labels = { ...platformProps().services?.[0], podLabels: ['data-lake'] } as never;
    expect(faultsOf(() => definePlatform(platformProps({ services: [labels] })))).toEqual([
      expect.objectContaining({ path: 'services[0].podLabels', given: '["data-lake"]', allowed: 'an object' }),
    ]);
  });

  test.each([
    [{ aws: { ...platformProps().aws, account: 111122223333 } }, 'aws.account', 'put it in quotes'],
    [{ kubernetesVersion: 1.35 }, 'kubernetesVersion', 'did you mean "1.35"?'],
    [{ projects: [{ name: 'alpha', gpus: '32' }] }, 'projects[0].gpus', 'leave the quotes out'],
    [
      { projects: [{ name: 'alpha', gpus: 32, uses: 'data-lake' }] },
      'projects[0].uses',
      'put it into a list, even if there is only one',
    ],
  ])('a fault says how YAML and JSON write the right kind of value: %j', (changes, path, fix) => {
    expect(faultsOf(() => definePlatform(platformProps(changes as never)))).toContainEqual(
      expect.objectContaining({ path, fix }),
    );
  });

  test.each([
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [8n, '8'],
    [Symbol('eight'), 'Symbol(eight)'],
  ])('a fault shows a value for which JSON has no word: %p', (gpus, given) => {
    expect(faultsOf(() => definePlatform(alphaProps({ gpus: gpus as never })))).toEqual([
      expect.objectContaining({ path: 'projects[0].gpus', given }),
    ]);
  });
});

describe('a description with faults', () => {
  test('gets all of them at once, each with path, given, allowed and fix', () => {
    const broken = {
      ...platformProps(),
      name: 'ML',
      kubernetesVersion: '1.26',
      aws: { account: 111122223333, region: 'us-west', zones: ['us-west-2a'], vpcCidr: '10.0.0.0/30', acount: '1' },
      pools: [{ name: 'p4d', instanceType: 'p4d.24xlage', maxNodes: 0 }],
      services: [{ name: 'data-lake', namespace: 'ml-data', podLabels: {}, port: 70_000 }],
      projects: [
        { name: 'Alpha', gpus: 3.5, uses: ['data-lak'] },
        { name: 'beta', gpus: 8, unsafe: { internet: { reason: '' } } },
        { name: 'beta', gpus: 8 },
      ],
    };
    const faults = faultsOf(() => definePlatform(broken as unknown as PlatformProps));
    expect(faults.map(({ path }) => path)).toEqual([
      'name',
      'aws.account',
      'aws.acount',
      'aws.region',
      'aws.vpcCidr',
      'pools[0].instanceType',
      'pools[0].maxNodes',
      'services[0].podLabels',
      'services[0].port',
      'projects[0].gpus',
      'projects[0].name',
      'projects[0].uses[0]',
      'projects[1].unsafe.internet.reason',
      'projects[2].name',
      'kubernetesVersion',
    ]);
    for (const fault of faults) {
      expect(Object.values(fault).every((text) => typeof text === 'string' && text !== '')).toBe(true);
    }
    expect(faults.find(({ path }) => path === 'pools[0].instanceType')?.fix).toBe('did you mean "p4d.24xlarge"?');
    expect(faults.find(({ path }) => path === 'aws.acount')?.fix).toBe('did you mean "account"?');
  });

  test.each<[string, Partial<PlatformProps>, string[]]>([
    ['a queue that nobody runs', { policies: { queue: 'training', dialects: ['vap'] } }, ['policies.queue']],
    ['no CNI outside AWS', { aws: undefined as never, storage: {} }, ['cni']],
    [
      'a zone of another region',
      { aws: { account: '111122223333', region: 'us-west-2', zones: ['eu-west-1a'], vpcCidr: '10.0.0.0/16' } },
      ['aws.zones[0]', 'pools[0].availabilityZone'],
    ],
    ['neither a planned nor an existing VPC', { aws: { account: '111122223333', region: 'us-west-2' } }, ['aws']],
    [
      'data and checkpoints behind one prefix',
      { storage: { datasets: 'one-bucket', checkpoints: 'one-bucket' } },
      ['projects[0].storage', 'projects[1].storage'],
    ],
    [
      'a service that two projects use and that tells nobody apart',
      { services: [{ name: 'data-lake', namespace: 'ml-data', podLabels: { app: 'x' }, port: 443 }] },
      ['services[0].tenancy'],
    ],
    [
      'quotas beyond the pool',
      { pools: [{ name: 'p4d', instanceType: 'p4d.24xlarge', availabilityZone: 'us-west-2b', maxNodes: 4 }] },
      ['pools[0].maxNodes'],
    ],
    [
      'EFA nodes without a zone',
      { pools: [{ name: 'p4d', instanceType: 'p4d.24xlarge', maxNodes: 16 }] },
      ['pools[0].availabilityZone'],
    ],
    [
      'RDMA without its resource',
      { pools: [{ name: 'p4d', instanceType: 'g5.xlarge', fabric: 'roce', maxNodes: 99 }] },
      ['pools[0].rdmaResource'],
    ],
    [
      'RDMA devices that are the GPUs, and a name that Kubernetes keeps for itself',
      {
        pools: [
          { name: 'p4d', instanceType: 'g5.xlarge', fabric: 'roce', rdmaResource: 'nvidia.com/gpu', maxNodes: 99 },
          { name: 'g5', instanceType: 'g5.xlarge', gpuResource: 'kubernetes.io/gpu', maxNodes: 99 },
        ],
        projects: [
          { name: 'alpha', gpus: 8, pools: ['g5'] },
          { name: 'beta', gpus: 8, pools: ['p4d'] },
        ],
      },
      ['pools[0].rdmaResource', 'pools[1].gpuResource'],
    ],
    [
      'a reserve of bytes where GiB are meant',
      {
        pools: [
          {
            name: 'p4d',
            instanceType: 'p4d.24xlarge',
            availabilityZone: 'us-west-2b',
            maxNodes: 16,
            reserved: { memoryGiB: 4096, cpus: 96 },
          },
        ],
      },
      ['pools[0].reserved.cpus', 'pools[0].reserved.memoryGiB'],
    ],
    ['no projects at all', { projects: [] }, ['projects']],
    [
      'a file system for all projects',
      {
        storage: {
          checkpoints: { kind: 'efs', fileSystemId: 'fs-0123456789abcdef0', accessPointId: 'fsap-0123456789abcdef0' },
        },
      },
      ['storage.checkpoints', 'projects[1].storage.checkpoints'],
    ],
    [
      'a component that is cut off by a strict CNI',
      { components: [{ name: 'exporter', namespace: 'monitoring' }, 'kyverno'] },
      ['components[0].needs'],
    ],
  ])('is refused for %s', (_, changes, paths) => {
    expect(faultPaths(() => definePlatform(platformProps(changes)))).toEqual([...paths].sort());
  });

  test.each(['default', 'kube-system'])('may not adopt namespace %s', (namespace) => {
    expect(faultPaths(() => definePlatform(alphaProps({ existing: { namespace } })))).toEqual([
      'projects[0].existing.namespace',
    ]);
  });

  test('may not adopt the default service account, nor a namespace where a shared service runs', () => {
    expect(
      faultPaths(() => definePlatform(alphaProps({ existing: { namespace: 'ml-data', serviceAccount: 'default' } }))),
    ).toEqual(['projects[0].existing.namespace', 'projects[0].existing.serviceAccount']);
  });

  test('that accepts waiting jobs may promise more GPUs than the pool has', () => {
    const pool: PoolProps = {
      name: 'p4d',
      instanceType: 'p4d.24xlarge',
      availabilityZone: 'us-west-2b',
      maxNodes: 4,
      oversubscribed: true,
    };
    expect(definePlatform(platformProps({ pools: [pool] })).projects).toHaveLength(2);
  });

  test('says so when it is not an object at all', () => {
    expect(faultPaths(() => definePlatform(5 as unknown as PlatformProps))).toEqual(['(the whole)']);
    expect(faultPaths(() => definePlatform(null as unknown as PlatformProps))).toEqual(['(the whole)']);
  });
});

describe('pools of Karpenter on AWS', () => {
  const [pool] = platformProps().pools;
  const karpenter = platformProps({ pools: [{ ...pool!, provisioner: 'karpenter' }] });
  const within = (aws: object): PlatformProps => ({ ...karpenter, aws: { ...platformProps().aws!, ...aws } });

  test('need the role that launches nodes, and the description says so with every other fault', () => {
    const faults = faultsOf(() => definePlatform({ ...within({}), name: 'A' }));
    expect([...new Set(faults.map(({ path }) => path))]).toEqual(['name', 'aws.access.nodeLaunchers']);
    expect(faultPaths(() => definePlatform(within({ access: { nodeLaunchers: [] } })))).toEqual([
      'aws.access.nodeLaunchers',
    ]);
    expect(() => definePlatform(karpenter)).not.toThrow();
  });

  test('need none with a key of their own, whose policy somebody else writes', () => {
    const volumeKeyArn = 'arn:aws:kms:us-west-2:111122223333:key/01234567-89ab-cdef-0123-456789abcdef';
    expect(() => definePlatform(within({ volumeKeyArn }))).not.toThrow();
  });
});
