import { platform } from '../../../examples/document-1/platform';
import { readAssumptions, type Assumptions } from '../../../lib/verify/assumptions';
import { inputsOf } from '../../../lib/verify/input/inputs';
import type { Report } from '../../../lib/verify/reports/report';
import { verify, type VerifyOptions } from '../../../lib/verify/verify';
import { ASSUMED, exampleObjects, type Loose } from '../checks/example';

/** The report on objects, as if they stood in one file, and on a plan beside them. */
export function reported(
  objects: readonly Loose[],
  options: VerifyOptions = {},
  name = 'objects.json',
  plan?: object,
): Report {
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, undefined, 1);
  const beside = plan === undefined ? [] : [{ name: 'plan.json', text: JSON.stringify(plan) }];
  const inputs = inputsOf([{ name, text }, ...beside]);
  inputs.faults.refuse();
  return verify(inputs, { platform, assumptions: readAssumptions(ASSUMED) as Assumptions, ...options });
}

/** The report on the example after a change. */
export function reportedAfter(change: (objects: Loose[]) => void, options?: VerifyOptions): Report {
  const objects = exampleObjects();
  change(objects);
  return reported(objects, options);
}

export const networkPolicy = (spec: object, namespace = 'ml-alpha', name = 'other'): Loose => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace },
  spec,
});

/** Text that would be markup or end a cell, wherever it came from. */
export const HOSTILE = `"'><img src=x onerror=alert(1)></script>|\`**[x](javascript:y)`;

/** The example with hostile texts in everything that a report shows and that an author of manifests writes. */
export function hostileReport(): Report {
  const objects = exampleObjects();
  const jobs = objects.filter(({ kind }) => kind === 'Job');
  for (const { metadata, spec } of jobs) {
    metadata.annotations = {
      ...metadata.annotations,
      'training-isolation/accepted-risk': JSON.stringify({ 'mutable-image': HOSTILE }),
    };
    const [container] = spec.template.spec.containers;
    container.image = HOSTILE;
    container.name = HOSTILE;
    container.securityContext.privileged = true;
  }
  objects.push({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'hostile' },
    subjects: [{ kind: 'Group', name: HOSTILE, apiGroup: 'rbac.authorization.k8s.io' }],
    roleRef: { kind: 'ClusterRole', name: 'edit', apiGroup: 'rbac.authorization.k8s.io' },
  });
  return reported(objects, {}, `${HOSTILE}.json`);
}
