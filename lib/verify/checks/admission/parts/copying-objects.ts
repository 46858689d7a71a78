import { few } from '../../../few';
import { itemsIn, type Field } from '../../../input/field';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { fails, notKnown, type Problem } from '../../../problem';
import { ownValue } from '../../../record';
import { plainText } from '../../../scope/backend/mount-options';

/** The namespaces of projects. */
type Projects = readonly string[];
type Copies = (object: KubernetesObject, projects: Projects) => Iterable<Problem>;

/** Objects by which a tool copies between namespaces, by API group and kind. */
const COPYING: Readonly<Record<string, Copies>> = {
  // https://github.com/carvel-dev/secretgen-controller/blob/develop/docs/secret-export.md
  'secretgen.carvel.dev/SecretExport': secretExport,
  'secretgen.carvel.dev/SecretImport': ({ namespace, field }, projects) =>
    takesFrom(field.at('spec', 'fromNamespace'), namespace, projects),
  // https://github.com/zakkg3/ClusterSecret
  'clustersecret.io/ClusterSecret': clusterSecret,
  // https://github.com/kubernetes-retired/hierarchical-namespaces/blob/master/docs/user-guide/concepts.md
  'hnc.x-k8s.io/HierarchyConfiguration': hierarchy,
  'hnc.x-k8s.io/SubnamespaceAnchor': ({ namespace, name, field }, projects) =>
    projects.includes(namespace ?? '')
      ? [
          notKnown(`makes namespace ${name} a child of the project: what goes there with it is not known`, {
            at: field,
          }),
        ]
      : [],
  // https://velero.io/docs/main/restore-reference/
  'velero.io/Restore': restore,
  // https://github.com/fluid-cloudnative/fluid/blob/master/docs/en/samples/dataset_across_namespace_with_csi.md
  'data.fluid.io/Dataset': mountsDataset,
  // https://projectcapsule.dev/docs/replications/
  'capsule.clastix.io/GlobalTenantResource': tenantResource,
  'capsule.clastix.io/TenantResource': tenantResource,
};

/** What a tool copies out of a project or into one because of an object. */
export function copiedBy(object: KubernetesObject, projects: Projects): Iterable<Problem> {
  const key = object.groupKind;
  return ownValue(COPYING, key)?.(object, projects) ?? [];
}

/** A copy for a namespace of what lies in a project that is another one. */
function* takesFrom(at: Field | undefined, own: string | undefined, projects: Projects): Generator<Problem> {
  const from = plainText(at);
  if (from !== own && projects.includes(from)) yield fails(`copies out of ${from}, the namespace of a project`, { at });
}

function* secretExport({ namespace = '', name, field }: KubernetesObject, projects: Projects): Generator<Problem> {
  if (!projects.includes(namespace)) return;
  const [one, list] = [field.at('spec', 'toNamespace'), field.at('spec', 'toNamespaces')];
  const named = [...(one === undefined ? [] : [one]), ...itemsIn(list)];
  for (const at of named)
    if (at.value !== namespace)
      yield fails(`lets a tool copy Secret ${name} out of the project, into ${String(at.value)}`, { at });
  const selected = field.at('spec', 'toSelectorMatchFields');
  if (selected !== undefined)
    yield notKnown(`lets a tool copy Secret ${name} into namespaces that a selector finds`, { at: selected });
}

function* clusterSecret({ field }: KubernetesObject, projects: Projects): Generator<Problem> {
  yield* takesFrom(field.at('data', 'valueFrom', 'secretKeyRef', 'namespace'), undefined, projects);
  const isMeant = (name: string, list: readonly Field[]): boolean => list.some(({ value }) => begins(value, name));
  const [matching, avoided] = [itemsIn(field, 'matchNamespace'), itemsIn(field, 'avoidNamespaces')];
  const into = projects.filter(
    (name) => (matching.length === 0 || isMeant(name, matching)) && !avoided.some(({ value }) => value === name),
  );
  const { shown, all } = few(into);
  if (into.length > 0)
    yield notKnown(`writes a Secret into ${shown}, which is not among the files`, { at: matching[0] ?? field, all });
}

/** Whether a regular expression of Python matches the beginning of a name; one that cannot be read may. */
function begins(pattern: unknown, name: string): boolean {
  try {
    return new RegExp(`^(?:${String(pattern)})`).test(name);
  } catch {
    return true;
  }
}

/** Bindings and roles go from a parent to its children, and whatever else the tool is configured for. */
function* hierarchy({ namespace = '', field }: KubernetesObject, projects: Projects): Generator<Problem> {
  const at = field.at('spec', 'parent');
  const parent = plainText(at);
  if (parent === '' || parent === namespace) return;
  if (projects.includes(parent) || projects.includes(namespace))
    yield notKnown(`has ${namespace} get copies of bindings and other objects of ${parent}: which is not known`, {
      at,
    });
}

function* restore({ field }: KubernetesObject, projects: Projects): Generator<Problem> {
  for (const [from, at] of field.at('spec', 'namespaceMapping')?.entries() ?? []) {
    const into = String(at.value);
    if (from === into) continue;
    if (projects.includes(from)) yield fails(`copies Secrets and disks of ${from} into ${into}`, { at });
    else if (projects.includes(into))
      yield notKnown(`restores a copy of ${from} into ${into}: what it holds is not in the files`, { at });
  }
}

/** `dataset://namespace/name`: what another data set shows, here as well. */
function* mountsDataset({ namespace, field }: KubernetesObject, projects: Projects): Generator<Problem> {
  for (const mount of itemsIn(field, 'spec', 'mounts')) {
    const at = mount.get('mountPoint');
    const from = /^dataset:\/\/([^/]+)/.exec(plainText(at))?.[1] ?? namespace;
    if (from !== namespace && projects.includes(from ?? ''))
      yield fails(`shows data of ${from}, the namespace of a project`, { at });
  }
}

function* tenantResource({ namespace, field }: KubernetesObject, projects: Projects): Generator<Problem> {
  for (const resource of itemsIn(field, 'spec', 'resources'))
    for (const item of itemsIn(resource, 'namespacedItems'))
      yield* takesFrom(item.get('namespace'), namespace, projects);
}
