import { judgedText, type JudgeOptions, type Loose } from './example';

/** A platform as somebody writes it who does not have this library: two teams, whose nodes have labels of their own. */
export interface ForeignPlatform {
  readonly objects: Loose[];
  /** Resources of the plan by type, without the provider, and name. */
  readonly plan: Loose[];
}

/** Type of a resource: `eks/nodeGroup:NodeGroup`. */
export function planned(type: string, name: string, inputs: object): Loose {
  return { urn: `urn:pulumi:prod::platform::aws:${type}::${name}`, type: `aws:${type}`, custom: true, inputs };
}

const TEAMS = ['red', 'blue'];
const CLOSED = { protocol: '-1', fromPort: 0, toPort: 0, self: true };

function objectsOf(team: string): Loose[] {
  const namespace = `team-${team}`;
  const container = {
    name: 'train',
    image: `registry/${team}@sha256:${'0'.repeat(64)}`,
    resources: { limits: { 'nvidia.com/gpu': 8 } },
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { team } } },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'pretrain', namespace },
      spec: {
        template: {
          spec: {
            nodeSelector: { team },
            tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
            containers: [container],
            restartPolicy: 'Never',
          },
        },
      },
    },
  ];
}

function resourcesOf(team: string): Loose[] {
  return [
    planned('ec2/securityGroup:SecurityGroup', team, { id: `sg-${team}`, ingress: [CLOSED], egress: [CLOSED] }),
    planned('ec2/launchTemplate:LaunchTemplate', team, { id: `lt-${team}`, vpcSecurityGroupIds: [`sg-${team}`] }),
    planned('eks/nodeGroup:NodeGroup', team, {
      clusterName: 'prod',
      nodeRoleArn: `arn:aws:iam::111122223333:role/node-${team}`,
      subnetIds: ['subnet-1'],
      launchTemplate: { id: `lt-${team}`, version: '$Latest' },
      instanceTypes: ['p4d.24xlarge'],
      scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 0 },
      labels: { team },
      taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NO_SCHEDULE' }],
    }),
  ];
}

const NETWORK = [
  planned('ec2/vpc:Vpc', 'vpc', { id: 'vpc-1', enableDnsHostnames: true, enableDnsSupport: true }),
  planned('ec2/subnet:Subnet', 'nodes', { id: 'subnet-1', vpcId: 'vpc-1', cidrBlock: '10.0.0.0/20' }),
  planned('ec2/routeTable:RouteTable', 'closed', { id: 'rtb-1', vpcId: 'vpc-1', routes: [] }),
  planned('ec2/routeTableAssociation:RouteTableAssociation', 'nodes', { subnetId: 'subnet-1', routeTableId: 'rtb-1' }),
];

/** Findings of some checks about the platform after a change: `node/image fail: NodeGroup/red ...`. */
export function foreignFindings(
  ids: readonly string[],
  change: (platform: ForeignPlatform) => void = () => undefined,
  options: JudgeOptions = {},
): readonly string[] {
  const objects = TEAMS.flatMap(objectsOf);
  const plan = structuredClone([...NETWORK, ...TEAMS.flatMap(resourcesOf)]);
  change({ objects, plan });
  const resources = plan.map((item) => ({ outputs: item.inputs, ...item }));
  const texts = {
    'objects.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    'plan.json': JSON.stringify({ version: 3, deployment: { resources } }),
  };
  const families = [...new Set(ids.map((id) => id.split('/')[0] as 'node'))];
  return judgedText(texts, { platform: undefined, families, ...options }).results.flatMap(({ check, findings }) =>
    ids.includes(check.id)
      ? findings.map(({ status, resource, message }) => `${check.id} ${status}: ${resource} ${message}`)
      : [],
  );
}

/** The inputs of a resource of the plan: `NodeGroup`, `red`. */
export function inputsOf({ plan }: ForeignPlatform, kind: string, name: string): Loose {
  const found = plan.filter(({ type, urn }) => type.endsWith(`:${kind}`) && urn.endsWith(`::${name}`));
  if (found.length !== 1) throw new Error(`${found.length} resources are ${kind} ${name}`);
  return found[0].inputs;
}
