import { TENANT } from '../../../scope/capsule';
import type { Evidence } from '../../../evidence';
import { itemsIn, type Field } from '../../../input/field';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { notKnown, objectSubject, type Judged } from '../../../problem';
import { ownValue } from '../../../record';
import type { TrainingScope } from '../../../scope/training-scope';

/** By whom bindings are made of objects of a kind. */
interface Binder {
  readonly tool: string;
  /** Whether one may be about projects or the whole cluster. @default always */
  readonly matters?: (object: KubernetesObject, scope: TrainingScope) => boolean;
}

const RANCHER: Binder = { tool: 'Rancher' };

/** By API group and kind. */
const BINDERS: Readonly<Record<string, Binder>> = {
  // https://ranchermanager.docs.rancher.com/api/workflows/projects
  'management.cattle.io/GlobalRoleBinding': RANCHER,
  'management.cattle.io/ClusterRoleTemplateBinding': RANCHER,
  'management.cattle.io/ProjectRoleTemplateBinding': RANCHER,
  // https://rbac-manager.docs.fairwinds.com/rbacdefinitions/
  'rbacmanager.reactiveops.io/RBACDefinition': {
    tool: 'RBAC Manager',
    matters: ({ field }, scope) => itemsIn(field, 'rbacBindings').some((item) => bindsIn(item, scope)),
  },
  // https://projectcapsule.dev/docs/tenants/permissions/
  'capsule.clastix.io/Tenant': {
    tool: 'Capsule',
    matters: ({ name }, { namespaces }) => namespaces.some(({ labels }) => labels.get(TENANT) === name),
  },
  // https://www.kubeflow.org/docs/components/central-dash/profiles/
  'kubeflow.org/Profile': { tool: 'Kubeflow', matters: ({ name }, scope) => scope.contains(name) },
  // The older form of RBAC, which OpenShift serves beside it.
  'authorization.openshift.io/ClusterRoleBinding': { tool: 'OpenShift' },
  'authorization.openshift.io/RoleBinding': {
    tool: 'OpenShift',
    matters: ({ namespace }, scope) => scope.contains(namespace),
  },
};

/** Objects of which a tool makes bindings that no file shows. */
export function* boundByTools({ inputs, scope }: Evidence): Generator<Judged> {
  for (const object of inputs.objects) {
    const key = object.groupKind;
    const binder = ownValue(BINDERS, key);
    if (binder === undefined || binder.matters?.(object, scope) === false) continue;
    const problem = notKnown(`has ${binder.tool} bind people to roles, and whom to which is not read here`, {
      fix: 'give the bindings that it makes, as a dump of the cluster has them, in its place',
    });
    yield { subject: objectSubject(object), problems: [problem] };
  }
}

/** Whether bindings of RBAC Manager are of the whole cluster, or of a namespace that is, or may be, a project's. */
function bindsIn(binding: Field, scope: TrainingScope): boolean {
  if (itemsIn(binding, 'clusterRoleBindings').length > 0) return true;
  return itemsIn(binding, 'roleBindings').some(
    (one) => one.get('namespaceSelector') !== undefined || scope.contains(one.get('namespace')?.text() ?? ''),
  );
}
