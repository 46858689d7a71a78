import * as v from 'valibot';
import type { Fault } from '../fault/fault';
import { shown, suggestion } from '../fault/fault';
import type { ComponentNeeds, ComponentProps, ServedPort } from './component-props';
import { KNOWN_COMPONENTS, type ComponentPart, type KnownComponent } from './known-components';
import { nameFaults, namespaceNameFaults, PART_NAME } from '../names';
import { podLabelFaults } from '../network/pod-selection';
import { flag, port, shape, stringMap, text, textOr, type Draft } from '../fault/shape';

/** {@link ComponentProps} with every default filled in. */
export type Component = Required<Pick<ComponentProps, 'name' | 'namespace' | 'hostNetwork' | 'needs' | 'podSecurity'>> &
  Pick<ComponentProps, 'podLabels'>;

export const componentShape = textOr(
  v.picklist(Object.keys(KNOWN_COMPONENTS)),
  shape<ComponentProps>({
    name: text,
    namespace: text,
    podLabels: v.optional(stringMap),
    hostNetwork: flag,
    needs: v.optional(
      shape<ComponentNeeds>({
        dns: flag,
        kubernetesApi: flag,
        cloudEndpoints: flag,
        podIdentity: flag,
        upstreamDns: flag,
        kubelets: flag,
        serves: v.optional(
          v.array(
            shape<ServedPort>({
              port,
              protocol: v.optional(v.picklist(['TCP', 'UDP'])),
              from: v.picklist(['cluster', 'control-plane']),
            }),
          ),
        ),
      }),
    ),
    podSecurity: v.optional(v.picklist(['privileged', 'baseline', 'restricted'])),
  }),
);

/** What a description says, as far as components follow from it. */
export interface ComponentDemands {
  readonly efa: boolean;
  readonly kyverno: boolean;
  readonly s3Volumes: boolean;
  readonly fsxVolumes: boolean;
  readonly efsVolumes: boolean;
}

/** What a description needs of the cluster to run at all. */
export function requiredComponents(demands: ComponentDemands): readonly KnownComponent[] {
  return [
    'coredns',
    'nvidia-device-plugin',
    ...(demands.efa ? (['efa-device-plugin'] as const) : []),
    ...(demands.s3Volumes ? (['mountpoint-s3'] as const) : []),
    ...(demands.fsxVolumes ? (['fsx-csi'] as const) : []),
    ...(demands.efsVolumes ? (['efs-csi'] as const) : []),
    ...(demands.kyverno ? (['kyverno'] as const) : []),
  ];
}

/** The required components that are not given in a form of their own, and then those that are given. */
export function allComponents<T extends KnownComponent | Draft<ComponentProps>>(
  required: readonly KnownComponent[],
  given: readonly T[],
): readonly (KnownComponent | T)[] {
  const names = given.map((one) => (typeof one === 'string' ? one : one.name));
  return [...required.filter((name) => !names.includes(name)), ...given];
}

/** The parts of a component, each as a component of its own: `mountpoint-s3`, `mountpoint-s3-node`. */
export function resolveComponent(given: KnownComponent | ComponentProps): readonly Component[] {
  if (typeof given !== 'string') return [withDefaults(given)];
  const parts: readonly ComponentPart[] = KNOWN_COMPONENTS[given];
  return parts.map(({ part, ...props }) =>
    withDefaults({ ...props, name: part === undefined ? given : `${given}-${part}` }),
  );
}

function withDefaults(props: ComponentProps): Component {
  return {
    ...props,
    hostNetwork: props.hostNetwork ?? false,
    needs: props.needs ?? {},
    podSecurity: props.podSecurity ?? 'privileged',
  };
}

/** What the checks of a component have to know about the rest of the description. */
export interface ComponentContext {
  readonly startsClosed: boolean;
  readonly hasControlPlane: boolean;
  readonly hasResolver: boolean;
  readonly hasNodeCidrs: boolean;
}

export function componentFaults(
  given: string | Draft<ComponentProps> | undefined,
  path: string,
  context: ComponentContext,
): Fault[] {
  if (given === undefined) return [];
  if (typeof given === 'string') {
    return isKnownComponent(given)
      ? resolveComponent(given).flatMap((part) => addressFaults(part, path, context))
      : [unknownComponent(given, path)];
  }
  const faults = [
    ...nameFaults(given.name, `${path}.name`, PART_NAME),
    ...namespaceNameFaults(given.namespace, `${path}.namespace`),
  ];
  if (given.podLabels !== undefined) faults.push(...podLabelFaults(given.podLabels, `${path}.podLabels`));
  if (context.startsClosed && given.needs === undefined && given.hostNetwork !== true) {
    faults.push({
      path: `${path}.needs`,
      given: 'nothing',
      allowed: 'what the component connects to and serves; {} for nothing',
      fix: 'with the CNI in strict mode a pod without a policy reaches nothing and nobody reaches it',
    });
  }
  return [...faults, ...addressFaults(given, path, context)];
}

/** A need that cannot be written as a policy because nobody said where the other side is. */
function addressFaults(component: Draft<ComponentProps>, path: string, context: ComponentContext): Fault[] {
  if (!context.startsClosed || component.hostNetwork === true) return [];
  const { kubernetesApi = false, serves = [], upstreamDns = false, kubelets = false } = component.needs ?? {};
  const faults: Fault[] = [];
  if ((kubernetesApi || serves.some((served) => served?.from === 'control-plane')) && !context.hasControlPlane) {
    faults.push({
      path: 'controlPlane',
      given: 'nothing',
      allowed: '{ cidrs, port } of the API server',
      fix: `${path} (${component.name}) talks to it: say where it is`,
    });
  }
  if (upstreamDns && !context.hasResolver) {
    faults.push({
      path: 'aws.existing.resolverCidrs',
      given: 'nothing',
      allowed: 'addresses of the resolver that the nodes use',
      fix: `${path} (${component.name}) forwards to it; in a VPC it is the third address of the VPC's block`,
    });
  }
  if (kubelets && !context.hasNodeCidrs) {
    faults.push({
      path: 'aws.existing.nodeCidrs',
      given: 'nothing',
      allowed: 'blocks of the nodes',
      fix: `${path} (${component.name}) talks to kubelets: say where they are`,
    });
  }
  return faults;
}

const isKnownComponent = (name: string): name is KnownComponent => Object.hasOwn(KNOWN_COMPONENTS, name);

function unknownComponent(name: string, path: string): Fault {
  const known = Object.keys(KNOWN_COMPONENTS);
  return {
    path,
    given: shown(name),
    allowed: known.join(', '),
    fix: suggestion(name, known, 'describe it as an object'),
  };
}
