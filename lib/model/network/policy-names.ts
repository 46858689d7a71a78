import type { ComponentProps } from '../component/component-props';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import type { KnownComponent } from '../component/known-components';
import { resolveComponent } from '../component/component';
import type { Numbered } from '../fault/numbered';
import type { ProjectProps } from '../project/project';
import type { Draft } from '../fault/shape';
import type { SharedServiceProps } from './shared-service';

/** Name of the NetworkPolicy of a component, in the component's namespace. */
export const componentPolicyName = (platform: string, component: string): string => `${platform}-${component}`;

/** Name of the NetworkPolicy that shuts a shared service, in the service's namespace. */
export const serviceDenyPolicyName = (platform: string, service: string): string =>
  `${platform}-${service}-default-deny`;

/**
 * Name of the NetworkPolicy that opens a shared service again.
 *
 * @param user the project that it opens to, where each has an instance of its own
 */
export const serviceAccessPolicyName = (platform: string, service: string, user?: string): string =>
  `${platform}-${service}${user === undefined ? '' : `-${user}`}-access`;

interface NamedPolicy {
  readonly namespace: string;
  readonly name: string;
  /** The part of the description that it follows from. */
  readonly path: string;
  readonly of: string;
}

/**
 * Two policies of one name in one namespace: whichever is applied last wins, and what the other shut is open. Single dashes
 * stand in names and between them, so different names can meet: service `a` for project `b-c` and service `a-b` for `c`.
 */
export function policyNameFaults(
  platform: string | undefined,
  services: Numbered<SharedServiceProps>,
  components: readonly (readonly [KnownComponent | Draft<ComponentProps>, string])[],
  projects: Numbered<ProjectProps>,
): Fault[] {
  if (platform === undefined) return [];
  const policies = [
    ...components.flatMap(([component, path]) => ofComponent(platform, component, path)),
    ...services.flatMap(([service, path]) => ofService(platform, service, path, projects)),
  ];
  const first = new Map<string, NamedPolicy>();
  return policies.flatMap((policy) => {
    const key = `${policy.namespace}/${policy.name}`;
    const earlier = first.get(key);
    // Two of one name are told so by another check.
    if (earlier?.of === policy.of) return [];
    if (earlier === undefined) {
      first.set(key, policy);
      return [];
    }
    return [
      {
        path: `${policy.path}.name`,
        given: `${shown(policy.of)}, whose NetworkPolicy is ${key}`,
        allowed: 'names from which no two policies of one namespace get the same name',
        fix: `${earlier.path} (${earlier.of}) gets the same: rename one of them`,
      },
    ];
  });
}

function ofComponent(
  platform: string,
  component: KnownComponent | Draft<ComponentProps>,
  path: string,
): readonly NamedPolicy[] {
  const parts = typeof component === 'string' ? resolveComponent(component) : [component];
  return parts.flatMap(({ name, namespace }) =>
    name === undefined || namespace === undefined
      ? []
      : [
          {
            namespace,
            name: componentPolicyName(platform, name),
            path,
            of: `component ${typeof component === 'string' ? component : name}`,
          },
        ],
  );
}

function ofService(
  platform: string,
  { name, namespace, tenancy }: Draft<SharedServiceProps>,
  path: string,
  projects: Numbered<ProjectProps>,
): readonly NamedPolicy[] {
  if (name === undefined || namespace === undefined) return [];
  const users = projects.flatMap(([project]) => (project.uses?.includes(name) ? (project.name ?? []) : []));
  const access = tenancy === 'per-project' ? users : [undefined];
  return [
    serviceDenyPolicyName(platform, name),
    ...access.map((user) => serviceAccessPolicyName(platform, name, user)),
  ].map((policy) => ({ namespace, name: policy, path, of: `service ${name}` }));
}
