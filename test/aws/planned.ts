import { definePlatform, type AwsProps, type Platform, type PlatformProps, type PoolProps } from '../../lib/model';
import { planProgram, type JsonObject, type Plan, type PlannedResource, type PlanProgramOptions } from '../../lib/plan';

export const ACCOUNT = '111122223333';
export const ADMIN = `arn:aws:iam::${ACCOUNT}:role/platform-admin`;
export const REASON = 'accepted by the platform team';

export const POOL: PoolProps = {
  name: 'p4d',
  instanceType: 'p4d.24xlarge',
  availabilityZone: 'us-west-2b',
  maxNodes: 16,
};

/** Two projects on p4d nodes in a VPC of their own, and what a test changes of it. */
export function described(aws: Partial<AwsProps> = {}, rest: Partial<PlatformProps> = {}): Platform {
  return definePlatform({
    name: 'ml',
    aws: {
      account: ACCOUNT,
      region: 'us-west-2',
      zones: ['us-west-2a', 'us-west-2b'],
      ...(aws.existing === undefined ? { vpcCidr: '10.0.0.0/16' } : {}),
      clusterName: 'train-1',
      access: { administrators: [ADMIN] },
      ...aws,
    },
    pools: [POOL],
    storage: { datasets: 'training-data-bucket', checkpoints: 'model-checkpoints' },
    services: [{ name: 'tracking', namespace: 'ml-platform', podLabels: { app: 'mlflow' }, port: 5000 }],
    components: ['coredns', 'nvidia-device-plugin', 'efa-device-plugin', 'mountpoint-s3', 'ebs-csi'],
    projects: [
      { name: 'alpha', gpus: 32, uses: ['tracking'] },
      { name: 'beta', gpus: 8 },
    ],
    ...rest,
  });
}

/** A VPC and a cluster that stand already. */
export const EXISTING = {
  network: {
    vpcId: 'vpc-0123456789abcdef0',
    nodeSubnetIds: { 'us-west-2a': 'subnet-a', 'us-west-2b': 'subnet-b' },
    controlPlaneSubnetIds: ['subnet-c', 'subnet-d'],
  },
  cluster: { name: 'train-1', securityGroupId: 'sg-cluster', volumeKeyArn: `arn:aws:kms:us-west-2:${ACCOUNT}:key/1` },
} as const;

export function existingVpc(): Partial<AwsProps> {
  return {
    existing: {
      endpointCidrs: ['10.0.240.10/32'],
      controlPlaneCidrs: ['10.0.248.0/24'],
      nodeCidrs: ['10.0.0.0/19'],
      resolverCidrs: ['10.0.0.2/32'],
    },
  };
}

/** Plans what a function constructs. */
export function plan(program: () => unknown, options: PlanProgramOptions = {}): Promise<Plan> {
  return planProgram(() => void program(), { from: __filename, config: { 'aws:region': 'us-west-2' }, ...options });
}

/** Resources of a type, by the last part of its token: `NodeGroup`. */
export function all(planned: Plan, kind: string): readonly PlannedResource[] {
  return planned.resources.filter(({ type }) => type.endsWith(`:${kind}`));
}

/** The one resource of this kind and name. */
export function one(planned: Plan, kind: string, name: string): PlannedResource {
  const found = all(planned, kind).filter((resource) => resource.name === name);
  if (found.length !== 1) {
    throw new Error(
      `${found.length} resources ${kind} "${name}"; there are ${all(planned, kind)
        .map((r) => r.name)
        .join()}`,
    );
  }
  return found[0] as PlannedResource;
}

/** What one plan has otherwise than another: `NodeGroup p4d-alpha scalingConfig.maxSize`, or a resource with + or -. */
export function difference(before: Plan, after: Plan): readonly string[] {
  const [a, b] = [before, after].map(
    (planned) => new Map(planned.resources.map((resource) => [resource.urn, resource] as const)),
  ) as [Map<string, PlannedResource>, Map<string, PlannedResource>];
  const label = ({ type, name }: PlannedResource): string => `${type.split(':').at(-1)} ${name}`;
  return [
    ...[...a.values()].filter(({ urn }) => !b.has(urn)).map((resource) => `- ${label(resource)}`),
    ...[...b.values()].flatMap((resource) => {
      const old = a.get(resource.urn);
      if (old === undefined) return [`+ ${label(resource)}`];
      const paths = changedPaths({ ...old.inputs, ...flags(old) }, { ...resource.inputs, ...flags(resource) });
      // An id that AWS chooses is unknown before and after: what it is the id of tells the two apart.
      const sources = changedPaths(old.propertyDependencies, resource.propertyDependencies).map(
        (path) => path.split('.')[0] ?? '',
      );
      return [...new Set([...paths, ...sources])].map((path) => `${label(resource)} ${path}`);
    }),
  ].sort();
}

const flags = ({ protect, retainOnDelete }: PlannedResource): JsonObject => ({ protect, retainOnDelete });

function changedPaths(before: unknown, after: unknown, path = ''): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const objects = [before, after].every((value) => typeof value === 'object' && value !== null);
  if (!objects) return [path];
  const keys = new Set([...Object.keys(before as object), ...Object.keys(after as object)]);
  return [...keys].flatMap((key) =>
    changedPaths(
      (before as Record<string, unknown>)[key],
      (after as Record<string, unknown>)[key],
      path === '' ? key : `${path}.${key}`,
    ),
  );
}
