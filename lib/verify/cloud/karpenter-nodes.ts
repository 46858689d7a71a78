import type { Evidence } from '../evidence';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import { isTrainingPool } from '../scope/training-pools';

const GROUP = 'karpenter.k8s.aws';
/** Kind of what their instances start from. */
export const KARPENTER_CLASS = 'EC2NodeClass';

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
export function karpenterNodes({
  placement,
  scope,
  objects,
}: Pick<Evidence, 'placement' | 'scope' | 'objects'>): readonly KarpenterNodes[] {
  return placement.pools.flatMap((pool): readonly KarpenterNodes[] => {
    const { source, labels } = pool;
    if (source === undefined || 'urn' in source || !isKind(source, 'karpenter.sh', 'NodePool')) return [];
    const reference = source.field.at('spec', 'template', 'spec', 'nodeClassRef');
    if (reference?.get('kind')?.value !== KARPENTER_CLASS || !isTrainingPool(pool, scope)) return [];
    const className = String(reference.get('name')?.value);
    return [
      {
        nodePool: source,
        nodeClass: objects.find(GROUP, KARPENTER_CLASS, undefined, className),
        className,
        project: labels.known.get(scope.keys.project),
        poolName: labels.known.get(scope.keys.pool),
      },
    ];
  });
}

/** Whether the input says how Karpenter's nodes start. */
export const hasNodeClasses = (objects: readonly KubernetesObject[]): boolean =>
  objects.some((object) => isKind(object, GROUP, KARPENTER_CLASS));
