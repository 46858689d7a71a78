import { TENANT } from '../../../scope/capsule';
import { GUARDED_KINDS } from '../../../../model/policies/guarded-kinds';
import { selectorTest } from '../../../admission/label-test';
import { few } from '../../../few';
import { itemsIn, type Field } from '../../../input/field';
import type { KubernetesObject } from '../../../input/kubernetes-object';
import { notKnown, type Problem } from '../../../problem';
import { ownValue } from '../../../record';
import { plainText } from '../../../scope/backend/mount-options';
import { labelsOfNamespace, type TrainingNamespace, type TrainingScope } from '../../../scope/training-scope';

type Writes = (object: KubernetesObject, scope: TrainingScope) => Iterable<Problem>;

/** Objects by which a tool writes network policies, and other fences, into namespaces that it finds out itself. */
const WRITING: Readonly<Record<string, Writes>> = {
  // https://docs.otterize.com/reference/intents-operator
  'k8s.otterize.com/ClientIntents': intents,
  'k8s.otterize.com/ApprovedClientIntents': intents,
  // https://projectcapsule.dev/docs/replications/
  'capsule.clastix.io/GlobalTenantResource': rawItems,
  'capsule.clastix.io/TenantResource': rawItems,
  // https://projectcapsule.dev/docs/tenants/enforcement/
  'capsule.clastix.io/Tenant': tenantPolicies,
  // https://github.com/redhat-cop/namespace-configuration-operator#namespaceconfig
  'redhatcop.redhat.io/NamespaceConfig': ({ field }, scope) =>
    itemsIn(field, 'spec', 'templates').length === 0
      ? []
      : intoSelected(
          field.at('spec', 'labelSelector'),
          scope,
          'the namespace configuration operator',
          field.at('spec', 'templates'),
        ),
  // https://metacontroller.github.io/metacontroller/api/decoratorcontroller.html
  'metacontroller.k8s.io/DecoratorController': ({ field }, scope) =>
    written(itemsIn(field, 'spec', 'resources'), itemsIn(field, 'spec', 'attachments'), scope),
  // https://metacontroller.github.io/metacontroller/api/compositecontroller.html
  'metacontroller.k8s.io/CompositeController': ({ field }, scope) =>
    written(
      [field.at('spec', 'parentResource')].flatMap((one) => one ?? []),
      itemsIn(field, 'spec', 'childResources'),
      scope,
    ),
};

/** Whether a kind is one of these: what it holds is judged here. */
export const isPolicyWriter = ({ groupKind }: KubernetesObject): boolean => Object.hasOwn(WRITING, groupKind);

/** What a tool may write into projects because of an object. */
export function policiesWritten(object: KubernetesObject, scope: TrainingScope): Iterable<Problem> {
  return ownValue(WRITING, object.groupKind)?.(object, scope) ?? [];
}

/** A client is let out of its own namespace, and into that which stands behind the name of its server. */
function* intents({ namespace, field }: KubernetesObject, scope: TrainingScope): Generator<Problem> {
  if (scope.contains(namespace)) {
    yield notKnown('has Otterize write network policies of the project, which are not in the files', { at: field });
    return;
  }
  const spec = field.get('spec');
  for (const target of [...itemsIn(spec, 'targets'), ...itemsIn(spec, 'calls')]) {
    const at = target.at('kubernetes', 'name') ?? target.at('service', 'name') ?? target.get('name');
    const server = plainText(at).split('.')[1];
    if (scope.contains(server))
      yield notKnown(`has Otterize write network policies of ${String(server)}, which are not in the files`, { at });
  }
}

function* rawItems({ field }: KubernetesObject, scope: TrainingScope): Generator<Problem> {
  for (const resource of itemsIn(field, 'spec', 'resources')) {
    const fences = itemsIn(resource, 'rawItems').filter((item) => isGuarded(plainText(item.get('kind'))));
    if (fences.length > 0) yield* intoSelected(resource.get('namespaceSelector'), scope, 'Capsule', fences[0]);
  }
}

const isGuarded = (kind: string): boolean =>
  GUARDED_KINDS.some((guarded) => guarded.kind === kind && guarded.where === 'project');

function* tenantPolicies({ name, field }: KubernetesObject, { namespaces }: TrainingScope): Generator<Problem> {
  const at = field.at('spec', 'networkPolicies');
  if (itemsIn(at, 'items').length === 0) return;
  const own = field.at('status', 'namespaces')?.value;
  const mine = namespaces.filter((namespace) => {
    const tenant = namespace.labels.get(TENANT);
    if (tenant !== undefined) return tenant === name;
    return !Array.isArray(own) || own.includes(namespace.name);
  });
  yield* into(mine, 'Capsule', at);
}

/** Whether one of the parents may be in a project, and network policies are among the children. */
function* written(parents: readonly Field[], children: readonly Field[], scope: TrainingScope): Generator<Problem> {
  const at = children.find((child) => plainText(child.get('resource')).endsWith('networkpolicies'));
  if (at === undefined) return;
  const selectors = parents.map((parent) =>
    plainText(parent.get('resource')) === 'namespaces' ? parent.get('labelSelector') : undefined,
  );
  const selected = scope.namespaces.filter((namespace) => selectors.some((selector) => mayBe(selector, namespace)));
  yield* into(selected, 'Metacontroller', at);
}

const intoSelected = (
  selector: Field | undefined,
  { namespaces }: TrainingScope,
  tool: string,
  at: Field | undefined,
) =>
  into(
    namespaces.filter((namespace) => mayBe(selector, namespace)),
    tool,
    at,
  );

const mayBe = (selector: Field | undefined, namespace: TrainingNamespace): boolean =>
  selector === undefined || (selectorTest(selector)?.(labelsOfNamespace(namespace)) ?? 'maybe') !== 'no';

function* into(namespaces: readonly TrainingNamespace[], tool: string, at: Field | undefined): Generator<Problem> {
  if (namespaces.length === 0) return;
  const { shown, all } = few(namespaces.map(({ name }) => name));
  yield notKnown(`may have ${tool} write network policies and the like into ${shown}, which are not in the files`, {
    at,
    all,
  });
}
