/** Resources by which operators in the cluster give rights, data or nodes in the cloud, by service. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  iam: ['roles', 'policies', 'users'],
  eks: ['podidentityassociations', 'accessentries', 'nodegroups', 'addons'],
  s3: ['buckets'],
  kms: ['keys', 'grants'],
};

/** What one of them has for itself (https://docs.upbound.io/providers/provider-aws/). */
const OF_CROSSPLANE: Readonly<Record<string, readonly string[]>> = {
  iam: ['rolepolicies', 'rolepolicyattachments'],
  eks: ['accesspolicyassociations'],
  s3: ['bucketpolicies'],
  kms: ['keypolicies'],
};

type Named = readonly [group: string, resources: readonly string[]];

const SERVICES = Object.entries(RESOURCES);
const crossplane = (service: string, resources: readonly string[]): readonly string[] => [
  ...resources,
  ...(OF_CROSSPLANE[service] ?? []),
];

/** In namespaces: https://aws-controllers-k8s.github.io/community/, and Crossplane's since its version 2. */
export const OPERATED_IN_NAMESPACES: readonly Named[] = SERVICES.flatMap(([service, resources]): readonly Named[] => [
  [`${service}.services.k8s.aws`, resources],
  [`${service}.aws.m.upbound.io`, crossplane(service, resources)],
]);

/** Of the whole cluster: those that Crossplane had before. */
export const OPERATED_IN_CLUSTER: readonly Named[] = SERVICES.map(([service, resources]): Named => [
  `${service}.aws.upbound.io`,
  crossplane(service, resources),
]);
