import { DEFAULT_NAMESPACE, isSystemNamespace } from '../../../../model/kubernetes/kubernetes-namespaces';
import type { Evidence } from '../../../evidence';
import { groupOf, isClusterScoped } from '../../../input/kinds';
import { knownField, knownText } from '../../../input/pulumi/plan-value';
import { propertyOf, type PlannedResource } from '../../../input/pulumi/planned-resource';
import type { PlanValue } from '../../../input/pulumi/wire-value';
import { notKnown, resourceSubject, type Judged, type Problem } from '../../../problem';

const PATCH = /^kubernetes:(.+):(\w+)Patch$/;
/** A chart that the provider installs itself; charts whose objects are resources of their own are components. */
const RELEASE = /^kubernetes:helm\.sh\/v\d+:Release$/;
/** Kinds of the whole cluster that say who may do what, or what a node is, whichever of them it is. */
const ALWAYS = ['ClusterRole', 'ClusterRoleBinding', 'Node'];

/**
 * What a program of Pulumi changes or installs in the cluster without a resource that shows it whole
 * (https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/,
 * https://www.pulumi.com/registry/packages/kubernetes/api-docs/helm/v3/release/).
 */
export function* plannedChanges(evidence: Evidence): Generator<Judged> {
  for (const { plan } of evidence.plans)
    for (const resource of plan.resources) {
      const problem = changeProblem(evidence, resource);
      if (problem !== undefined) yield { subject: resourceSubject(resource), problems: [problem] };
    }
}

function changeProblem(evidence: Evidence, resource: PlannedResource): Problem | undefined {
  const patch = PATCH.exec(resource.type);
  if (patch !== null) {
    const change = changeOf(resource, patch);
    return matters(evidence, change)
      ? notKnown(`changes ${shown(change)} by a patch, which is not applied here`, {
          fix: 'give the object as it is after the patch, as a dump of the cluster has it',
        })
      : undefined;
  }
  if (!RELEASE.test(resource.type)) return undefined;
  const namespace = namespaceIn(propertyOf(resource, 'namespace'));
  return namespace === undefined || evidence.scope.contains(namespace)
    ? notKnown(`installs a chart in ${namespace ?? UNNAMED}, whose objects are not in the plan`, {
        fix: 'give what helm template writes of it',
      })
    : undefined;
}

/** The object that a patch is of; without what is not known of it. */
interface Change {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
}

const UNNAMED = 'a namespace that is not known';

/** Resources of kinds of others have both in their inputs alone. */
function changeOf(resource: PlannedResource, [, version = '', ofType = '']: readonly string[]): Change {
  const metadata = propertyOf(resource, 'metadata');
  return {
    apiVersion: knownText(propertyOf(resource, 'apiVersion')) ?? version.replace(/^core\//, ''),
    kind: knownText(propertyOf(resource, 'kind')) ?? ofType,
    namespace: namespaceIn(knownField(metadata, 'namespace')),
    name: knownText(knownField(metadata, 'name')),
  };
}

function namespaceIn(value: PlanValue | undefined): string | undefined {
  return value === undefined ? DEFAULT_NAMESPACE : knownText(value);
}

function matters({ scope, objects }: Evidence, { apiVersion, kind, namespace, name }: Change): boolean {
  const isOfCluster = isClusterScoped(apiVersion, kind);
  if (name === undefined || (namespace === undefined && !isOfCluster)) return true;
  if (objects.find(groupOf(apiVersion), kind, isOfCluster ? undefined : namespace, name) !== undefined) return true;
  if (isOfCluster) return ALWAYS.includes(kind) || (kind === 'Namespace' && scope.contains(name));
  return namespace !== undefined && (scope.contains(namespace) || isSystemNamespace(namespace));
}

function shown({ apiVersion, kind, namespace, name }: Change): string {
  const named = name === undefined ? `a ${kind} whose name is not known` : `${kind} ${name}`;
  return isClusterScoped(apiVersion, kind) ? named : `${named} of ${namespace ?? UNNAMED}`;
}
