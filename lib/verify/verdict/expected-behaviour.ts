import type { WorkRuleId } from '../../model/policies';
import { worst, type Status } from './status';

/** A row of the table "Expected Behaviour" of the guide "Isolating AI training batch jobs in Kubernetes"; the last two are ours. */
export interface ExpectedBehaviour {
  readonly signal: string;
  /** What the guide expects after isolation. */
  readonly expected: string;
  /** Checks that have to hold for it; ids, or families with `/*`. */
  readonly checks: readonly string[];
  /** Rules of admission whose exceptions concern this row; those of others say nothing about it. @default - none */
  readonly exceptionsOf?: readonly WorkRuleId[];
}

/** An exception lets work pass one rule, and says nothing about what other rows expect. */
const EXCEPTIONS = 'admission/exceptions';

export const EXPECTED_BEHAVIOUR: readonly ExpectedBehaviour[] = [
  {
    signal: 'Training pod on a production node, and the other way round',
    expected: 'blocked by selector and taint, and nobody else may tolerate it',
    checks: [
      'placement/*',
      'admission/project-labels',
      'admission/training-nodes',
      'admission/training-taint',
      'admission/node-name',
      'admission/nodes',
      EXCEPTIONS,
    ],
    exceptionsOf: ['training-nodes', 'node-name', 'training-taint', 'node-selection', 'gpu-requests'],
  },
  {
    signal: 'Training job accessing the production vault',
    expected: 'blocked by network policies that are enforced',
    checks: ['network/*', 'admission/service-shape', 'admission/project-guards'],
  },
  {
    signal: "kubectl exec into another project's training pod",
    expected: 'denied: each project has its own namespace, and nobody has the right',
    checks: [
      'authority/*',
      'admission/pod-access',
      'admission/account-tokens',
      'admission/namespace-labels',
      'admission/cluster-guards',
    ],
  },
  {
    signal: 'GPU pod runs as privileged',
    expected: 'blocked by Pod Security and by admission policies',
    checks: [
      'pod/security',
      'pod/security-labels',
      'pod/devices',
      'pod/gpus',
      'pod/volumes',
      'admission/pod-security',
      'admission/devices',
      'admission/enforcing',
      'admission/engine',
      'admission/mutations',
      'admission/served-apis',
      'admission/conditions',
      EXCEPTIONS,
    ],
    exceptionsOf: ['pod-security', 'device-access', 'gpu-share', 'resource-claims', 'own-volumes'],
  },
  {
    signal: "Another project's training data by a claim",
    expected: 'claims in separate namespaces, and volumes that show the own prefix only',
    checks: ['storage/*', 'admission/own-volumes', 'admission/claim-sources', EXCEPTIONS],
    exceptionsOf: ['own-volumes'],
  },
  {
    signal: 'Training service account reads the whole bucket',
    expected: "scoped to the project's prefix, and fenced by the bucket",
    checks: ['access/*', 'admission/service-account', EXCEPTIONS],
    exceptionsOf: ['service-account'],
  },
  {
    signal: 'Training pod with other code or secrets than was meant',
    expected: 'images by digest, code that nobody changes, secrets as files, limits; and the jobs still start',
    checks: [
      'pod/*',
      'secrets/*',
      'admission/images',
      'admission/pod-shape',
      'admission/mounted-code',
      'admission/queue',
      'admission/jobs-start',
      EXCEPTIONS,
    ],
    exceptionsOf: [
      'image-digest',
      'image-registry',
      'image-signature',
      'secret-variables',
      'read-only-root',
      'runtime-class',
      'container-resources',
      'priority-class',
      'owned-pods',
      'queue-label',
    ],
  },
  {
    signal: 'Escape to a node, and access that nobody recorded',
    expected: 'nodes of one project with no credentials to find, and logs that nobody deletes',
    checks: ['node/*', 'audit/*'],
  },
];

/** Whether a pattern of a row means a check. */
export function includesCheck(pattern: string, id: string): boolean {
  return pattern.endsWith('/*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

/** What a check came to, as far as the table asks. */
export interface TableResult {
  readonly id: string;
  readonly status: Status;
  /** @default - the status says it all */
  readonly findings?: readonly { readonly status: Status; readonly rule?: WorkRuleId }[];
}

/** The rows with what the checks come to. A row of which a part was not judged is not good, and does not apply. */
export function filledTable(
  results: readonly TableResult[],
): readonly (ExpectedBehaviour & { readonly status: Status; readonly failing: readonly string[] })[] {
  return EXPECTED_BEHAVIOUR.map((row) => {
    const concerned = results
      .filter(({ id }) => row.checks.some((pattern) => includesCheck(pattern, id)))
      .map((result) => ({ id: result.id, status: statusIn(row, result) }));
    const found = worst(concerned.map((result) => result.status));
    const isWhole = row.checks.every((pattern) => concerned.some(({ id }) => includesCheck(pattern, id)));
    const status = isWhole || found === 'fail' || found === 'unknown' ? found : 'not-applicable';
    return { ...row, status, failing: concerned.filter((result) => result.status === status).map(({ id }) => id) };
  });
}

function statusIn({ exceptionsOf = [] }: ExpectedBehaviour, { id, status, findings = [] }: TableResult): Status {
  if (id !== EXCEPTIONS) return status;
  const here = findings.filter(({ rule }) => rule === undefined || exceptionsOf.includes(rule));
  if (here.length === findings.length) return status;
  return here.length === 0 ? 'pass' : worst(here.map((finding) => finding.status));
}
