import { EKSCTL_CONFIG, nodeGroupsIn } from '../input/eksctl-config';
import type { Field } from '../input/field';
import type { KubernetesObject } from '../input/kubernetes-object';
import type { ObjectIndex } from '../input/object-index';

/** A node group in a configuration of eksctl. */
export interface EksctlNodeGroup {
  readonly object: KubernetesObject;
  readonly field: Field;
  readonly name: string;
}

/** The node groups of all configurations. */
export function eksctlNodeGroups(objects: ObjectIndex): readonly EksctlNodeGroup[] {
  return objects
    .ofKind(...EKSCTL_CONFIG)
    .flatMap((object) =>
      nodeGroupsIn(object.field).map((field) => ({ object, field, name: field.get('name')?.text() ?? '' })),
    );
}
