import type { Evidence } from '../evidence';
import { isKind, type KubernetesObject } from '../input/kubernetes-object';
import type { Field } from '../input/field';
import type { NodePool } from '../placement/node-pool';
import { isTrainingPool } from '../scope/training-pools';

const GROUP = 'karpenter.k8s.aws';
/** Kind of what their instances start from. */
export const KARPENTER_CLASS = 'EC2NodeClass';

/** Training nodes that Karpenter makes, and how they start. */
export interface KarpenterNodes {
  /** The NodePool; a NodeClaim that is of none. */
  readonly made: KubernetesObject;
  readonly pool: NodePool;
  /** Undefined where it is not in the files. */
  readonly nodeClass: KubernetesObject | undefined;
  readonly className: string;
  /** Project that the nodes say they serve. */
  readonly project: string | undefined;
  /** Name of the pool that the nodes say they are of. */
  readonly poolName: string | undefined;
}

/** Pools and claims of Karpenter for training whose nodes are instances of EC2. */
export function karpenterNodes({
  placement,
  scope,
  objects,
}: Pick<Evidence, 'placement' | 'scope' | 'objects'>): readonly KarpenterNodes[] {
  return placement.pools.flatMap((pool): readonly KarpenterNodes[] => {
    const { source, labels } = pool;
    const reference = isTrainingPool(pool, scope) ? classReference(source) : undefined;
    if (reference === undefined || !isOfEc2(reference)) return [];
    const className = String(reference.get('name')?.value);
    return [
      {
        made: source as KubernetesObject,
        pool,
        nodeClass: objects.find(GROUP, KARPENTER_CLASS, undefined, className),
        className,
        project: labels.known.get(scope.keys.project),
        poolName: labels.known.get(scope.keys.pool),
      },
    ];
  });
}

/** Pools and claims for training whose nodes start from a class of another kind, which nobody here reads. */
export function unreadKarpenterNodes({
  placement,
  scope,
}: Pick<Evidence, 'placement' | 'scope'>): readonly { readonly made: KubernetesObject; readonly reference: Field }[] {
  return placement.pools.flatMap((pool) => {
    const reference = isTrainingPool(pool, scope) ? classReference(pool.source) : undefined;
    if (reference === undefined || isOfEc2(reference)) return [];
    return [{ made: pool.source as KubernetesObject, reference }];
  });
}

function classReference(source: NodePool['source']): Field | undefined {
  if (source === undefined || 'urn' in source) return undefined;
  if (isKind(source, 'karpenter.sh', 'NodePool')) return source.field.at('spec', 'template', 'spec', 'nodeClassRef');
  return isKind(source, 'karpenter.sh', 'NodeClaim') ? source.field.at('spec', 'nodeClassRef') : undefined;
}

/** Versions before 1 name the version beside the group, and may leave both out. */
function isOfEc2(reference: Field): boolean {
  const given = reference.get('group') ?? reference.get('apiVersion');
  const group = given === undefined ? GROUP : String(given.value).split('/')[0];
  return group === GROUP && reference.get('kind')?.value === KARPENTER_CLASS;
}

/** Whether the input says how Karpenter's nodes start. */
export const hasNodeClasses = (objects: readonly KubernetesObject[]): boolean =>
  objects.some((object) => isKind(object, GROUP, KARPENTER_CLASS));
