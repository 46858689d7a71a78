/** Label by which Capsule knows the namespaces of a tenant (https://projectcapsule.dev/docs/). */
export const TENANT = 'capsule.clastix.io/tenant';
