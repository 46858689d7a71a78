import type { Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import type { ObjectIndex } from '../input/object-index';

/** A node group in a configuration of eksctl. */
export interface EksctlNodeGroup {
  readonly object: KubernetesObject;
  readonly field: Field;
  readonly name: string;
}

/** Self-managed and managed node groups of all configurations (https://docs.aws.amazon.com/eks/latest/eksctl/schema.html). */
export function eksctlNodeGroups(objects: ObjectIndex): readonly EksctlNodeGroup[] {
  return objects.ofKind('eksctl.io', 'ClusterConfig').flatMap((object) =>
    ['nodeGroups', 'managedNodeGroups'].flatMap((list) =>
      (object.field.get(list)?.items() ?? []).map((field) => ({
        object,
        field,
        name: field.get('name')?.text() ?? '',
      })),
    ),
  );
}
