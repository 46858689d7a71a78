import { KARPENTER_CLASS, karpenterNodes } from '../../../cloud/karpenter-nodes';
import { selectedBy, type SelectedResource } from '../../../cloud/selected';
import type { Evidence } from '../../../evidence';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { notKnown, objectSubject, type Judged, type Problem } from '../../../problem';

/** Judges each class that training nodes start from, once. */
export function* trainingClasses(
  evidence: Evidence,
  problemsOf: (nodeClass: KubernetesObject) => readonly Problem[],
): Generator<Judged> {
  const seen = new Set<KubernetesObject>();
  for (const { made, nodeClass, className } of karpenterNodes(evidence)) {
    if (nodeClass === undefined)
      yield {
        subject: objectSubject(made),
        problems: [notKnown(`${KARPENTER_CLASS} ${className} is not in the files`)],
      };
    else if (!seen.has(nodeClass)) yield { subject: objectSubject(nodeClass), problems: problemsOf(nodeClass) };
    if (nodeClass !== undefined) seen.add(nodeClass);
  }
}

/**
 * Judges what the terms of each class select in the plans. Without any plan nothing of the cloud was given to look at.
 *
 * @param what it is called: `security group`
 */
export function* selectedOfClasses(
  evidence: Evidence,
  terms: 'securityGroupSelectorTerms' | 'subnetSelectorTerms',
  { type, what }: { readonly type: string; readonly what: string },
  problemsOf: (selected: readonly SelectedResource[]) => readonly Problem[],
): Generator<Judged> {
  if (evidence.plans.length === 0) return;
  yield* trainingClasses(evidence, ({ field }) => {
    const given = field.at('spec', terms);
    const { found, unmet } = selectedBy(evidence.plans, given, type);
    const unknown = unmet.map((term) => notKnown(`no ${what} of the plan is what this term selects`, { at: term }));
    if (given === undefined) return [notKnown(`has no ${terms}: which ${what}s its nodes get is not known`)];
    return [...unknown, ...(found.length === 0 ? [] : problemsOf(found))];
  });
}
