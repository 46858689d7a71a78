/** What the manifests say for the AWS side: nodes of Karpenter, node ports, and roles for service accounts. */
import { App } from 'cdk8s';
import { load } from 'js-yaml';
import { definePlatform, type Platform, type PlatformProps, type PoolProps } from '../../lib';
import { PlatformIsolation, TrainingProject } from '../../lib/kubernetes';
import { synthesize, type SynthesizedObject } from '../../lib/testing';
import { platformProps } from '../platform-props';

const KARPENTER: PoolProps = {
  name: 'p5',
  instanceType: 'p5.48xlarge',
  availabilityZone: 'us-west-2b',
  maxNodes: 16,
  provisioner: 'karpenter',
};

function objects(props: PlatformProps): readonly SynthesizedObject[] {
  const platform: Platform = definePlatform(props);
  const app = new App();
  new PlatformIsolation(app, 'platform', { platform });
  new TrainingProject(app, 'alpha', { platform, project: 'alpha' });
  return synthesize(app);
}

function named(all: readonly SynthesizedObject[], kind: string, name: string): SynthesizedObject {
  const found = all.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

describe('nodes of Karpenter', () => {
  const all = objects(platformProps({ pools: [KARPENTER] }));

  test('there is a pool and a class of nodes for each project, and one for huge pages', () => {
    const made = all.filter(({ apiVersion }) => /karpenter/.test(apiVersion));
    expect(made.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(
      ['ml--p5--alpha', 'ml--p5--beta'].flatMap((name) => [
        `NodePool ${name}`,
        `EC2NodeClass ${name}`,
        `NodeOverlay ${name}`,
      ]),
    );
  });

  test('E1-36, E1-37: taints keep others out, and jobs select a label that no kubelet can give itself', () => {
    expect(named(all, 'NodePool', 'ml--p5--alpha')).toMatchSnapshot();
    const job = definePlatform(platformProps({ pools: [KARPENTER] })).projects[0]?.nodeGroups[0];
    expect(job?.labels).toHaveProperty(['node-restriction.kubernetes.io/workload-type'], 'ai-training');
    const managed = definePlatform(platformProps()).projects[0]?.nodeGroups[0];
    expect(Object.keys(managed?.labels ?? {}).filter((key) => /node-restriction/.test(key))).toEqual([]);
  });

  test('a node starts closed: pinned image, encrypted disk, no way to its metadata, groups found by tags', () => {
    expect(named(all, 'EC2NodeClass', 'ml--p5--alpha')).toMatchSnapshot();
  });

  test('a reservation is found by its id, and Bottlerocket keeps containers on its second disk', () => {
    const pool: PoolProps = {
      ...KARPENTER,
      purchase: { kind: 'reservation', id: 'cr-0123456789abcdef0' },
      image: { family: 'bottlerocket', release: '1.62.1' },
    };
    const spec = named(objects(platformProps({ pools: [pool] })), 'EC2NodeClass', 'ml--p5--alpha')['spec'];
    expect(spec).toMatchObject({
      capacityReservationSelectorTerms: [{ id: 'cr-0123456789abcdef0' }],
      amiSelectorTerms: [{ alias: 'bottlerocket@v1.62.1' }],
      blockDeviceMappings: [{ deviceName: '/dev/xvdb' }],
    });
  });

  test('managed pools write none of it', () => {
    expect(objects(platformProps()).filter(({ apiVersion }) => /karpenter/.test(apiVersion))).toEqual([]);
  });
});

describe('T1: node ports', () => {
  const addresses = (all: readonly SynthesizedObject[]): unknown => {
    const found = all.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'kube-proxy-config');
    const text = (found?.['data'] as { config?: string } | undefined)?.config;
    return text === undefined ? undefined : (load(text) as { nodePortAddresses: unknown; mode: unknown });
  };

  test('answer on the loopback address only, in a mode that honours it', () => {
    expect(addresses(objects(platformProps()))).toMatchObject({ nodePortAddresses: ['127.0.0.0/8'], mode: 'iptables' });
  });

  test('are left alone by reason, in clusters that run other things already, and where another CNI decides', () => {
    const aws = platformProps().aws as NonNullable<PlatformProps['aws']>;
    const open = { ...aws, unsafe: { nodePorts: { reason: 'load balancers with nodes as targets' } } };
    expect(addresses(objects(platformProps({ aws: open })))).toBeUndefined();
    const existing = {
      account: aws.account,
      region: aws.region,
      existing: {
        endpointCidrs: ['10.0.1.0/32'],
        controlPlaneCidrs: ['10.0.2.0/24'],
        resolverCidrs: ['10.0.0.2/32'],
      },
    };
    expect(addresses(objects(platformProps({ aws: existing })))).toBeUndefined();
    expect(addresses(objects(platformProps({ cni: 'cilium' })))).toBeUndefined();
  });
});

describe('roles for service accounts', () => {
  const aws = platformProps().aws as NonNullable<PlatformProps['aws']>;
  const irsa = objects(platformProps({ aws: { ...aws, credentials: { kind: 'irsa' } } }));

  test('the account names its role, and no pod reaches the agent of Pod Identity', () => {
    expect(named(irsa, 'ServiceAccount', 'train').metadata.annotations).toMatchObject({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/training/ml/ml-alpha',
    });
    expect(irsa.some(({ metadata }) => metadata.name === 'allow-pod-identity')).toBe(false);
  });

  test('with Pod Identity the account names nothing, and pods reach the agent', () => {
    const all = objects(platformProps());
    expect(Object.keys(named(all, 'ServiceAccount', 'train').metadata.annotations ?? {})).toEqual([
      'training-isolation/purpose',
    ]);
    named(all, 'NetworkPolicy', 'allow-pod-identity');
  });
});

describe('endpoints', () => {
  test('T3: training pods reach those of S3 and STS, operators those of nodes too', () => {
    const all = objects(platformProps({ components: ['coredns', 'cluster-autoscaler'] }));
    const cidrs = (object: SynthesizedObject): string[] =>
      JSON.stringify(object)
        .match(/10\.0\.24\d\.0\/24/g)
        ?.sort() ?? [];
    expect(cidrs(named(all, 'NetworkPolicy', 'allow-cloud-endpoints'))).toEqual(['10.0.240.0/24', '10.0.241.0/24']);
    expect(cidrs(named(all, 'NetworkPolicy', 'ml-cluster-autoscaler'))).toEqual(
      expect.arrayContaining(['10.0.240.0/24', '10.0.244.0/24', '10.0.245.0/24']),
    );
  });
});
