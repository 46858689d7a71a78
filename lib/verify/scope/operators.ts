import type { KnownComponent, Platform } from '../../model';
import { KNOWN_COMPONENTS, type ComponentPart } from '../../model/component/known-components';
import { accountUser } from '../../model/people/account-user';
import { KUBE_SYSTEM } from '../../model/kubernetes/kubernetes-namespaces';
import { accountsGroup } from '../../model/people/system-groups';
import { COMPONENT_ACCOUNTS } from '../authority/component-accounts';
import type { Rule } from '../authority/rule';
import type { RbacSubject } from '../authority/subject';
import type { Workload } from '../workload/workload';
import { DEFAULT_ACCOUNT } from '../workload/account';
import { pluginPartOf } from './plugin-parts';
import { isServedBy } from './serving-accounts';
import type { TrainingScope } from './training-scope';

/** The part that an account has in the description. */
export interface Operator {
  /** The component that it is of; of a controller that is none, the account itself. */
  readonly component: string;
  /** What the component is known to need; nothing of one that only the description knows. */
  readonly rules: readonly Rule[];
  /** Whether the description names the account, or its namespace, among the controllers. */
  readonly isNamed: boolean;
}

const KNOWN = Object.keys(COMPONENT_ACCOUNTS) as readonly KnownComponent[];

/** What it takes to tell whose part an account has. */
export interface Cluster {
  readonly scope: TrainingScope;
  readonly platform: Platform | undefined;
  readonly workloads: readonly Workload[];
}

/**
 * The component that an account belongs to, by the description; an account of a component's namespace that is none of the
 * component's own is nobody's. Without a description known components are told by their names: in kube-system, and in
 * their own namespaces by what runs there as them. Those of network plugins are told by what runs as them either way.
 */
export function operatorOf(cluster: Cluster, subject: RbacSubject): Operator | undefined {
  const { scope, platform, workloads } = cluster;
  if (subject.kind !== 'ServiceAccount' || scope.contains(subject.namespace)) return undefined;
  const { namespace, name } = subject;
  const components = platform?.components ?? toldByNames(workloads, namespace, name);
  const here = components.filter((component) => component.namespace === namespace);
  const isNamed = [accountUser(namespace, name), accountsGroup(namespace)].some((one) =>
    platform?.policies.controllers.includes(one),
  );
  const agent = pluginPartOf(workloads, subject);
  if (agent !== undefined) return { component: agent.plugin, rules: agent.rules, isNamed };
  for (const component of here) {
    const known = knownComponent(component.name);
    if (known === undefined) continue;
    const own = COMPONENT_ACCOUNTS[known].filter(({ names }) => names.test(name));
    if (own.length > 0) return { component: known, rules: own.flatMap(({ rules }) => rules), isNamed };
  }
  const other = here.find((component) => knownComponent(component.name) === undefined);
  if (other !== undefined) return { component: other.name, rules: [], isNamed };
  return isNamed ? { component: name, rules: [], isNamed } : undefined;
}

/**
 * Whether an account is perhaps an operator that only a description would name: something of the files serves as it outside
 * the projects. As the account that every pod of a namespace has by itself nothing is meant to.
 */
export function isPerhapsOperator({ scope, platform, workloads }: Cluster, subject: RbacSubject): boolean {
  if (platform !== undefined || subject.kind !== 'ServiceAccount' || scope.contains(subject.namespace)) return false;
  return subject.name !== DEFAULT_ACCOUNT && isServedBy(workloads, subject.namespace, subject.name);
}

/** Known components that an account without a description may be of. */
function toldByNames(
  workloads: readonly Workload[],
  namespace: string,
  account: string,
): readonly { readonly name: KnownComponent; readonly namespace: string }[] {
  const known =
    namespace === KUBE_SYSTEM
      ? KNOWN
      : KNOWN.filter((component) =>
          (KNOWN_COMPONENTS[component] as readonly ComponentPart[]).some((part) => part.namespace === namespace),
        );
  return known.length > 0 && (namespace === KUBE_SYSTEM || isServedBy(workloads, namespace, account))
    ? known.map((name) => ({ name, namespace }))
    : [];
}

/** Parts of a component bear its name: `mountpoint-s3-node`. */
function knownComponent(name: string): KnownComponent | undefined {
  return KNOWN.find((known) => name === known || name.startsWith(`${known}-`));
}
