import type { Evidence } from '../../evidence';
import { isKind, type KubernetesObject } from '../../input/kubernetes-object';
import { selectedBy, type Selected } from '../../cloud/selected';
import { isTrainingPool } from '../../scope/training-pools';
import { notKnown, objectSubject, type Judged, type Problem } from '../../problem';

const GROUP = 'karpenter.k8s.aws';
const KIND = 'EC2NodeClass';

/** Training nodes that Karpenter makes, and how they start. */
export interface KarpenterNodes {
  readonly nodePool: KubernetesObject;
  /** Undefined where it is not in the files. */
  readonly nodeClass: KubernetesObject | undefined;
  readonly className: string;
  /** Project that the nodes say they serve. */
  readonly project: string | undefined;
  /** Name of the pool that the nodes say they are of. */
  readonly poolName: string | undefined;
}

/** Pools of Karpenter for training whose nodes are instances of EC2; other classes of nodes set nothing that is judged here. */
export function karpenterNodes({ placement, scope, objects }: Evidence): readonly KarpenterNodes[] {
  return placement.pools.flatMap((pool): readonly KarpenterNodes[] => {
    const { source, labels } = pool;
    if (source === undefined || 'urn' in source || !isKind(source, 'karpenter.sh', 'NodePool')) return [];
    const reference = source.field.at('spec', 'template', 'spec', 'nodeClassRef');
    if (reference?.get('kind')?.value !== KIND || !isTrainingPool(pool, scope)) return [];
    const className = String(reference.get('name')?.value);
    return [
      {
        nodePool: source,
        nodeClass: objects.find(GROUP, KIND, undefined, className),
        className,
        project: labels.known.get(scope.keys.project),
        poolName: labels.known.get(scope.keys.pool),
      },
    ];
  });
}

/** Judges each class that training nodes start from, once. */
export function* trainingClasses(
  evidence: Evidence,
  problemsOf: (nodeClass: KubernetesObject) => readonly Problem[],
): Generator<Judged> {
  const seen = new Set<KubernetesObject>();
  for (const { nodePool, nodeClass, className } of karpenterNodes(evidence)) {
    if (nodeClass === undefined)
      yield { subject: objectSubject(nodePool), problems: [notKnown(`${KIND} ${className} is not in the files`)] };
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
  problemsOf: (selected: readonly Selected[]) => readonly Problem[],
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

/** Whether the input says how Karpenter's nodes start. */
export const hasNodeClasses = (objects: readonly KubernetesObject[]): boolean =>
  objects.some((object) => isKind(object, GROUP, KIND));
