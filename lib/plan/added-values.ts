import { UNKNOWN } from './wire';

/**
 * Members that the cloud adds to an object that the program gave. Without the provider's schema nobody can tell that they
 * are missing from an input because they come later; these are the ones that programs read. Of other types such a member
 * is undefined in a plan, as with Pulumi's own mocks, unless `outputs` of the options says it.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/eks/cluster/#outputs
 */
const ADDED: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'aws:eks/cluster:Cluster': {
    kubernetesNetworkConfig: ['serviceIpv6Cidr'],
    vpcConfig: ['clusterSecurityGroupId', 'vpcId'],
  },
};

/** What a preview answers for a resource: its inputs, and unknown what the cloud adds inside them. */
export function withAddedValues(
  type: string,
  inputs: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const added = Object.entries(ADDED[type] ?? {}).flatMap(([property, members]) => {
    const given = inputs[property];
    if (typeof given !== 'object' || given === null) return [];
    return [[property, { ...Object.fromEntries(members.map((member) => [member, UNKNOWN])), ...given }]];
  });
  return { ...inputs, ...(Object.fromEntries(added) as Record<string, unknown>) };
}
