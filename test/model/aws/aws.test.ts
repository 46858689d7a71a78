import type { PlatformProps, PoolProps } from '../../../lib/model';
import { described, faultsOf, platformOf, POOL } from '../described';

describe('a description on AWS', () => {
  it('derives the cluster and the path of the roles', () => {
    const platform = platformOf(described());
    expect(platform.aws.cluster).toEqual({ name: 'ml', arn: 'arn:aws:eks:eu-west-1:111122223333:cluster/ml' });
    expect(platform.projects[0]?.role.arn).toBe('arn:aws:iam::111122223333:role/training/ml/ml-alpha');
    expect(platformOf(described({ clusterName: 'train-1' })).projects[0]?.role.path).toBe('/training/train-1/');
  });

  it('plans endpoints of training pods apart from those of nodes, and neither beside anything else', () => {
    const { subnets } = platformOf(described()).aws;
    expect(subnets).toEqual({
      nodes: ['10.0.0.0/19'],
      endpoints: ['10.0.240.0/24'],
      platformEndpoints: ['10.0.244.0/24'],
      controlPlane: ['10.0.248.0/24'],
      public: ['10.0.236.0/24'],
    });
  });

  it('says every fault at once, with the path of each', () => {
    const faults = faultsOf(
      described(
        {
          clusterName: 'a b',
          access: {
            administrators: ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::999999999999:role/admin'],
            dataLoaders: ['arn:aws-cn:iam::111122223333:role/loader'],
            checkpointReaders: [{ role: 'arn:aws:iam::111122223333:role/registry', reason: 'short' }],
          },
          credentials: { kind: 'irsa', issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/E' },
          storageKeys: { datasets: 'alias/data', bucketKeys: { reason: '' } },
          s3EndpointIds: ['vpce-*'],
          serviceBuckets: ['*'],
          createOnlyCheckpoints: { exceptFiles: ['*'] },
          volumeKeyArn: 'alias/ebs',
          unsafe: { publicApi: { reason: 'offices administer it', cidrs: [] }, internet: { reason: 'x' } },
        },
        {
          projects: [
            {
              name: 'alpha',
              gpus: 8,
              peopleRoles: { scientists: ['*'], debuggers: ['arn:aws:iam::111122223333:role/debug'] },
            },
          ],
          pools: [
            {
              ...POOL,
              purchase: { kind: 'capacity-block', id: 'cr-*' },
              image: { release: '1.35.6-20260714' },
            },
          ],
        },
      ),
    );
    expect(faults).toEqual([
      'aws.access.administrators[0]',
      'aws.access.administrators[1]',
      'aws.access.checkpointReaders[0].reason',
      'aws.access.dataLoaders[0]',
      'aws.clusterName',
      'aws.createOnlyCheckpoints.exceptFiles[0]',
      'aws.credentials.issuer',
      'aws.s3EndpointIds[0]',
      'aws.serviceBuckets[0]',
      'aws.storageKeys.bucketKeys.reason',
      'aws.storageKeys.datasets',
      'aws.unsafe.internet.reason',
      'aws.unsafe.publicApi.cidrs',
      'aws.volumeKeyArn',
      'pools[0].image.release',
      'pools[0].purchase.id',
      'projects[0].peopleRoles.debuggers',
      'projects[0].peopleRoles.scientists[0]',
    ]);
  });

  it('refuses what only AWS has where there is no AWS', () => {
    const { aws: _, storage: __, ...elsewhere } = described();
    const faults = faultsOf({
      ...elsewhere,
      cni: 'cilium',
      controlPlane: { cidrs: ['10.0.0.0/24'], port: 6443 },
      pools: [{ ...POOL, fabric: 'tcp', purchase: { kind: 'spot', reason: 'cheap and cheerful' }, image: {} }],
      projects: [{ name: 'alpha', gpus: 8, peopleRoles: { viewers: [] } }],
    });
    expect(faults).toEqual(['pools[0].image', 'pools[0].purchase', 'projects[0].peopleRoles', 'policies.registries']);
  });

  it('E1-44: spot capacity needs a reason, which the output carries', () => {
    const spot = (purchase: unknown): PlatformProps => described({}, { pools: [{ ...POOL, purchase } as PoolProps] });
    expect(faultsOf(spot('spot'))).toEqual(['pools[0].purchase']);
    expect(faultsOf(spot({ kind: 'spot' }))).toEqual(['pools[0].purchase.reason']);
    const accepted = platformOf(spot({ kind: 'spot', reason: 'single-node jobs that checkpoint often' }));
    expect(accepted.acceptedRisks).toEqual([
      { id: 'spot-capacity', path: 'pools[0].purchase', reason: 'single-node jobs that checkpoint often' },
    ]);
    expect(platformOf(described()).pools[0]?.purchase).toEqual({ kind: 'on-demand' });
  });

  it('demands the zone of a reservation', () => {
    const { availabilityZone: _, ...anywhere } = { ...POOL, instanceType: 'g5.xlarge' as const };
    const reserved = { ...anywhere, purchase: { kind: 'reservation', id: 'cr-0123456789abcdef0' } } as const;
    expect(faultsOf(described({}, { pools: [reserved], projects: [{ name: 'alpha', gpus: 1 }] }))).toEqual([
      'pools[0].availabilityZone',
    ]);
  });

  it('refuses names that EKS keeps for its own groups', () => {
    expect(faultsOf(described({}, { name: 'eks' }))).toEqual(['name']);
    expect(faultsOf(described({}, { name: 'iam' }))).toEqual(['name']);
  });

  it('refuses a bucket that is data to one project and checkpoints to another', () => {
    const projects = [
      { name: 'alpha', gpus: 8, storage: { datasets: 'one', checkpoints: 'two' } },
      { name: 'beta', gpus: 8, storage: { datasets: 'two', checkpoints: 'three' } },
    ];
    expect(faultsOf(described({}, { projects }))).toEqual(['projects[0].storage.checkpoints']);
  });

  it('refuses a prefix of its own beside one role for all projects', () => {
    const props = described(
      { credentials: { kind: 'shared-role', reason: 'four hundred projects in one cluster' } },
      { projects: [{ name: 'alpha', gpus: 8, prefix: 'research/alpha/' }] },
    );
    expect(faultsOf(props)).toEqual(['projects[0].prefix']);
  });

  it('carries every weakening of the AWS side into the output', () => {
    const reason = 'accepted by the platform team';
    const platform = platformOf(
      described({
        credentials: { kind: 'shared-role', reason },
        storageKeys: { bucketKeys: { reason } },
        access: { checkpointReaders: [{ role: 'arn:aws:iam::111122223333:role/registry', reason }] },
        unsafe: {
          internet: { reason },
          publicApi: { reason, cidrs: ['203.0.113.0/24'] },
          nodeAccess: { reason },
          nodePorts: { reason },
        },
      }),
    );
    expect(platform.acceptedRisks.map(({ id }) => id)).toEqual([
      'internet-route',
      'public-api-endpoint',
      'node-access',
      'open-node-ports',
      'bucket-keys',
      'shared-role',
      'checkpoint-readers',
    ]);
    expect(platformOf(described()).acceptedRisks).toEqual([]);
  });
});
