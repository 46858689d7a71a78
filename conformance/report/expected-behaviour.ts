/**
 * The table "Expected Behaviour" of the guide "Isolating AI training batch jobs in Kubernetes", which this library
 * implements: what isolation has to change. Checks name the row that they are evidence for.
 */
export const expectedBehaviour = {
  'production-node': {
    signal: 'Training pod on production node',
    before: 'Possible',
    after: 'Blocked: taint/toleration mismatch',
  },
  'production-service': {
    signal: 'Training job accessing production vault',
    before: 'Succeeds via DNS',
    after: 'Blocked by NetworkPolicy egress deny',
  },
  exec: {
    signal: "kubectl exec into another project's training pod",
    before: 'Permitted with broad RBAC',
    after: 'Denied: rights are scoped to the own project',
  },
  privileged: {
    signal: 'GPU pod runs as privileged: true',
    before: 'Common',
    after: 'Blocked at admission',
  },
  'foreign-claim': {
    signal: 'Training data PVC readable cross-namespace',
    before: 'Possible via shared StorageClass',
    after: 'PVCs in separate namespaces; cross-namespace mount blocked',
  },
  'bucket-access': {
    signal: 'Training service account has S3 bucket-wide access',
    before: 'Common (over-provisioned)',
    after: 'Scoped to the project-specific prefix',
  },
} as const satisfies Record<string, { readonly signal: string; readonly before: string; readonly after: string }>;

/** A row of the table. */
export type Row = keyof typeof expectedBehaviour;
