import type { KnownComponent, Platform } from '../../model';
import { KUBE_SYSTEM } from '../../model/kubernetes-namespaces';
import { COMPONENT_ACCOUNTS } from '../authority/component-accounts';
import type { Rule } from '../authority/rule';
import { identityOf, type RbacSubject } from '../authority/subject';
import type { Workload } from '../workload/workload';
import { pluginAgentOf } from './plugin-agents';
import type { TrainingScope } from './training-scope';

/** The part that an account has in the description. */
export interface Operator {
  readonly component: string;
  /** What the component is known to need; nothing of one that only the description knows. */
  readonly rules: readonly Rule[];
  /** Whether the description names the account, or its namespace, among the controllers. */
  readonly isNamed: boolean;
}

const KNOWN = Object.keys(COMPONENT_ACCOUNTS) as readonly KnownComponent[];

/**
 * The component that an account belongs to, by the description; an account of a component's namespace that is none of the
 * component's own is nobody's. Without a description the drivers in kube-system are known by their names, and those of
 * network plugins by what runs as them.
 */
export function operatorOf(
  {
    scope,
    platform,
    workloads,
  }: {
    readonly scope: TrainingScope;
    readonly platform: Platform | undefined;
    readonly workloads: readonly Workload[];
  },
  subject: RbacSubject,
): Operator | undefined {
  if (subject.kind !== 'ServiceAccount' || scope.contains(subject.namespace)) return undefined;
  const { namespace, name } = subject;
  const components =
    platform?.components ?? (namespace === KUBE_SYSTEM ? KNOWN.map((known) => ({ name: known, namespace })) : []);
  const here = components.filter((component) => component.namespace === namespace);
  const { user, groups } = identityOf(subject);
  const isNamed = [user, ...groups.filter((group) => group === `system:serviceaccounts:${namespace}`)].some((one) =>
    platform?.policies.controllers.includes(one),
  );
  const agent = pluginAgentOf(workloads, subject);
  if (agent !== undefined) return { component: agent.plugin, rules: agent.rules, isNamed };
  for (const component of here) {
    const known = knownComponent(component.name);
    if (known === undefined) continue;
    const own = COMPONENT_ACCOUNTS[known].filter(({ names }) => names.test(name));
    if (own.length > 0) return { component: known, rules: own.flatMap(({ rules }) => rules), isNamed };
  }
  const other = here.find((component) => knownComponent(component.name) === undefined);
  return other === undefined ? undefined : { component: other.name, rules: [], isNamed };
}

/** Parts of a component bear its name: `mountpoint-s3-node`. */
function knownComponent(name: string): KnownComponent | undefined {
  return KNOWN.find((known) => name === known || name.startsWith(`${known}-`));
}
