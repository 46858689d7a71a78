import { GpuNodePool, ProjectFileSystem, TrainingCluster, TrainingNetwork } from '../../lib/aws';
import { UNKNOWN, type JsonObject, type Plan } from '../../lib/plan';
import { whole } from './whole';
import { ACCOUNT, all, described, difference, EXISTING, one, plan, POOL, REASON } from './planned';

/** Node groups of what is not training, one a zone. */
const SYSTEM = ['ml-system-us-west-2a', 'ml-system-us-west-2b'];

const base = described();
let planned: Plan;
beforeAll(async () => {
  planned = await whole(base);
});

describe('a training platform on AWS', () => {
  it('has no policy document that waits for a cloud', () => {
    const documents = planned.resources.flatMap(({ urn, inputs }) =>
      (['policy', 'assumeRolePolicy'] as const).flatMap((field) => {
        const document = inputs[field];
        return document === undefined ? [] : [{ urn, document }];
      }),
    );
    expect(documents.length).toBeGreaterThan(30);
    for (const { urn, document } of documents) {
      expect({
        urn,
        statements: (JSON.parse(String(document)) as { Statement: unknown[] }).Statement.length > 0,
      }).toEqual({
        urn,
        statements: true,
      });
      expect(String(document)).not.toContain(UNKNOWN);
    }
  });

  it('says "undefined" nowhere', () => {
    expect(placesOf(planned, /undefined|\[object/)).toEqual([]);
  });

  it('gives every resource a parent of ours', () => {
    const orphans = planned.resources.filter(
      ({ type, parent }) => type.startsWith('aws:') && !/training-isolation:index:\w+::/.test(parent ?? ''),
    );
    expect(orphans).toEqual([]);
  });

  it('plans the same resources for a preview and an update', async () => {
    const update = await plan(
      () => {
        const network = new TrainingNetwork('ml', { platform: base });
        new TrainingCluster('ml', { platform: base, network });
      },
      { preview: false, outputs: ({ type }) => OUTPUTS[type] ?? {} },
    );
    const urns = new Set(planned.resources.map(({ urn }) => urn));
    expect(update.resources.filter(({ urn }) => !urns.has(urn))).toEqual([]);
    expect(placesOf(update, /undefined/)).toEqual([]);
  });

  it('adds for a new project its own resources and touches nothing else', async () => {
    const more = described({}, { projects: [...PROJECTS, { name: 'gamma', gpus: 8 }] });
    const changes = difference(planned, await whole(more));
    expect(changes.length).toBeGreaterThan(20);
    expect(changes.filter((change) => !/^\+ \w+ (p4d-)?gamma/.test(change))).toEqual([]);
  });
});

/** What AWS would answer. */
const OUTPUTS: Readonly<Record<string, Record<string, unknown>>> = {
  'aws:eks/cluster:Cluster': {
    vpcConfig: { clusterSecurityGroupId: 'sg-cluster' },
    identities: [{ oidcs: [{ issuer: 'https://oidc.eks.us-west-2.amazonaws.com/id/E' }] }],
  },
  'aws:ec2/launchTemplate:LaunchTemplate': { latestVersion: 1 },
};

/** Inputs whose text matches. */
function placesOf({ resources }: Plan, pattern: RegExp): string[] {
  return resources.flatMap(({ name, inputs }) =>
    Object.entries(inputs)
      .filter(([, value]) => pattern.test(JSON.stringify(value)))
      .map(([key]) => `${name} ${key}`),
  );
}

const PROJECTS = [
  { name: 'alpha', gpus: 32, uses: ['tracking'] },
  { name: 'beta', gpus: 8 },
];

describe('threats', () => {
  it('T1: EKS leaves the addresses of node ports to the manifests', () => {
    expect(one(planned, 'Addon', 'ml-kube-proxy').inputs['resolveConflictsOnUpdate']).toBe('PRESERVE');
  });

  it('T2: each project has a node group, role, security group and placement of its own, all from zero', () => {
    for (const project of ['alpha', 'beta']) {
      const group = one(planned, 'NodeGroup', `p4d-${project}`).inputs;
      expect(group['nodeRoleArn']).toBe(`arn:aws:iam::${ACCOUNT}:role/training-nodes/train-1/ml--p4d--${project}`);
      expect(group['scalingConfig']).toMatchObject({ minSize: 0, desiredSize: 0 });
      expect(group['labels']).toMatchObject({ 'training-isolation/project': project });
      expect(group['taints']).toContainEqual({
        key: 'training-isolation/project',
        value: project,
        effect: 'NO_SCHEDULE',
      });
      one(planned, 'SecurityGroup', `p4d-${project}`);
      one(planned, 'PlacementGroup', `p4d-${project}`);
    }
  });

  it('T2, E1-43: a pool that is shared by reason has one of each for all, and the output says so', async () => {
    const shared = described({}, { pools: [{ ...POOL, shared: { reason: REASON } }] });
    const changed = await whole(shared);
    expect(all(changed, 'NodeGroup').map(({ name }) => name)).toEqual(['p4d-shared', ...SYSTEM]);
    expect(all(planned, 'NodeGroup').map(({ name }) => name)).toEqual(['p4d-alpha', 'p4d-beta', ...SYSTEM]);
    expect(shared.acceptedRisks.map(({ id }) => id)).toEqual(['shared-pool']);
  });

  it('T3: every endpoint has a policy, and training pods reach only those of S3 and STS', () => {
    const endpoints = all(planned, 'VpcEndpoint');
    expect(endpoints).toHaveLength(10);
    const places = new Map(
      endpoints.map(({ name, inputs, propertyDependencies }) => {
        expect(JSON.parse(String(inputs['policy']))).toHaveProperty('Statement');
        return [name, (propertyDependencies['subnetIds'] ?? []).join()];
      }),
    );
    const forPods = [...places].filter(([, subnets]) => subnets.includes('::ml-endpoints-')).map(([name]) => name);
    expect(forPods).toEqual(['ml-s3', 'ml-sts']);
  });

  it('T4: a node lends nobody rights on interfaces; the CNI has an identity of its own', () => {
    const cni = one(planned, 'Addon', 'ml-vpc-cni').inputs;
    expect(cni['podIdentityAssociations']).toEqual([
      { roleArn: `arn:aws:iam::${ACCOUNT}:role/training-platform/train-1/ml.vpc-cni`, serviceAccount: 'aws-node' },
    ]);
    for (const { name, inputs } of all(planned, 'RolePolicy').filter((policy) => /-role-node$/.test(policy.name)))
      expect({ name, interfaces: String(inputs['policy']).includes('NetworkInterface') }).toEqual({
        name,
        interfaces: false,
      });
    const attached = all(planned, 'RolePolicyAttachment').map(({ inputs }) => inputs['policyArn']);
    expect(attached).toEqual([
      'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
      'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy',
    ]);
  });

  it('T5: nobody opens a session on a node, unless the description says why', async () => {
    for (const { inputs } of all(planned, 'LaunchTemplate')) {
      expect(inputs).not.toHaveProperty('keyName');
      expect(inputs['metadataOptions']).toMatchObject({ httpTokens: 'required', httpPutResponseHopLimit: 1 });
    }
    const weakened = described({ unsafe: { nodeAccess: { reason: REASON } } });
    expect(difference(planned, await whole(weakened))).toEqual([
      '+ RolePolicyAttachment p4d-alpha-role-AmazonSSMManagedInstanceCore',
      '+ RolePolicyAttachment p4d-beta-role-AmazonSSMManagedInstanceCore',
    ]);
  });

  it('T5: people get groups and no policy of EKS, since those contain shells; administrators get one', async () => {
    const people = described(
      {},
      {
        projects: [
          { name: 'alpha', gpus: 8, peopleRoles: { scientists: [`arn:aws:iam::${ACCOUNT}:role/science`] } },
          { name: 'beta', gpus: 8, peopleRoles: { viewers: [`arn:aws:iam::${ACCOUNT}:role/science`] } },
        ],
      },
    );
    const withPeople = await whole(people);
    expect(one(withPeople, 'AccessEntry', 'ml-science').inputs).toEqual({
      clusterName: 'train-1',
      kubernetesGroups: ['ml:alpha:scientists', 'ml:beta:viewers'],
      principalArn: `arn:aws:iam::${ACCOUNT}:role/science`,
      tags: { 'training-isolation/platform': 'ml' },
      type: 'STANDARD',
    });
    expect(all(withPeople, 'AccessPolicyAssociation').map(({ name }) => name)).toEqual(['ml-platform-admin']);
  });

  it('T7: every association names the namespace of a project, and stands after its role', () => {
    const associations = ['alpha', 'beta'].map((name) => one(planned, 'PodIdentityAssociation', name));
    expect(associations.map(({ inputs }) => inputs['namespace'])).toEqual(['ml-alpha', 'ml-beta']);
    for (const { dependencies, name } of associations)
      expect(dependencies.some((urn) => urn.endsWith(`::${name}-role`))).toBe(true);
  });

  it('T10: every node starts from a release that is pinned', () => {
    const releases = Object.fromEntries(
      all(planned, 'NodeGroup').map(({ name, inputs }) => [name, inputs['releaseVersion']]),
    );
    const pinned = '1.36.2-20260714';
    expect(releases).toEqual({
      'ml-system-us-west-2a': pinned,
      'ml-system-us-west-2b': pinned,
      'p4d-alpha': pinned,
      'p4d-beta': pinned,
    });
  });

  it('T11: nothing else lies in the subnets of the endpoints that training pods reach', () => {
    const users = planned.resources.filter(
      ({ type, propertyDependencies }) =>
        type !== 'aws:ec2/routeTableAssociation:RouteTableAssociation' &&
        Object.values(propertyDependencies)
          .flat()
          .some((urn) => /::ml-endpoints-us/.test(urn)),
    );
    expect(users.map(({ name }) => name)).toEqual(['ml-s3', 'ml-sts']);
  });

  it('T15: a file system lets in the nodes of its project only, and knows no root', async () => {
    const lustre = await plan(() => {
      const pool = new GpuNodePool('p4d', { platform: base, pool: 'p4d', ...EXISTING });
      new ProjectFileSystem('alpha', {
        platform: base,
        project: 'alpha',
        fileSystem: { kind: 'fsx-lustre', sizeGiB: 2400, availabilityZone: 'us-west-2b' },
        network: EXISTING.network,
        pools: [pool],
      });
    });
    expect(one(lustre, 'LustreFileSystem', 'alpha').inputs['rootSquashConfiguration']).toEqual({
      rootSquash: '10001:10001',
    });
    const peers = all(lustre, 'SecurityGroupIngressRule')
      .filter(({ propertyDependencies }) =>
        (propertyDependencies['securityGroupId'] ?? []).some((urn) => urn.endsWith('alpha-group')),
      )
      .flatMap(({ propertyDependencies }) => propertyDependencies['referencedSecurityGroupId'] ?? [])
      .map((urn) => urn.split('::').at(-1));
    expect([...new Set(peers)].sort()).toEqual(['alpha-group', 'p4d-alpha']);
  });

  it('T15: a file system for a pool that projects share is refused', async () => {
    const shared = described({}, { pools: [{ ...POOL, shared: { reason: REASON } }] });
    await expect(
      plan(() => {
        const pool = new GpuNodePool('p4d', { platform: shared, pool: 'p4d', ...EXISTING });
        const rest = { platform: shared, project: 'alpha', network: EXISTING.network, pools: [pool] };
        new ProjectFileSystem('alpha', { ...rest, fileSystem: { kind: 'efs' } });
      }),
    ).rejects.toThrow(/pools\[0\].*pool "p4d", which projects share/s);
  });

  it('T16: roles lie under the path of their cluster, and the fences name it', () => {
    expect(one(planned, 'Role', 'alpha-role').inputs['path']).toBe('/training/train-1/');
    for (const name of ['ml-training-data-bucket', 'ml-model-checkpoints'])
      expect(String(one(planned, 'BucketPolicy', name).inputs['policy'])).toContain('"OnlyThisCluster"');
  });

  it('T18: checkpoints that nobody replaces are one line of the description', async () => {
    const changed = await whole(described({ createOnlyCheckpoints: {} }));
    expect(difference(planned, changed)).toEqual(['BucketPolicy ml-model-checkpoints policy']);
  });
});

describe('weakenings of the network', () => {
  it('a way to the internet is one line with a reason, and shows in routes and rules', async () => {
    const changes = difference(
      planned,
      await whole(described({ unsafe: { internet: { reason: REASON } }, registry: 'own' })),
    );
    expect(changes).toContain('+ InternetGateway ml-internet');
    expect(changes).toContain('+ SecurityGroupEgressRule p4d-access-internet');
    expect(all(planned, 'Route')).toEqual([]);
    expect(all(planned, 'InternetGateway')).toEqual([]);
    const touched = changes.filter((change) => !/^[+-]/.test(change));
    // Nodes take another route table; nothing that stays is changed otherwise.
    expect(touched).toEqual([
      'RouteTableAssociation ml-nodes-us-west-2a routeTableId',
      'RouteTableAssociation ml-nodes-us-west-2b routeTableId',
    ]);
  });

  it('an API server on the internet is one line with a reason and its networks', async () => {
    const weakened = described({ unsafe: { publicApi: { reason: REASON, cidrs: ['203.0.113.0/24'] } } });
    expect(difference(planned, await whole(weakened))).toEqual([
      'Cluster ml vpcConfig.endpointPublicAccess',
      'Cluster ml vpcConfig.publicAccessCidrs',
    ]);
  });

  it('policies from the start of a pod are the default of the CNI', async () => {
    const mode = (of: Plan): JsonObject =>
      (JSON.parse(String(one(of, 'Addon', 'ml-vpc-cni').inputs['configurationValues'])) as { env: JsonObject }).env;
    expect(mode(planned)).toEqual({ NETWORK_POLICY_ENFORCING_MODE: 'strict' });
    const open = described({}, { cni: { kind: 'vpc-cni', startsOpen: { reason: REASON } } });
    expect(mode(await whole(open))).toEqual({ NETWORK_POLICY_ENFORCING_MODE: 'standard' });
  });
});
