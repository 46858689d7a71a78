import { App } from 'cdk8s';
import { definePlatform, type NodeGroup } from '../../../../lib';
import { PlatformIsolation, TrainingProject } from '../../../../lib/kubernetes';
import { karpenterNames } from '../../../../lib/model/nodes/karpenter-names';
import { synthesize } from '../../../../lib/testing';
import { platformProps } from '../../../platform-props';
import { judged, judgedText, object, type Loose } from '../example';

const platform = definePlatform(
  platformProps({
    pools: [
      {
        name: 'p5',
        instanceType: 'p5.48xlarge',
        availabilityZone: 'us-west-2b',
        maxNodes: 16,
        provisioner: 'karpenter',
      },
    ],
  }),
);

/** The nodes of Karpenter that the library writes, and nothing else of the cloud; with projects, which have no jobs yet. */
function written(...projects: readonly string[]): Loose[] {
  const app = new App();
  new PlatformIsolation(app, 'platform', { platform });
  for (const project of projects) new TrainingProject(app, project, { platform, project });
  return structuredClone(synthesize(app)) as Loose[];
}

function findings(change: (objects: Loose[]) => void): string[] {
  const objects = written();
  change(objects);
  return judged(objects, { platform, families: ['node'] }).results.flatMap(({ check, findings: found }) =>
    found.map(({ status, resource, message }) => `${check.id} ${status}: ${resource} ${message}`),
  );
}

const ALPHA = 'ml--p5--alpha';
const classOf = (objects: Loose[], name = ALPHA): Loose => object(objects, 'EC2NodeClass', name).spec;
const templateOf = (objects: Loose[]): Loose => object(objects, 'NodePool', ALPHA).spec.template;
const requirement = (objects: Loose[], key: string): Loose =>
  templateOf(objects).spec.requirements.find((one: Loose) => one.key === key);
const device = (objects: Loose[]): Loose => classOf(objects).blockDeviceMappings[0];

describe('nodes of Karpenter are judged by their classes, as those of a plan by their launch templates', () => {
  test('and what the library writes passes', () => {
    const { results, notJudged } = judged(written(), { platform, families: ['node'] });
    expect(results.filter(({ status }) => status === 'pass').map(({ check }) => check.id)).toEqual([
      'node/projects-apart',
      'node/metadata',
      'node/volumes',
      'node/remote-access',
      'node/image',
      'node/devices',
      'node/kubelet',
      'node/as-described',
      'node/unread',
    ]);
    expect(findings(() => undefined)).toEqual([]);
    expect(notJudged.map(({ family }) => family)).not.toContain('node');
  });

  test.each<[string, string, (objects: Loose[]) => void, ...string[]]>([
    [
      'that answer without a token',
      `node/metadata fail: EC2NodeClass/${ALPHA} httpTokens is optional: an answer needs no token`,
      (o) => (classOf(o).metadataOptions.httpTokens = 'optional'),
    ],
    [
      'whose tokens reach pods',
      `node/metadata fail: EC2NodeClass/${ALPHA} httpPutResponseHopLimit is 2: a token reaches the network of pods`,
      (o) => (classOf(o).metadataOptions.httpPutResponseHopLimit = 2),
    ],
    [
      'that get public addresses',
      `node/isolated-subnets fail: EC2NodeClass/${ALPHA} gives its nodes public addresses`,
      (o) => (classOf(o).associatePublicIPAddress = true),
    ],
    [
      'whose volumes say nothing of encryption',
      `node/volumes unknown: EC2NodeClass/${ALPHA} whether /dev/xvda is encrypted is left to the account`,
      (o) => delete device(o).ebs.encrypted,
    ],
    [
      'with an open volume',
      `node/volumes fail: EC2NodeClass/${ALPHA} /dev/xvda is not encrypted`,
      (o) => (device(o).ebs.encrypted = false),
    ],
    [
      'of whatever image is the newest',
      `node/image fail: EC2NodeClass/${ALPHA} is not pinned: a node that starts next week runs another image than was judged`,
      (o) => (classOf(o).amiSelectorTerms = [{ alias: 'al2023@latest' }]),
    ],
    [
      'of an image of their own',
      `node/image unknown: EC2NodeClass/${ALPHA} what an image holds that is no release of EKS is not known`,
      (o) => (classOf(o).amiSelectorTerms = [{ id: 'ami-0123456789abcdef0' }]),
    ],
    [
      'whose toolkit obeys any image',
      `node/devices fail: EC2NodeClass/${ALPHA} user data does not tell the toolkit to refuse NVIDIA_VISIBLE_DEVICES`,
      (o) => delete classOf(o).userData,
    ],
    [
      'without devices',
      `node/volumes unknown: EC2NodeClass/${ALPHA} names no devices: the default of the installed Karpenter decides`,
      (o) => delete classOf(o).blockDeviceMappings,
    ],
    [
      'whose user data lets somebody in',
      `node/remote-access fail: EC2NodeClass/${ALPHA} lets somebody log in by its user data`,
      (o) => (classOf(o).userData += '\necho ssh-ed25519 AAAA somebody >> /home/ec2-user/.ssh/authorized_keys\n'),
    ],
    [
      'of a class of another kind',
      `node/unread unknown: NodePool/${ALPHA} its nodes start from a class of kind NodeClass, which is not read`,
      (o) => Object.assign(templateOf(o).spec.nodeClassRef, { group: 'eks.amazonaws.com', kind: 'NodeClass' }),
      `node/as-described fail: NodePool/${ALPHA} its class is eks.amazonaws.com NodeClass ${ALPHA}, described is karpenter.k8s.aws EC2NodeClass ${ALPHA}`,
    ],
    [
      'of no image',
      `node/image unknown: EC2NodeClass/${ALPHA} names no image`,
      (o) => (classOf(o).amiSelectorTerms = []),
    ],
    [
      'that are taken back at will',
      `node/as-described fail: NodePool/${ALPHA} its nodes are not held to karpenter.sh/capacity-type on-demand, but to on-demand, spot`,
      (o) => requirement(o, 'karpenter.sh/capacity-type').values.push('spot'),
    ],
    [
      'of any machine',
      `node/as-described fail: NodePool/${ALPHA} its nodes are not held to node.kubernetes.io/instance-type p5.48xlarge`,
      (o) => (requirement(o, 'node.kubernetes.io/instance-type').key = 'karpenter.k8s.aws/instance-family'),
    ],
    [
      'without bound',
      `node/as-described fail: NodePool/${ALPHA} its most nvidia.com/gpu is missing, described is 32`,
      (o) => delete object(o, 'NodePool', ALPHA).spec.limits,
    ],
    [
      'that their peers do not know',
      `node/as-described fail: EC2NodeClass/${ALPHA} its securityGroupSelectorTerms do not name the security group of its peers`,
      (o) => classOf(o).securityGroupSelectorTerms.shift(),
    ],
    [
      'with a profile of their own',
      `node/as-described fail: EC2NodeClass/${ALPHA} its instance profile is own, described is ${ALPHA}`,
      (o) => (classOf(o).instanceProfile = 'own'),
    ],
    [
      'without the taint of the project',
      `node/as-described fail: NodePool/${ALPHA} has not the taint training-isolation/project=alpha:NoSchedule`,
      (o) => templateOf(o).spec.taints.pop(),
    ],
    [
      'with a taint that no job tolerates',
      `node/as-described fail: NodePool/${ALPHA} has the taint dedicated=x:NoSchedule, which jobs do not tolerate`,
      (o) => templateOf(o).spec.taints.push({ key: 'dedicated', value: 'x', effect: 'NoSchedule' }),
    ],
    [
      'that are not made',
      `node/as-described fail: NodePool/${ALPHA} is not in the files`,
      (o) => void o.splice(o.indexOf(object(o, 'NodePool', ALPHA)), 1),
    ],
  ])('%s', (_, finding, change, ...more) => {
    expect(findings(change).sort()).toEqual([finding, ...more].sort());
  });

  test('that are for whichever project come to be of two of them, whether or not jobs are in the files', () => {
    const opened = (key: 'labels' | 'requirements'): unknown[] => {
      const objects = written('alpha', 'beta');
      const { metadata, spec } = templateOf(objects);
      delete metadata.labels['training-isolation/project'];
      spec.taints.pop();
      if (key === 'requirements')
        spec.requirements.push({ key: 'training-isolation/project', operator: 'In', values: ['alpha', 'beta'] });
      return judged(objects, { platform, families: ['placement'] })
        .results.filter(({ check }) => check.id === 'placement/projects-apart')
        .map(({ status }) => status);
    };
    expect([opened('requirements'), opened('labels')]).toEqual([['unknown'], ['pass']]);
  });

  test('are not asked for where the files have those of others alone', () => {
    const others = findings((o) => {
      const kinds = new Set(['NodePool', 'EC2NodeClass', 'NodeOverlay']);
      const kept = o.filter(({ kind }) => !kinds.has(kind));
      const other = structuredClone(object(o, 'NodePool', ALPHA));
      const otherClass = structuredClone(object(o, 'EC2NodeClass', ALPHA));
      Object.assign(other, { metadata: { name: 'web' } });
      Object.assign(otherClass, { metadata: { name: 'web' } });
      Object.assign(other.spec.template, {
        metadata: { labels: { purpose: 'web' } },
        spec: { nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'web' } },
      });
      o.splice(0, o.length, ...kept, other, otherClass);
    });
    expect(others).toEqual([]);
  });

  test('that are claimed one by one are judged as those of pools', () => {
    const claimed = findings((o) => {
      const { metadata, spec } = templateOf(o);
      const claim = { ...spec, nodeClassRef: { ...spec.nodeClassRef, name: 'loose' } };
      const loose = structuredClone(object(o, 'EC2NodeClass', ALPHA));
      loose.metadata.name = 'loose';
      loose.spec.metadataOptions.httpPutResponseHopLimit = 2;
      loose.spec.instanceProfile = 'loose';
      const kind = { apiVersion: 'karpenter.sh/v1', kind: 'NodeClaim' };
      o.push(loose, { ...kind, metadata: { name: 'one', labels: metadata.labels }, spec: claim });
    });
    expect(claimed).toEqual([
      'node/metadata fail: EC2NodeClass/loose httpPutResponseHopLimit is 2: a token reaches the network of pods',
    ]);
  });

  test('are closed by default since v1, and nobody knows how before', () => {
    expect(findings((o) => delete classOf(o).metadataOptions)).toEqual([]);
    const before = findings((o) => {
      object(o, 'EC2NodeClass', ALPHA).apiVersion = 'karpenter.k8s.aws/v1beta1';
      delete classOf(o).metadataOptions;
    });
    expect(before).toEqual(
      ['httpTokens', 'httpPutResponseHopLimit'].map(
        (name) =>
          `node/metadata unknown: EC2NodeClass/${ALPHA} ${name} is not set: the default of the installed Karpenter decides`,
      ),
    );
  });

  test('of an old release have programs with known ways out', () => {
    const old = findings((o) => (classOf(o).amiSelectorTerms = [{ alias: 'al2023@v20260505' }]));
    expect(old).toEqual([
      expect.stringContaining('al2023@v20260505 has toolkit 1.19.0, older than 1.19.1'),
      expect.stringContaining('al2023@v20260505 has driver 580.126.09, older than'),
    ]);
  });

  test.each<[string, string, (objects: Loose[]) => void]>([
    [
      'of one profile',
      'instance profile',
      (o) => (classOf(o).instanceProfile = classOf(o, 'ml--p5--beta').instanceProfile),
    ],
    [
      'of one security group',
      'security groups',
      (o) => (classOf(o).securityGroupSelectorTerms = classOf(o, 'ml--p5--beta').securityGroupSelectorTerms),
    ],
    [
      'of one class',
      'EC2NodeClass',
      (o) => (object(o, 'NodePool', ALPHA).spec.template.spec.nodeClassRef.name = 'ml--p5--beta'),
    ],
  ])('two projects %s', (_, what, change) => {
    // The description says whose it is, too.
    expect(findings(change).filter((text) => !text.startsWith('node/as-described'))).toEqual(
      [
        ['alpha', 'beta'],
        ['beta', 'alpha'],
      ].map(
        ([own, other]) =>
          `node/projects-apart fail: NodePool/ml--p5--${own} has its ${what} in common with nodes of project ${other}`,
      ),
    );
  });

  test('a class that is not in the files is not known', () => {
    expect(findings((o) => void o.splice(o.indexOf(object(o, 'EC2NodeClass', ALPHA)), 1))).toEqual([
      `node/metadata unknown: NodePool/${ALPHA} EC2NodeClass ${ALPHA} is not in the files`,
      `node/volumes unknown: NodePool/${ALPHA} EC2NodeClass ${ALPHA} is not in the files`,
      `node/remote-access unknown: NodePool/${ALPHA} EC2NodeClass ${ALPHA} is not in the files`,
      `node/image unknown: NodePool/${ALPHA} EC2NodeClass ${ALPHA} is not in the files`,
      `node/devices unknown: NodePool/${ALPHA} EC2NodeClass ${ALPHA} is not in the files`,
      `node/kubelet unknown: NodePool/${ALPHA} EC2NodeClass ${ALPHA} is not in the files`,
    ]);
  });
});

describe('what the terms of a class select is looked up in the plan', () => {
  type Resource = readonly [type: string, name: string, inputs: object];
  const [nodes] = platform.projects[0]?.nodeGroups ?? [];
  const own = karpenterNames(platform, nodes as NodeGroup);
  const group = (id: string, tags: object): Resource => ['ec2/securityGroup:SecurityGroup', id, { id, tags }];
  const rule = (id: string, peer: object): Resource => [
    'vpc/securityGroupIngressRule:SecurityGroupIngressRule',
    `${id} ${JSON.stringify(peer)}`,
    { securityGroupId: id, ipProtocol: '-1', ...peer },
  ];
  const itself = rule('sg-own', { referencedSecurityGroupId: 'sg-own' });
  const groups = [group('sg-own', own.securityGroupTags.own), group('sg-access', own.securityGroupTags.access)];
  const subnet = [
    ['ec2/subnet:Subnet', 'nodes', { id: 'subnet-1', tags: own.subnetTags }],
    ['ec2/routeTable:RouteTable', 'closed', { id: 'rtb-1', routes: [] }],
    ['ec2/routeTableAssociation:RouteTableAssociation', 'nodes', { subnetId: 'subnet-1', routeTableId: 'rtb-1' }],
  ] as const satisfies readonly Resource[];

  /** What is found about the nodes of alpha. */
  function found(...resources: readonly Resource[]): string[] {
    const exported = resources.map(([type, name, inputs]) => ({
      urn: `urn:pulumi:dev::cluster::aws:${type}::${name}`,
      type: `aws:${type}`,
      custom: true,
      inputs,
      outputs: inputs,
    }));
    const texts = {
      'objects.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: written() }),
      'plan.json': JSON.stringify({ version: 3, deployment: { resources: exported } }),
    };
    return judgedText(texts, { platform, families: ['node'] }).results.flatMap(({ check, findings: all }) =>
      all
        .filter(({ resource }) => resource === `EC2NodeClass/${ALPHA}`)
        .map(({ status, message }) => `${check.id} ${status}: ${message}`),
    );
  }

  test('and passes where groups name their members only and no subnet has a way out', () => {
    expect(found(...groups, itself, ...subnet)).toEqual([]);
  });

  test('and lets in the file system of its own project alone', () => {
    const system = (project: string): readonly Resource[] => [
      group('sg-lustre', {}),
      rule('sg-lustre', { referencedSecurityGroupId: 'sg-own' }),
      rule('sg-own', { referencedSecurityGroupId: 'sg-lustre' }),
      ['fsx/lustreFileSystem:LustreFileSystem', 'fs', { securityGroupIds: ['sg-lustre'], tags: tagOf(project) }],
    ];
    const tagOf = (project: string): object => ({ [platform.keys.project]: project });
    expect(found(...groups, itself, ...subnet, ...system('alpha'))).toEqual([]);
    expect(found(...groups, itself, ...subnet, ...system('beta'))).toEqual([
      'node/own-security-group fail: security group sg-own lets in security group sg-lustre',
    ]);
  });

  test('and is unknown where nothing of the plan fits', () => {
    expect(found(groups[0] as Resource, itself, ...subnet)).toEqual([
      'node/own-security-group unknown: no security group of the plan is what this term selects',
      'node/closed-groups unknown: no security group of the plan is what this term selects',
    ]);
  });

  test('and fails where the group of peers lets in a block, or the subnet has a way to the internet', () => {
    expect(found(...groups, itself, rule('sg-own', { cidrIpv4: '10.0.0.0/8' }), ...subnet)).toEqual([
      'node/own-security-group fail: security group sg-own lets in 10.0.0.0/8',
      'node/closed-groups fail: security group sg-own lets in whoever has 10.0.0.0/8',
    ]);
    const out: Resource = [
      'ec2/route:Route',
      'out',
      { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-1' },
    ];
    expect(found(...groups, itself, ...subnet, out)).toEqual([
      'node/isolated-subnets fail: out routes 0.0.0.0/0 to the internet (natGatewayId)',
    ]);
  });
});
