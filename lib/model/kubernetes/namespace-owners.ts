import type { ComponentProps } from '../component/component-props';
import type { Fault } from '../fault/fault';
import { shown } from '../fault/fault';
import { KNOWN_COMPONENTS, type ComponentPart, type KnownComponent } from '../component/known-components';
import { isReservedNamespace } from './kubernetes-namespaces';
import type { PlatformProps } from '../platform/platform-props';
import type { ProjectProps } from '../project/project';
import type { Draft } from '../fault/shape';

/** A project and the namespace that it would have. */
export interface NamespaceClaim {
  readonly project: Draft<ProjectProps>;
  readonly path: string;
  readonly namespace: string;
}

/**
 * Namespaces that two would own. A project shares its namespace with nothing: whoever may create pods there acts as every
 * account of it, and admission takes the accounts of components for operators of the cluster.
 */
export function namespaceOwnerFaults(platform: Draft<PlatformProps>, claims: readonly NamespaceClaim[]): Fault[] {
  const occupied = occupants(platform);
  return [
    ...sharedNamespaceFaults(claims),
    ...claims
      .filter(({ namespace }) => occupied.has(namespace) && !isReservedNamespace(namespace))
      .map((claim) => ({
        path: pathOfClaim(claim),
        given: shown(claim.namespace),
        allowed: 'a namespace of this project alone',
        fix: `${occupied.get(claim.namespace) ?? ''} runs there: whoever may create pods there acts as it`,
      })),
  ];
}

/** A namespace that follows from a name stays; the one that was written by hand is the fault. */
function sharedNamespaceFaults(claims: readonly NamespaceClaim[]): Fault[] {
  const owners = new Map<string, NamespaceClaim>();
  const faults: Fault[] = [];
  for (const claim of [...claims].sort((a, b) => Number(isAdopted(a)) - Number(isAdopted(b)))) {
    const owner = owners.get(claim.namespace);
    if (owner === undefined) owners.set(claim.namespace, claim);
    // Two projects of one name have one namespace as well; the name is the fault then.
    else if (owner.project.name !== claim.project.name)
      faults.push({
        path: pathOfClaim(claim),
        given: shown(claim.namespace),
        allowed: 'a namespace of this project alone',
        fix: `${owner.path} has this one: adopt another, or leave it out`,
      });
  }
  return faults;
}

const isAdopted = ({ project }: NamespaceClaim): boolean => project.existing?.namespace !== undefined;

const pathOfClaim = (claim: NamespaceClaim): string =>
  isAdopted(claim) ? `${claim.path}.existing.namespace` : `${claim.path}.name`;

/** What runs in which namespace. Known components count whether they are named or not: they may be installed tomorrow. */
function occupants({ services = [], components = [] }: Draft<PlatformProps>): ReadonlyMap<string, string> {
  const known = Object.entries(KNOWN_COMPONENTS).flatMap(([name, parts]: [string, readonly ComponentPart[]]) =>
    parts.map(({ namespace }): [string, string] => [namespace, `component ${shown(name)}`]),
  );
  const given = components.flatMap((one: KnownComponent | Draft<ComponentProps> | undefined): [string, string][] =>
    typeof one === 'object' && one.namespace !== undefined ? [[one.namespace, `component ${shown(one.name)}`]] : [],
  );
  const shared = services.flatMap((service): [string, string][] =>
    service?.namespace === undefined ? [] : [[service.namespace, `service ${shown(service.name)}`]],
  );
  return new Map([...known, ...given, ...shared]);
}
