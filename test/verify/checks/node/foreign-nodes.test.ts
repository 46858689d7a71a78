import { UNKNOWN_TEXT } from '../../../../lib/model/pulumi-marks';
import { object } from '../example';
import { foreignFindings, inputsOf, planned, type ForeignPlatform } from '../foreign-platform';

/** Pools of Karpenter with labels of their owner, which start from one class. */
function karpenter(p: ForeignPlatform, spec: object): void {
  for (const team of ['red', 'blue'])
    p.objects.push({
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: team },
      spec: {
        template: {
          metadata: { labels: { team } },
          spec: {
            nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'gpu' },
            taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }],
          },
        },
      },
    });
  p.objects.push({ apiVersion: 'karpenter.k8s.aws/v1', kind: 'EC2NodeClass', metadata: { name: 'gpu' }, spec });
}

describe('whose nodes are those of a group without labels of the library', () => {
  const apart = (change?: (platform: ForeignPlatform) => void): readonly string[] =>
    foreignFindings(['node/projects-apart'], change);
  const pod = ({ objects }: ForeignPlatform, namespace: string): ReturnType<typeof object> =>
    object(objects, 'Job', 'pretrain', namespace).spec.template.spec;
  const removeJob = ({ objects }: ForeignPlatform): void =>
    void objects.splice(objects.indexOf(object(objects, 'Job', 'pretrain', 'team-blue')), 1);

  test('is told by the pods that select them', () => {
    expect(apart()).toEqual([]);
  });

  test('and what they have in common with those of another project is found', () => {
    expect(
      apart((p) => (inputsOf(p, 'NodeGroup', 'blue').nodeRoleArn = inputsOf(p, 'NodeGroup', 'red').nodeRoleArn)),
    ).toEqual([
      'node/projects-apart fail: NodeGroup/red has its node role in common with nodes of project team-blue',
      'node/projects-apart fail: NodeGroup/blue has its node role in common with nodes of project team-red',
    ]);
  });

  test('is nobody where pods of two projects select them', () => {
    expect(apart((p) => (pod(p, 'team-blue').nodeSelector = { team: 'red' }))).toEqual([
      'node/projects-apart fail: NodeGroup/red its nodes are of no one project: pods of team-red, team-blue land there',
      'node/projects-apart unknown: NodeGroup/blue which project its nodes serve: no pod of the files selects them',
    ]);
  });

  test('is not known where pods land without selecting them', () => {
    expect(
      apart((p) => {
        delete pod(p, 'team-red').nodeSelector;
        pod(p, 'team-red').tolerations = [{ key: 'own', operator: 'Exists' }];
        inputsOf(p, 'NodeGroup', 'red').taints = [{ key: 'own', value: 'true', effect: 'NO_SCHEDULE' }];
      }),
    ).toEqual([
      'node/projects-apart unknown: NodeGroup/red whether its nodes serve team-red alone: its pods land there without selecting them',
    ]);
  });

  test('is not known where jobs are still to come that could select them, unless they have a label of the namespace', () => {
    const named = { namespaces: ['team-red', 'team-blue'] };
    const told = (change: (p: ForeignPlatform) => void): readonly string[] =>
      foreignFindings(['node/projects-apart'], (p) => (removeJob(p), change(p)), named).filter((text) =>
        text.includes(' NodeGroup/red '),
      );
    expect(told(() => undefined)).toEqual([]);
    expect(told((p) => (object(p.objects, 'Namespace', 'team-red').metadata.labels = {}))).toEqual([
      'node/projects-apart unknown: NodeGroup/red whether its nodes serve team-red alone: the files show no pods of team-blue',
    ]);
  });

  test('is told in the same way of pools of Karpenter', () => {
    const pools = (p: ForeignPlatform): void => {
      p.plan.splice(0);
      karpenter(p, {});
    };
    expect(apart(pools)).toEqual([
      'node/projects-apart fail: NodePool/red has its EC2NodeClass in common with nodes of project team-blue',
      'node/projects-apart fail: NodePool/blue has its EC2NodeClass in common with nodes of project team-red',
    ]);
  });
});

describe('a security group of nodes that lets in DNS and the control plane', () => {
  const PORT = { protocol: 'tcp', fromPort: 53, toPort: 53, securityGroups: ['sg-system'] };
  const withPort = (p: ForeignPlatform): void => {
    p.plan.push(planned('ec2/securityGroup:SecurityGroup', 'system', { id: 'sg-system', ingress: [], egress: [] }));
    inputsOf(p, 'SecurityGroup', 'red').ingress.push(PORT);
  };
  const found = (change: (p: ForeignPlatform) => void): readonly string[] =>
    foreignFindings(['node/own-security-group'], (p) => (withPort(p), change(p)));
  const interfaces = (value: unknown) => (p: ForeignPlatform) => {
    const template = inputsOf(p, 'LaunchTemplate', 'red');
    delete template.vpcSecurityGroupIds;
    template.networkInterfaces = value;
  };
  const lets = 'NodeGroup/red security group red lets in security group system';

  test('is as it should be where no interface carries EFA', () => {
    expect(found(() => undefined)).toEqual([]);
    expect(found(interfaces([{ securityGroups: ['sg-red'] }]))).toEqual([]);
  });

  test('lets nobody in with everything all the same', () => {
    const everything = { protocol: '-1', fromPort: 0, toPort: 0, securityGroups: ['sg-system'] };
    expect(found((p) => void inputsOf(p, 'SecurityGroup', 'red').ingress.push(everything))).toEqual([
      `node/own-security-group fail: ${lets}`,
    ]);
  });

  test('lets them onto the fabric where one does', () => {
    expect(found(interfaces([{ interfaceType: 'efa', securityGroups: ['sg-red'] }]))).toEqual([
      `node/own-security-group fail: ${lets}`,
    ]);
  });

  test('does so perhaps where the kind of an interface is not known', () => {
    expect(found(interfaces([{ interfaceType: UNKNOWN_TEXT, securityGroups: ['sg-red'] }]))).toEqual([
      `node/own-security-group unknown: ${lets}, and whether an interface of its nodes carries EFA is not known`,
    ]);
  });

  test('may hold no other nodes all the same', () => {
    const other = (p: ForeignPlatform): void =>
      void p.plan.push(planned('ec2/launchTemplate:LaunchTemplate', 'web', { vpcSecurityGroupIds: ['sg-red'] }));
    expect(found(other)).toEqual(['node/own-security-group fail: NodeGroup/red web is in security group red as well']);
  });

  test('lets them onto the fabric of nodes of Karpenter whose pods ask for EFA', () => {
    const pools = (devices: object) => (p: ForeignPlatform) => {
      p.plan.splice(0, p.plan.length, ...p.plan.filter(({ type }) => type.endsWith(':SecurityGroup')));
      karpenter(p, { securityGroupSelectorTerms: [{ id: 'sg-red' }] });
      const [container] = object(p.objects, 'Job', 'pretrain', 'team-red').spec.template.spec.containers;
      Object.assign(container.resources.limits, devices);
    };
    expect(found(pools({}))).toEqual([]);
    expect(found(pools({ 'vpc.amazonaws.com/efa': 4 }))).toEqual([
      'node/own-security-group fail: EC2NodeClass/gpu security group red lets in security group system',
    ]);
  });
});

describe('the cluster autoscaler', () => {
  const IDS = ['node/autoscaler-tags', 'node/endpoints-answer'];
  const found = (change?: (p: ForeignPlatform) => void): readonly string[] =>
    foreignFindings(IDS, change).filter((text) => text.includes(' NodeGroup/red '));
  const missing = (service: string): string =>
    `node/endpoints-answer fail: NodeGroup/red no endpoint of ${service} in the network of its nodes`;
  const inRegion = (change: (p: ForeignPlatform) => void) => (p: ForeignPlatform) => {
    p.plan.push({
      urn: 'urn:pulumi:prod::platform::pulumi:providers:aws::default',
      type: 'pulumi:providers:aws',
      custom: true,
      inputs: { region: 'eu-west-1' },
    });
    change(p);
  };
  const discovery = 'node/autoscaler-tags fail: NodeGroup/red has no tag k8s.io/cluster-autoscaler/prod';
  const deployment = (name: string, image: string): object => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'kube-system' },
    spec: { template: { spec: { containers: [{ name: 'c', image }] } } },
  });

  const always = ['s3', 'ec2', 'ecr.api', 'ecr.dkr', 'eks'];

  test('needs neither tags nor an endpoint where no file shows it, and nothing there asks KMS', () => {
    expect(found(inRegion(() => undefined))).toEqual(always.map(missing));
  });

  test.each<[string, string, (p: ForeignPlatform) => void]>([
    [
      'sts',
      'an account whose pods get a role for their token',
      (p) =>
        p.objects.push({
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: {
            name: 'train',
            namespace: 'team-red',
            annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/red' },
          },
        }),
    ],
    [
      'sts',
      'an add-on with a role of that kind',
      (p) => p.plan.push(planned('eks/addon:Addon', 'cni', { addonName: 'vpc-cni', serviceAccountRoleArn: 'arn' })),
    ],
    [
      'eks-auth',
      'the agent that hands out roles',
      (p) => p.plan.push(planned('eks/addon:Addon', 'agent', { addonName: 'eks-pod-identity-agent' })),
    ],
    [
      'eks-auth',
      'an association',
      (p) =>
        p.plan.push(
          planned('eks/podIdentityAssociation:PodIdentityAssociation', 'red', {
            clusterName: 'prod',
            namespace: 'team-red',
            serviceAccount: 'train',
            roleArn: 'arn:aws:iam::111122223333:role/red',
          }),
        ),
    ],
    ['logs', 'an agent that writes to CloudWatch', (p) => p.objects.push(deployment('logs', 'aws-for-fluent-bit:3'))],
  ])('an endpoint of %s is needed where the files show %s', (service, _, change) => {
    const texts = found(inRegion(change));
    expect(new Set(texts)).toEqual(new Set([...always, service].map(missing)));
  });

  test.each<[string, (p: ForeignPlatform) => void]>([
    ['its image', (p) => p.objects.push(deployment('scale', 'mirror/autoscaling/cluster-autoscaler:v1.35.0'))],
    ['its name', (p) => p.objects.push(deployment('aws-cluster-autoscaler', 'mirror/ca:v1'))],
    [
      'its account',
      (p) =>
        p.objects.push({
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'cluster-autoscaler', namespace: 'kube-system' },
        }),
    ],
    [
      'tags of the node group itself',
      (p) => (inputsOf(p, 'NodeGroup', 'blue').tags = { 'k8s.io/cluster-autoscaler/enabled': 'true' }),
    ],
  ])('is shown by %s, and needs both', (_, change) => {
    const texts = found(inRegion(change));
    expect(texts).toContain(discovery);
    expect(texts).toContain(missing('autoscaling'));
  });
});

describe('instances that start beside node groups', () => {
  const launcher = (given: object) => (p: ForeignPlatform) =>
    p.plan.push(
      planned('autoscaling/group:Group', 'own', given),
      planned('ec2/launchTemplate:LaunchTemplate', 'web', { id: 'lt-web' }),
    );
  const found = (given: object): readonly string[] => foreignFindings(['node/unread'], launcher(given));
  const told =
    'node/unread unknown: Group/own starts instances from the launch template of node group red, beside EKS: they are in its security groups, and with which labels and taints they join is not read';
  const mixed = (launchTemplateId: string): object => ({
    mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: { launchTemplateId } } },
  });

  test('are not known where they start from the template of a project', () => {
    expect(found({ launchTemplate: { id: 'lt-red', version: '$Latest' } })).toEqual([told]);
    expect(found(mixed('lt-red'))).toEqual([told]);
  });

  test('are nobody where their own template says nothing of Kubernetes', () => {
    expect(found({ launchTemplate: { id: 'lt-web', version: '$Latest' } })).toEqual([]);
    expect(found(mixed('lt-web'))).toEqual([]);
  });
});

describe('a file system in the group of the nodes themselves', () => {
  const found = (securityGroupIds: readonly string[]): readonly string[] =>
    foreignFindings(['storage/file-systems'], ({ plan }) =>
      plan.push(
        planned('fsx/lustreFileSystem:LustreFileSystem', 'data', {
          rootSquashConfiguration: { rootSquash: '1000:1000' },
          securityGroupIds,
        }),
      ),
    );

  test('lets them in, as the rule of the group does that names the group', () => {
    expect(found(['sg-red'])).toEqual([]);
    expect(found(['sg-red', 'sg-blue'])).toEqual([
      expect.stringMatching(/^storage\/file-systems fail: .* lets in the nodes of .*blue, .*red$/),
    ]);
  });
});
