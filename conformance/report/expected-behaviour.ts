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
    notAsked:
      "AWS alone evaluates its policies, and no suite asks AWS: `npm start` computes the answer from the plan (checks access/*), and suite pulumi shows that the plan's documents arrive as they are",
  },
} as const satisfies Record<string, ExpectedRow>;

interface ExpectedRow {
  readonly signal: string;
  readonly before: string;
  readonly after: string;
  /** Why no suite asks, where none does. */
  readonly notAsked?: string;
}

/** A row of the table. */
export type Row = keyof typeof expectedBehaviour;
